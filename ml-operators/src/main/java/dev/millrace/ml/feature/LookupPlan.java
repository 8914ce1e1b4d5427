package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.window.StatisticsLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept per key, and where it stands in the raw values.
 *
 * @param lags values of fields some events ago
 * @param labelLags labels some labels ago
 * @param windows statistics over spans of time
 * @param differences what becomes of lags: the distance from them
 * @param since slots of the seconds since the key's last event
 * @param labelIsValue labels are numbers
 * @param forgetMillis event time after which a quiet key is forgotten; 0 for never
 */
record LookupPlan(
        List<Lag> lags,
        List<LabelLag> labelLags,
        List<Window> windows,
        List<Difference> differences,
        List<Integer> since,
        boolean labelIsValue,
        long forgetMillis) {

    /** A field's value {@code steps} events ago, at a slot of the numbers. */
    record Lag(Field field, int steps, int slot) {}

    /** The label {@code steps} labels ago, at a slot of the categories (or of the numbers, for values). */
    record LabelLag(int steps, int slot) {}

    /** Statistics of a field, at as many slots of the numbers from {@code slot} on as the layout has results. */
    record Window(Field field, StatisticsLayout statistics, int slot) {}

    /**
     * The value at hand less the lag that stands at a slot of the numbers.
     *
     * @param input where the value at hand stands among the inputs
     * @param perMillis the time in which the difference is told; 0 for as it is
     */
    record Difference(int input, int slot, long perMillis) {}

    /** Collects lookups in the order of the features. */
    static final class Builder {
        final List<Lag> lags = new ArrayList<>();
        final List<LabelLag> labelLags = new ArrayList<>();
        final List<Window> windows = new ArrayList<>();
        final List<Difference> differences = new ArrayList<>();
        final List<Integer> since = new ArrayList<>();
        private final FeatureContext context;
        long forgetMillis;

        Builder(FeatureContext context) {
            this.context = context;
        }

        LookupPlan build() {
            return new LookupPlan(lags, labelLags, windows, differences, since, context.labelIsValue(), forgetMillis);
        }
    }

    LookupPlan {
        lags = List.copyOf(lags);
        labelLags = List.copyOf(labelLags);
        windows = List.copyOf(windows);
        differences = List.copyOf(differences);
        since = List.copyOf(since);
    }

    boolean isEmpty() {
        return lags.isEmpty() && labelLags.isEmpty() && windows.isEmpty() && since.isEmpty();
    }

    /** Numbers kept of past events of a key: the lags' rings, one behind the other. */
    int lagRoom() {
        return lags.stream().mapToInt(Lag::steps).sum();
    }

    /** Labels kept of a key. */
    int labelRoom() {
        return labelLags.stream().mapToInt(LabelLag::steps).max().orElse(0);
    }
}
