package dev.millrace.ml.stream;

import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.EventReference;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.KeyAndTime;

/**
 * Finds the event that a late label belongs to, by its id or by its key and time, whichever way the label came: over HTTP,
 * from a source of its own, or in a later row. Of several events of a key at one time it is the oldest without a label.
 * Threading: the partition's thread.
 */
final class LabelJoin {
    private final Label label;
    private final WaitingEvents waiting;
    private final Places places;
    private String cause;
    private String detail;

    LabelJoin(Label label, WaitingEvents waiting, Places places) {
        this.label = label;
        this.waiting = waiting;
        this.places = places;
    }

    /** Until which watermark the label of an event may come. */
    long deadlineMillis(long timestampMillis) {
        long within = label.withinMillis();
        return timestampMillis > Long.MAX_VALUE - within ? Long.MAX_VALUE : timestampMillis + within;
    }

    /**
     * The event that waits for a label; null if there is none, and then {@link #cause} and {@link #detail} say why.
     *
     * @param eventTimeSeenMillis the largest event time so far
     */
    WaitingEvents.Entry find(Feedback feedback, long eventTimeSeenMillis) {
        WaitingEvents.Entry entry;
        boolean over;
        if (feedback.event() instanceof EventId id) {
            entry = waiting.find(id);
            over = places.hasSeen(id);
        } else {
            KeyAndTime event = (KeyAndTime) feedback.event();
            long deadline = deadlineMillis(event.timestampMillis());
            entry = waiting.find(event.key(), deadline);
            over = deadline <= eventTimeSeenMillis;
        }
        if (entry != null && entry.state() == WaitingEvents.WAITING) {
            return entry;
        }
        String event = named(feedback.event());
        if (entry != null && entry.state() == WaitingEvents.LABELLED) {
            cause = "duplicate-label";
            detail = event + " has its label already";
        } else if (entry != null || over) {
            cause = "late-label";
            detail = label.isLate()
                    ? event + " does not wait for a label: it came with one, or its time is over; see label.within"
                    : "this pipeline takes labels with their events only; set label.within";
        } else {
            cause = "unknown-event";
            detail = feedback.event() instanceof EventId
                    ? "no " + event + " has come"
                    : "no event of " + feedback.event()
                            + " waits for a label: it has not come to that millisecond, or came with its label";
        }
        return null;
    }

    private static String named(EventReference event) {
        return (event instanceof EventId ? "event " : "the event of ") + event;
    }

    /** Why nothing was found, in a word. */
    String cause() {
        return cause;
    }

    /** Why nothing was found, for people. */
    String detail() {
        return detail;
    }

    /** A label as it goes to the dead letters. */
    static String said(Feedback feedback) {
        String event = feedback.event() instanceof KeyAndTime named
                ? "key=" + named.key() + ", at=" + named.timeText()
                : "event_id=" + feedback.event();
        return "{" + event + ", label=" + feedback.label() + "}";
    }
}
