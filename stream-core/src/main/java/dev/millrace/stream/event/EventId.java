package dev.millrace.stream.event;

import java.util.regex.Pattern;

/**
 * Names an event for ever: its place in its source and the stable hash of its key, so that a late label finds the
 * partition under any number of partitions. Opaque to users, stable under replay.
 *
 * @param source index of the source in the pipeline's sequence
 * @param sourcePartition partition of that source
 * @param offset index of the record in its source partition
 * @param keyHash {@link StableHash} of the event's key
 */
public record EventId(int source, int sourcePartition, long offset, int keyHash) implements EventReference {
    private static final Pattern FORM = Pattern.compile("([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-f]{8})");

    public EventId {
        if (source < 0 || sourcePartition < 0 || offset < 0) {
            throw new IllegalArgumentException("an event id needs a place in a source, got source " + source
                    + ", partition " + sourcePartition + ", offset " + offset);
        }
    }

    /** Reads what {@link #toString} wrote; anything else is an {@link IllegalArgumentException}. */
    public static EventId parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an event id; send back the event_id that the"
                    + " events call answered, unchanged");
        }
        try {
            return new EventId(
                    Integer.parseInt(matcher.group(1), 36),
                    Integer.parseInt(matcher.group(2), 36),
                    Long.parseLong(matcher.group(3), 36),
                    Integer.parseUnsignedInt(matcher.group(4), 16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an event id: a part of it is too large", e);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(source, 36)
                + '-'
                + Integer.toString(sourcePartition, 36)
                + '-'
                + Long.toString(offset, 36)
                + '-'
                + String.format("%08x", keyHash);
    }
}
