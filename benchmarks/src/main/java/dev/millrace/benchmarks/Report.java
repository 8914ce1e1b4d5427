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
        return median(figures.getOrDefault(name, List.of()));
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The ratio of two figures, with what it is to reach. */
    void ratio(String name, String of, String to, double target) {
        double ratio = ratio(of, to);
        if (!Double.isNaN(ratio)) {
            note(String.format(Locale.ROOT, "  %-58s %16.2f (to reach: %s)", name, ratio, target));
        }
    }

    /** The ratio of two figures, for information. */
    void ratio(String name, String of, String to) {
        double ratio = ratio(of, to);
        if (!Double.isNaN(ratio)) {
            note(String.format(Locale.ROOT, "  %-58s %16.2f", name, ratio));
        }
    }

    /**
     * What was measured run by run, side by side, is divided run by run: whatever slowed the machine slowed both. The median of
     * these, or the ratio of the medians where there are not as many runs of both; NaN if there is none.
     */
    private double ratio(String of, String to) {
        List<Double> above = figures.getOrDefault(of, List.of());
        List<Double> below = figures.getOrDefault(to, List.of());
        if (above.size() != below.size()) {
            return median(above) / median(below);
        }
        List<Double> ratios = new ArrayList<>();
        for (int run = 0; run < above.size(); run++) {
            ratios.add(above.get(run) / below.get(run));
        }
        return median(ratios);
    }

    void medians() {
        if (!figures.isEmpty()) {
            note("medians");
        }
        figures.forEach((name, values) ->
                note(String.format(Locale.ROOT, "  %-58s %s of %d runs", name, number(median(name)), values.size())));
    }
}
