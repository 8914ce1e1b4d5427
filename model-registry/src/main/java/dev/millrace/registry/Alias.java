package dev.millrace.registry;

import java.util.List;

/**
 * A name for a version that can be moved.
 *
 * @param name of the alias
 * @param version to which it points
 * @param etag changes with each move; what a compare-and-set compares
 * @param movedAtMillis when it was moved, milliseconds since the epoch
 * @param who moved it
 * @param why it was moved
 * @param previous the versions under it before, newest first, at most {@value #MOST_PREVIOUS}; the first is what a
 *     rollback goes back to
 */
public record Alias(
        String name, long version, String etag, long movedAtMillis, String who, String why, List<Long> previous) {
    /** The computed alias that follows each commit. */
    public static final String LATEST = "latest";

    /** What a replica serves by default. */
    public static final String CHAMPION = "champion";

    /** The etag to expect of an alias that does not exist yet. */
    public static final String NONE = "0";

    static final int MOST_PREVIOUS = 20;

    public Alias {
        previous = List.copyOf(previous);
    }
}
