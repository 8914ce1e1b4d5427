package dev.millrace.ml.label;

import java.util.Objects;

/**
 * How a row says that its label is that of an earlier event.
 *
 * @param naming the fields that name the event; where they are missing, the label is the row's own
 * @param both whether such a row is an event, too, whose own label comes later; otherwise it is nothing but a label
 */
public record EarlierEvent(EventNaming naming, boolean both) {
    public EarlierEvent {
        Objects.requireNonNull(naming, "naming");
    }
}
