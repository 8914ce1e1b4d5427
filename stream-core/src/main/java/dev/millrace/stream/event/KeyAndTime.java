package dev.millrace.stream.event;

import java.util.Objects;

/**
 * The event of a key at an event time, for whoever knows what happened to whom and when, but not the event's id. Several
 * events of a key may have one time.
 *
 * @param key the key as {@link Row#name} says it
 * @param keyHash {@link StableHash} of the key, which depends on the type of its field
 * @param timestampMillis the event time, to the millisecond
 */
public record KeyAndTime(String key, int keyHash, long timestampMillis) implements EventReference {
    public KeyAndTime {
        Objects.requireNonNull(key, "key");
    }

    /** Reads key and time off a row; null if either is missing. */
    public static KeyAndTime of(Row row, Field key, Field time) {
        return row.isMissing(key) || row.isMissing(time)
                ? null
                : new KeyAndTime(row.name(key), StableHash.of(row, key), row.integer(time.slot()));
    }

    /** For people: {@code key 'c-17' at 2026-03-01T10:15:02Z}. */
    @Override
    public String toString() {
        return "key '" + key + "' at " + timeText();
    }

    /** The time as people read it. */
    public String timeText() {
        return JsonRows.shown(timestampMillis);
    }
}
