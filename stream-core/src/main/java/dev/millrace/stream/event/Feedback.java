package dev.millrace.stream.event;

import java.util.Objects;

/**
 * A label that came after its event: itself an event of the stream, with a place of its own, but without event time; it
 * never moves a watermark.
 *
 * @param source see {@link Event#source()}
 * @param sourcePartition see {@link Event#sourcePartition()}
 * @param offset see {@link Event#offset()}
 * @param event the event that is labelled
 * @param label the class name, or the value in decimal
 */
public record Feedback(int source, int sourcePartition, long offset, EventReference event, String label)
        implements Event {
    public Feedback {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(label, "label");
    }
}
