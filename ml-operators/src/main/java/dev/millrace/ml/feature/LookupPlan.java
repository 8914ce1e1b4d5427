package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.window.StatisticsLayout;
import java.util.List;

/**
 * What is kept per key, and where it stands in the raw values.
 *
 * @param lags values of fields some events ago
 * @param labelLags labels some labels ago
 * @param windows statistics over spans of time
 * @param labelIsValue labels are numbers
 */
record LookupPlan(List<Lag> lags, List<LabelLag> labelLags, List<Window> windows, boolean labelIsValue) {

    /** A field's value {@code steps} events ago, at a slot of the numbers. */
    record Lag(Field field, int steps, int slot) {}

    /** The label {@code steps} labels ago, at a slot of the categories (or of the numbers, for values). */
    record LabelLag(int steps, int slot) {}

    /** Statistics of a field, at as many slots of the numbers from {@code slot} on as the layout has results. */
    record Window(Field field, StatisticsLayout statistics, int slot) {}

    LookupPlan {
        lags = List.copyOf(lags);
        labelLags = List.copyOf(labelLags);
        windows = List.copyOf(windows);
    }

    boolean isEmpty() {
        return lags.isEmpty() && labelLags.isEmpty() && windows.isEmpty();
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
