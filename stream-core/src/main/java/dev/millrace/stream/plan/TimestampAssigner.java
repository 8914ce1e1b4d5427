package dev.millrace.stream.plan;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;

/**
 * Reads the event time of an event, of which it keeps nothing: a row may be filled anew with another one.
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

    /** The time that a field of rows holds; a row in which it is missing, and a label that comes by itself, have none. */
    static TimestampAssigner<Event> of(Field time) {
        if (time.type() != FieldType.TIME && time.type() != FieldType.INTEGER) {
            throw new IllegalArgumentException("event time is read from a field of type time, '" + time.name()
                    + "' is of type " + time.type() + "; name another, or give it the type time");
        }
        return (event, arrivalMillis) ->
                event instanceof Row row && !row.isMissing(time) ? row.integer(time.slot()) : Timestamps.NONE;
    }
}
