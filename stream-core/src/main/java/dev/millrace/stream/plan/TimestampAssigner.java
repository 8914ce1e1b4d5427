package dev.millrace.stream.plan;

/**
 * Reads the event time of an event.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface TimestampAssigner<T> {
    /**
     * @param arrivalMillis when the source got it, or {@link dev.millrace.stream.time.Timestamps#NONE}
     * @return milliseconds since the epoch, or {@link dev.millrace.stream.time.Timestamps#NONE} for an event without time
     */
    long timestampMillis(T event, long arrivalMillis);
}
