package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import java.util.List;

/**
 * How much a number has changed since the key's last event: value − last value, or that per time. Missing for a key's first
 * event, where either value is missing, and, per time, where no event time has passed. O(1); one number per key.
 *
 * @param perMillis the time in which the change is told, e.g. 1000 for a rate per second; 0 for the change itself
 */
public record Difference(String field, long perMillis, Scale scale) implements PlannedFeature {
    public Difference {
        if (perMillis < 0) {
            throw new IllegalArgumentException(
                    "a change is told per 1 ms or more, or per event (0), got " + perMillis + " ms; set per");
        }
    }

    /** The change itself, unscaled. */
    public Difference(String field) {
        this(field, 0, Scale.NONE);
    }

    /** The change per that much event time. */
    public Difference per(long millis) {
        return new Difference(field, millis, scale);
    }

    @Override
    public boolean needsEventTime() {
        return perMillis > 0;
    }

    @Override
    public boolean isOfAnySize() {
        return true;
    }

    @Override
    public Difference scale(Scale to) {
        return new Difference(field, perMillis, to);
    }

    @Override
    public List<String> fields() {
        return List.of(field);
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        Field number = to.numericField(name, field);
        int input = to.input(number);
        int slot = to.number(name, scale);
        to.facts().lags.add(new LookupPlan.Lag(number, 1, slot));
        to.facts().differences.add(new LookupPlan.Difference(input, slot, perMillis));
    }
}
