package dev.millrace.cli.file;

import java.util.Optional;

/**
 * Where an event's time comes from and how far out of order it may come.
 *
 * @param field the field that holds it; empty for the time of arrival (or, in files, for no time at all)
 * @param outOfOrderMillis how late an event may come after a younger one
 * @param granularityMillis how finely event time moves on
 * @param idleAfterMillis how long a source may have nothing before time moves on without it; 0 for never
 * @param maxAheadMillis an event further ahead of its arrival than this is refused
 */
public record TimeSpec(
        Optional<String> field,
        long outOfOrderMillis,
        long granularityMillis,
        long idleAfterMillis,
        long maxAheadMillis) {
    public static final TimeSpec DEFAULT = new TimeSpec(Optional.empty(), 0, 100, 30_000, 24 * 3_600_000L);

    public TimeSpec {
        if (granularityMillis <= 0 || maxAheadMillis <= 0) {
            throw new IllegalArgumentException("granularity and max-ahead are positive durations");
        }
    }

    public static TimeSpec of(String field) {
        return new TimeSpec(
                Optional.of(field),
                DEFAULT.outOfOrderMillis,
                DEFAULT.granularityMillis,
                DEFAULT.idleAfterMillis,
                DEFAULT.maxAheadMillis);
    }
}
