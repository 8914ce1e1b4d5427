package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * For each class, what its attributes look like: a normal distribution per number, counts of codes per category.
 *
 * <p>Means and variances by Welford's update; a variance needs a weight above 1. Counts are smoothed by one for each code
 * from 0 to the largest that the class has shown. Where a class has shown no value of an attribute, its likelihood is 0;
 * where its values were all equal, it is 1 at that value and 0 elsewhere. Missing values are skipped; hashed values are not used.
 *
 * <p>Logarithms that a likelihood needs are kept beside the statistics and renewed when these change, so that a
 * likelihood costs one multiplication per number and no logarithm. About 40 bytes per class and number, 16 per class and code.
 * Source: Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962).
 */
public final class ClassConditionals {
    private static final double LOG_TWO_PI = 1.8378770664093453;

    private final AttributeChoice choice;
    private final int numbers;
    private final int categories;
    private final int[] numberSlots;
    private final int[] categorySlots;

    /** Where each category's codes begin among a class's counts; one more entry for the end. */
    private final int[] offsets;

    private int classes;

    // By class · numbers + slot.
    private double[] weights = {};
    private double[] means = {};
    private double[] squares = {};
    private double[] lowest = {};
    private double[] highest = {};
    private double[] halfPrecisions = {};
    private double[] logScales = {};

    // By class · offsets[categories] + offset of the category + code.
    private double[] counts = {};
    private double[] logCounts = {};

    // By class · categories + slot.
    private double[] totals = {};
    private double[] logTotals = {};
    private int[] codes = {};

    /** Over all attributes. */
    public ClassConditionals(Layout layout) {
        this(AttributeChoice.all(layout));
    }

    /** Over some attributes; the others are not looked at. */
    public ClassConditionals(AttributeChoice choice) {
        this.choice = choice;
        this.numberSlots = choice.numberSlots;
        this.categorySlots = choice.categorySlots;
        this.numbers = numberSlots.length;
        this.categories = categorySlots.length;
        this.offsets = choice.offsets;
    }

    public AttributeChoice choice() {
        return choice;
    }

    /** Classes for which there is room: one more than the largest label observed. */
    public int classes() {
        return classes;
    }

    /** Adds one labelled vector. */
    public void observe(FeatureVector x, int label, double weight) {
        grow(label + 1);
        double[] values = x.numbers();
        int base = label * numbers;
        for (int i = 0; i < numbers; i++) {
            double value = values[numberSlots[i]];
            if (Usable.isUsable(value)) {
                observeNumber(base + i, value, weight);
            }
        }
        int[] given = x.categories();
        for (int j = 0; j < categories; j++) {
            int code = given[categorySlots[j]];
            if (code >= 0) {
                observeCode(label, j, clip(j, code), weight);
            }
        }
    }

    private void observeNumber(int at, double value, double weight) {
        double seen = weights[at] + weight;
        weights[at] = seen;
        if (seen == weight) {
            means[at] = value;
            lowest[at] = value;
            highest[at] = value;
        } else {
            double before = value - means[at];
            means[at] += weight * before / seen;
            squares[at] += weight * before * (value - means[at]);
            lowest[at] = Math.min(lowest[at], value);
            highest[at] = Math.max(highest[at], value);
        }
        renewNumber(at);
    }

    private void renewNumber(int at) {
        double variance = variance(at);
        if (weights[at] == 0) {
            halfPrecisions[at] = 0;
            logScales[at] = Double.NEGATIVE_INFINITY;
        } else if (variance > 0) {
            halfPrecisions[at] = Math.min(0.5 / variance, Double.MAX_VALUE);
            logScales[at] = -0.5 * (LOG_TWO_PI + Elementary.log(variance));
        } else {
            // All values equal: 0 at the mean, the logarithm of (next to) nothing elsewhere, and never NaN.
            halfPrecisions[at] = Double.MAX_VALUE;
            logScales[at] = 0;
        }
    }

    private double variance(int at) {
        return weights[at] > 1 ? squares[at] / (weights[at] - 1) : 0;
    }

    private void observeCode(int label, int slot, int code, double weight) {
        int at = label * offsets[categories] + offsets[slot] + code;
        counts[at] += weight;
        logCounts[at] = Elementary.log(counts[at] + 1);
        int total = label * categories + slot;
        totals[total] += weight;
        codes[total] = Math.max(codes[total], code + 1);
        logTotals[total] = Elementary.log(totals[total] + codes[total]);
    }

    private int clip(int slot, int code) {
        return Math.min(code, offsets[slot + 1] - offsets[slot] - 1);
    }

    /** Adds to each of the first {@code scores.length} classes the logarithm of its likelihood of x; −∞ where it is 0. */
    public void addLogLikelihoods(FeatureVector x, double[] scores, int count) {
        double[] values = x.numbers();
        int[] given = x.categories();
        for (int k = 0; k < count; k++) {
            if (k >= classes) {
                scores[k] = Double.NEGATIVE_INFINITY;
                continue;
            }
            double sum = scores[k];
            int base = k * numbers;
            for (int i = 0; i < numbers; i++) {
                double value = values[numberSlots[i]];
                double from = value - means[base + i];
                if (Math.abs(value) <= Usable.LARGEST) {
                    sum += logScales[base + i] - from * from * halfPrecisions[base + i];
                }
            }
            int cells = k * offsets[categories];
            int slots = k * categories;
            for (int j = 0; j < categories; j++) {
                int code = given[categorySlots[j]];
                if (code >= 0) {
                    sum += logCounts[cells + offsets[j] + clip(j, code)] - logTotals[slots + j];
                }
            }
            scores[k] = sum;
        }
    }

    /** Makes room for that many classes. */
    public void grow(int known) {
        if (known <= classes) {
            return;
        }
        weights = Arrays.copyOf(weights, known * numbers);
        means = Arrays.copyOf(means, known * numbers);
        squares = Arrays.copyOf(squares, known * numbers);
        lowest = Arrays.copyOf(lowest, known * numbers);
        highest = Arrays.copyOf(highest, known * numbers);
        halfPrecisions = Arrays.copyOf(halfPrecisions, known * numbers);
        logScales = Arrays.copyOf(logScales, known * numbers);
        Arrays.fill(logScales, classes * numbers, known * numbers, Double.NEGATIVE_INFINITY);
        int cells = Math.multiplyExact(known, offsets[categories]);
        counts = Arrays.copyOf(counts, cells);
        logCounts = Arrays.copyOf(logCounts, cells);
        totals = Arrays.copyOf(totals, known * categories);
        logTotals = Arrays.copyOf(logTotals, known * categories);
        Arrays.fill(logTotals, classes * categories, known * categories, Double.POSITIVE_INFINITY);
        codes = Arrays.copyOf(codes, known * categories);
        classes = known;
    }

    private int at(int label, int slot) {
        return label * numbers + choice.numberPositions[slot];
    }

    /** Weight of the values of a number that a class has shown. */
    public double weight(int label, int slot) {
        return weights[at(label, slot)];
    }

    public double mean(int label, int slot) {
        return means[at(label, slot)];
    }

    public double variance(int label, int slot) {
        return variance(at(label, slot));
    }

    /** Smallest value of a number that a class has shown; of no meaning where the weight is 0. */
    public double lowest(int label, int slot) {
        return lowest[at(label, slot)];
    }

    /** Largest value of a number that a class has shown; of no meaning where the weight is 0. */
    public double highest(int label, int slot) {
        return highest[at(label, slot)];
    }

    /** Density of a class's normal distribution; 1 at the only value and 0 elsewhere if there was one value only. */
    public double density(int label, int slot, double value) {
        int at = at(label, slot);
        double from = value - means[at];
        return Elementary.exp(logScales[at] - from * from * halfPrecisions[at]);
    }

    /** Weight of a code that a class has shown. */
    public double count(int label, int slot, int code) {
        return counts[label * offsets[categories] + offsets[choice.categoryPositions[slot]] + code];
    }

    /** Codes of a category that a class has shown: one more than the largest. */
    public int codes(int label, int slot) {
        return codes[label * categories + choice.categoryPositions[slot]];
    }

    public void snapshot(StateWriter out) {
        out.writeInt(classes);
        out.writeDoubles(weights);
        out.writeDoubles(means);
        out.writeDoubles(squares);
        out.writeDoubles(lowest);
        out.writeDoubles(highest);
        out.writeDoubles(counts);
        out.writeDoubles(totals);
        out.writeInts(codes);
    }

    public void restore(StateReader in) {
        int known = in.readInt();
        classes = 0;
        weights = means = squares = lowest = highest = halfPrecisions = logScales = new double[0];
        counts = logCounts = totals = logTotals = new double[0];
        codes = new int[0];
        grow(known);
        fill(in.readDoubles(), weights);
        fill(in.readDoubles(), means);
        fill(in.readDoubles(), squares);
        fill(in.readDoubles(), lowest);
        fill(in.readDoubles(), highest);
        fill(in.readDoubles(), counts);
        fill(in.readDoubles(), totals);
        int[] stored = in.readInts();
        if (stored.length != codes.length) {
            throw fits(stored.length, codes.length);
        }
        System.arraycopy(stored, 0, codes, 0, stored.length);
        for (int at = 0; at < weights.length; at++) {
            renewNumber(at);
        }
        for (int at = 0; at < counts.length; at++) {
            logCounts[at] = Elementary.log(counts[at] + 1);
        }
        for (int at = 0; at < totals.length; at++) {
            logTotals[at] = codes[at] == 0 ? Double.POSITIVE_INFINITY : Elementary.log(totals[at] + codes[at]);
        }
    }

    private static void fill(double[] stored, double[] target) {
        if (stored.length != target.length) {
            throw fits(stored.length, target.length);
        }
        System.arraycopy(stored, 0, target, 0, stored.length);
    }

    private static BadState fits(int stored, int expected) {
        return new BadState("the snapshot has " + stored + " statistics where this layout needs " + expected
                + "; it belongs to other features");
    }
}
