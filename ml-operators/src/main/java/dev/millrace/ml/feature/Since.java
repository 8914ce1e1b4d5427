package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.Objects;

/**
 * Seconds of event time since the key's last event (its newest, if they are out of order: then 0), or since a time that the
 * event holds, which may be negative. Missing for a key's first event, or where there is no such time. O(1).
 *
 * @param since {@link #LAST_EVENT}, or the name of a field of type time
 */
public record Since(String since, Scale scale) implements PlannedFeature {
    /** Stands for the key's last event. */
    public static final String LAST_EVENT = "last-event";

    public Since {
        Objects.requireNonNull(since, "since");
    }

    /** Unscaled; the logarithm is often the better choice. */
    public Since(String since) {
        this(since, Scale.NONE);
    }

    @Override
    public boolean needsEventTime() {
        return true;
    }

    @Override
    public boolean isOfAnySize() {
        return true;
    }

    @Override
    public Since scale(Scale to) {
        return new Since(since, to);
    }

    @Override
    public List<String> fields() {
        return since.equals(LAST_EVENT) ? List.of() : List.of(since);
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        if (since.equals(LAST_EVENT)) {
            to.facts().since.add(to.number(name, scale));
            return;
        }
        Field time = to.timeField(name, since);
        int slot = to.number(name, scale);
        to.reading((row, timestampMillis, raw) -> {
            long from = row.integer(time.slot());
            boolean known = timestampMillis != Timestamps.NONE && from != Row.MISSING_INTEGER;
            raw.numbers[slot] = known ? ((double) timestampMillis - from) / 1_000 : Double.NaN;
        });
    }
}
