package dev.millrace.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects figures by name and prints each run, then medians and ratios. Threading: one caller. */
final class Report {
    private final PrintStream out;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void note(String text) {
        out.println(text);
        out.flush();
    }

    /** One run's figure, e.g. events per second or milliseconds. */
    void figure(String name, double value, String unit) {
        figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        note(String.format(Locale.ROOT, "  %-58s %s %s", name, number(value), unit));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%,16.4f" : "%,16.2f", value);
    }

    /** One run's figure that is not to exceed a limit. */
    void atMost(String name, double value, String unit, double most) {
        figure(name, value, unit + " (at most: " + most + (value <= most ? ")" : "; exceeded)"));
    }

    double median(String name) {
        List<Double> values = figures.get(name);
        if (values == null) {
            return Double.NaN;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The ratio of two medians, with what it is to reach. */
    void ratio(String name, String of, String to, double target) {
        double ratio = median(of) / median(to);
        if (!Double.isNaN(ratio)) {
            note(String.format(Locale.ROOT, "  %-58s %16.2f (to reach: %s)", name, ratio, target));
        }
    }

    void medians() {
        note("medians");
        figures.forEach((name, values) ->
                note(String.format(Locale.ROOT, "  %-58s %s of %d runs", name, number(median(name)), values.size())));
    }
}
