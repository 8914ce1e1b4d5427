package dev.millrace.stream.time;

/** Names for the special values of a timestamp or watermark, in milliseconds since the epoch. */
public final class Timestamps {
    /** No event time: a late label, or an event before any time was assigned. Never moves a watermark. */
    public static final long NONE = Long.MIN_VALUE;

    /** The watermark before the first event. */
    public static final long BEFORE_ALL = Long.MIN_VALUE;

    /** The last watermark of a source that has ended. */
    public static final long AFTER_ALL = Long.MAX_VALUE;

    private Timestamps() {}
}
