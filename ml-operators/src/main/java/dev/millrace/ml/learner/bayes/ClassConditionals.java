package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Attribute;
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
 * <p>An attribute that is appended when classes have been counted already is learned at once, but says nothing about a vector
 * until every class has shown a value of it, or has had a good chance to: a likelihood of 0 would mean that it is new, not that
 * the class is impossible.
 *
 * <p>Likelihoods are products. What does not depend on the vector (the heights of the normal distributions) is multiplied
 * together when an event is observed, mantissas and exponents apart, so that one logarithm per event replaces one per number; the
 * shares of codes are multiplied when a vector is asked about, with no logarithm. Everything about a class lies in one array,
 * what predicting needs in front: a leaf that was not used for a while costs few cache misses. 48 bytes per class and number,
 * 8 per class and code shown. Source: Welford, "Note on a method for calculating corrected sums of squares and products",
 * Technometrics 4 (1962).
 */
public final class ClassConditionals {
    private static final double LOG_PI = 1.1447298858494002;
    private static final double LN2 = 0.6931471805599453;
    private static final long MANTISSA = 0x000f_ffff_ffff_ffffL;
    private static final long ONE = 0x3ff0_0000_0000_0000L;

    /** Exponentials of less are 0 beside the largest, which is 1. */
    private static final double MIN_EXPONENT = -700;

    /** Factors after which a product of mantissas in [1, 2) is brought back to one in [1, 2). */
    private static final int RUN = 512;

    private final AttributeChoice choice;

    /** One per class, laid out as {@link AttributeChoice} says; null for a class that has shown nothing. */
    private double[][] rows = {};

    /** Where each category's counts begin in a row, beyond {@code choice.countsAt}; one more entry for the end. */
    private int[] offsets;

    private int classes;

    /** The first of the chosen numbers, and of the categories, that came when there was something here already; behind the last if none did. */
    private int lateNumbers;

    private int lateCategories;

    /** Over all attributes. */
    public ClassConditionals(Layout layout) {
        this(AttributeChoice.all(layout));
    }

    /** Over some attributes; the others are not looked at. */
    public ClassConditionals(AttributeChoice choice) {
        this.choice = choice;
        this.offsets = choice.startingOffsets;
        allInTime();
    }

    public AttributeChoice choice() {
        return choice;
    }

    /** Classes for which there is room: one more than the largest label observed. */
    public int classes() {
        return classes;
    }

    private void allInTime() {
        lateNumbers = choice.numberSlots.length;
        lateCategories = choice.categorySlots.length;
    }

    private boolean isAnyLate() {
        return lateNumbers < choice.numberSlots.length || lateCategories < choice.categorySlots.length;
    }

    /** Whether an attribute came when there was something here already, and a class has not shown it yet. */
    public boolean isLate(Attribute attribute) {
        return switch (attribute.kind()) {
            case NUMBER -> choice.numberPositions[attribute.slot()] >= lateNumbers;
            case CATEGORY -> choice.categoryPositions[attribute.slot()] >= lateCategories;
            case HASHED -> false;
        };
    }

    int lateNumbers() {
        return lateNumbers;
    }

    int lateCategories() {
        return lateCategories;
    }

    /** Attributes that are late for another, whose statistics have been added, are late here, until all classes have shown them. */
    void late(ClassConditionals other) {
        lateNumbers = Math.min(lateNumbers, other.lateNumbers);
        lateCategories = Math.min(lateCategories, other.lateCategories);
        if (isAnyLate() && LateAttributes.haveAllShown(this)) {
            allInTime();
        }
    }

    /** Adds one labelled vector. */
    public void observe(FeatureVector x, int label, double weight) {
        double[] row = row(label);
        double[] values = x.numbers();
        int[] slots = choice.numberSlots;
        int learnAt = choice.learnAt;
        double lastSeen = 0;
        double share = 0;
        for (int i = 0; i < slots.length; i++) {
            double value = values[slots[i]];
            if (Math.abs(value) <= Usable.LARGEST) {
                int at = learnAt + 4 * i;
                double seen = row[at] + weight;
                if (seen != lastSeen) { // mostly all numbers of a class have the same weight: one division
                    lastSeen = seen;
                    share = weight / seen;
                }
                observeNumber(row, at, 1 + 2 * i, value, weight, seen, share);
            }
        }
        row[0] = logHeight(row, values, false);
        int[] given = x.categories();
        for (int j = 0; j < choice.categorySlots.length; j++) {
            int code = given[choice.categorySlots[j]];
            if (code >= 0) {
                row = observeCode(row, label, j, Math.min(code, choice.widths[j] - 1), weight);
            }
        }
        if (isAnyLate() && LateAttributes.haveAllShown(this)) {
            allInTime();
        }
    }

    private static void observeNumber(
            double[] row, int at, int pair, double value, double weight, double seen, double share) {
        row[at] = seen;
        if (seen == weight) {
            row[pair] = value;
            row[at + 2] = value;
            row[at + 3] = value;
        } else {
            double before = value - row[pair];
            double mean = row[pair] + share * before;
            row[pair] = mean;
            row[at + 1] += weight * before * (value - mean);
            if (value < row[at + 2]) {
                row[at + 2] = value;
            } else if (value > row[at + 3]) {
                row[at + 3] = value;
            }
        }
        row[pair + 1] = halfPrecision(seen, row[at + 1]);
    }

    /** 1 / (2 variance): 0 where no value was shown, the largest number where all were equal. */
    static double halfPrecision(double weight, double squares) {
        if (weight > 1 && squares > 0) {
            double half = 0.5 * (weight - 1) / squares;
            return half < Double.MAX_VALUE ? half : Double.MAX_VALUE; // Math.min orders zeros and NaN, too
        }
        // All values equal: 1 at the mean, (next to) nothing elsewhere, and never NaN.
        return weight > 0 ? Double.MAX_VALUE : 0;
    }

    /**
     * Logarithm of the product of the heights of a class's normal distributions, √(half precision / π) each; −∞ if one has
     * shown no value.
     *
     * @param onlyGiven over the numbers that are not missing in {@code values}; else over all
     */
    double logHeight(double[] row, double[] values, boolean onlyGiven) {
        double product = 1;
        long exponents = 0;
        int factors = 0;
        for (int i = 0; i < choice.numberSlots.length; i++) {
            if (onlyGiven && !Usable.isUsable(values[choice.numberSlots[i]])) {
                continue;
            }
            double factor = row[2 + 2 * i];
            if (factor == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            if (factor < Double.MAX_VALUE) {
                long bits = Double.doubleToRawLongBits(factor); // far above 1e-308: values are at most 1e100
                exponents += (bits >>> 52) - 1023;
                product *= Double.longBitsToDouble(bits & MANTISSA | ONE);
                if (++factors % RUN == 0) {
                    bits = Double.doubleToRawLongBits(product);
                    exponents += (bits >>> 52) - 1023;
                    product = Double.longBitsToDouble(bits & MANTISSA | ONE);
                }
            }
        }
        return factors == 0 ? 0 : 0.5 * (Elementary.log(product) + exponents * LN2 - factors * LOG_PI);
    }

    /** Counts a code of the j-th category; the row, which may have become another. */
    double[] observeCode(double[] row, int label, int j, int code, double weight) {
        double[] wide = row;
        if (code >= offsets[j + 1] - offsets[j]) {
            widen(j, code + 1);
            wide = rows[label];
        }
        wide[choice.countsAt + offsets[j] + code] += weight;
        int total = choice.totalsAt + 2 * j;
        wide[total] += weight;
        wide[total + 1] = Math.max(wide[total + 1], code + 1);
        wide[choice.scalesAt + j] = 1 / (wide[total] + wide[total + 1]);
        return wide;
    }

    /** Makes room for more codes of a category, in every row. */
    void widen(int j, int codes) {
        int width = Math.min(choice.widths[j], Math.max(codes, 2 * (offsets[j + 1] - offsets[j])));
        int more = width - (offsets[j + 1] - offsets[j]);
        int[] wider = offsets.clone();
        for (int after = j + 1; after < wider.length; after++) {
            wider[after] += more;
        }
        int end = choice.countsAt + offsets[j + 1];
        for (int k = 0; k < classes; k++) {
            if (rows[k] != null) {
                double[] row = Arrays.copyOf(rows[k], rows[k].length + more);
                System.arraycopy(rows[k], end, row, end + more, rows[k].length - end);
                Arrays.fill(row, end, end + more, 0);
                rows[k] = row;
            }
        }
        offsets = wider;
        choice.remember(wider);
    }

    /** The statistics of a class, made if there are none. */
    double[] row(int label) {
        grow(label + 1);
        double[] row = rows[label];
        if (row == null) {
            row = rows[label] = choice.row(choice.countsAt + offsets[offsets.length - 1]);
        }
        return row;
    }

    /**
     * Bayes' rule: fills in numbers proportional to the probabilities of the first {@code count} classes, the largest
     * exponential among them 1, and 0 for classes beyond.
     *
     * @param priors weight of each class; a class without weight gets 0
     * @param scores filled whole
     * @param factors scratch space, at least {@code count} long
     * @return whether a class has a probability above 0; if not, all scores are 0
     */
    public boolean posterior(FeatureVector x, double[] priors, int count, double[] scores, double[] factors) {
        double[] values = x.numbers();
        int[] codes = x.categories();
        if (isAnyLate()) {
            values = values.clone();
            codes = codes.clone();
            LateAttributes.hide(this, priors, count, values, codes);
        }
        int given = given(values);
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            double log = Double.NEGATIVE_INFINITY;
            if (k < classes && rows[k] != null && priors[k] > 0) {
                log = logDensity(rows[k], values, given == choice.numberSlots.length);
                log = shares(rows[k], codes, log, k, priors[k], factors);
            } else if (given == 0 && priors[k] > 0 && isWithoutCodes(codes)) {
                log = 0;
                factors[k] = priors[k];
            }
            scores[k] = log;
            largest = log > largest ? log : largest;
        }
        Arrays.fill(scores, count, scores.length, 0);
        if (largest == Double.NEGATIVE_INFINITY) {
            Arrays.fill(scores, 0, count, 0);
            return false;
        }
        for (int k = 0; k < count; k++) {
            double behind = scores[k] - largest;
            scores[k] = behind == 0 ? factors[k] : behind > MIN_EXPONENT ? factors[k] * Elementary.exp(behind) : 0;
        }
        return true;
    }

    /** Numbers that are not missing. */
    private int given(double[] values) {
        int given = 0;
        for (int slot : choice.numberSlots) {
            given += Math.abs(values[slot]) <= Usable.LARGEST ? 1 : 0;
        }
        return given;
    }

    private boolean isWithoutCodes(int[] codes) {
        for (int slot : choice.categorySlots) {
            if (codes[slot] >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Logarithm of the product of a class's densities at the numbers given. */
    private double logDensity(double[] row, double[] values, boolean complete) {
        int[] slots = choice.numberSlots;
        if (!complete) {
            double sum = 0;
            for (int i = 0; i < slots.length; i++) {
                double value = values[slots[i]];
                double from = value - row[1 + 2 * i];
                sum += Usable.isUsable(value) ? from * from * row[2 + 2 * i] : 0;
            }
            return logHeight(row, values, true) - sum;
        }
        double even = 0;
        double odd = 0;
        int i = 0;
        for (int end = slots.length - 1; i < end; i += 2) {
            double from = values[slots[i]] - row[1 + 2 * i];
            double next = values[slots[i + 1]] - row[3 + 2 * i];
            even += from * from * row[2 + 2 * i];
            odd += next * next * row[4 + 2 * i];
        }
        if (i < slots.length) {
            double from = values[slots[i]] - row[1 + 2 * i];
            even += from * from * row[2 + 2 * i];
        }
        return row[0] - (even + odd);
    }

    /** Multiplies a prior with the shares of the codes given: puts the mantissa into {@code factors}, adds the rest to the log. */
    private double shares(double[] row, int[] given, double log, int label, double prior, double[] factors) {
        int scalesAt = choice.scalesAt;
        int countsAt = choice.countsAt;
        int[] slots = choice.categorySlots;
        double product = prior;
        long exponents = 0;
        for (int j = 0; j < slots.length; j++) {
            int code = given[slots[j]];
            if (code >= 0) {
                int clipped = Math.min(code, choice.widths[j] - 1);
                boolean shown = clipped < offsets[j + 1] - offsets[j];
                product *= ((shown ? row[countsAt + offsets[j] + clipped] : 0) + 1) * row[scalesAt + j];
            }
            if (j % 4 == 3) { // before it can become too small
                long bits = Double.doubleToRawLongBits(product);
                exponents += (bits >>> 52) - 1023;
                product = bits >>> 52 == 0 ? 0 : Double.longBitsToDouble(bits & MANTISSA | ONE);
            }
        }
        factors[label] = product;
        if (product == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return exponents == 0 ? log : log + exponents * LN2;
    }

    /** Makes room for that many classes. */
    public void grow(int known) {
        if (known > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(known, Math.max(2, 2 * rows.length)));
        }
        classes = Math.max(classes, known);
    }

    private double number(int label, int slot, int which) {
        double[] row = rows[label];
        return row == null ? 0 : row[choice.learnAt + 4 * choice.numberPositions[slot] + which];
    }

    /** Weight of the values of a number that a class has shown. */
    public double weight(int label, int slot) {
        return number(label, slot, 0);
    }

    /** Weight of the values, or codes, of an attribute that a class has shown. */
    public double weight(int label, Attribute attribute) {
        if (attribute.kind() == Attribute.Kind.NUMBER) {
            return weight(label, attribute.slot());
        }
        double[] row = rows[label];
        return row == null ? 0 : row[choice.totalsAt + 2 * choice.categoryPositions[attribute.slot()]];
    }

    public double mean(int label, int slot) {
        return rows[label] == null ? 0 : rows[label][1 + 2 * choice.numberPositions[slot]];
    }

    public double variance(int label, int slot) {
        double weight = number(label, slot, 0);
        return weight > 1 ? number(label, slot, 1) / (weight - 1) : 0;
    }

    /** Smallest value of a number that a class has shown; of no meaning where the weight is 0. */
    public double lowest(int label, int slot) {
        return number(label, slot, 2);
    }

    /** Largest value of a number that a class has shown; of no meaning where the weight is 0. */
    public double highest(int label, int slot) {
        return number(label, slot, 3);
    }

    /** Weight of a code that a class has shown, which is below {@link #codes}. */
    public double count(int label, int slot, int code) {
        return rows[label][choice.countsAt + offsets[choice.categoryPositions[slot]] + code];
    }

    /** Codes of a category that a class has shown: one more than the largest. */
    public int codes(int label, int slot) {
        double[] row = rows[label];
        return row == null ? 0 : (int) row[choice.totalsAt + 2 * choice.categoryPositions[slot] + 1];
    }

    /** Ends these statistics: their memory goes to others over the same attributes. Nothing may be asked of them afterwards. */
    public void release() {
        for (double[] row : rows) {
            if (row != null) {
                choice.giveBack(row);
            }
        }
        rows = new double[0][];
        classes = 0;
        allInTime();
    }

    /** Statistics by class, to be written; null for a class that has shown nothing. */
    double[][] rows() {
        return rows;
    }

    /** Where counts begin in a row, by category. */
    int[] offsets() {
        return offsets;
    }

    public void snapshot(StateWriter out) {
        ConditionalsFormat.write(this, out);
    }

    /** @param format 3 for what {@link #snapshot} writes, 2 and 1 for what it wrote earlier */
    public void restore(StateReader in, int format) {
        restore(in, format, choice.numberSlots.length, choice.categorySlots.length);
    }

    /** Reads a snapshot over the first so many of the chosen numbers and categories: all others are late. */
    public void restore(StateReader in, int format, int numbers, int categories) {
        rows = new double[0][];
        classes = 0;
        offsets = choice.startingOffsets;
        lateNumbers = format < 3 ? numbers : in.readInt();
        lateCategories = format < 3 ? categories : in.readInt();
        if (lateNumbers < 0 || lateNumbers > numbers || lateCategories < 0 || lateCategories > categories) {
            throw new BadState("of " + numbers + " numbers and " + categories + " categories, those from " + lateNumbers
                    + " and " + lateCategories + " on are late; the snapshot is damaged");
        }
        if (format == 1) {
            ConditionalsFormat.readFirst(this, in, numbers, categories);
        } else {
            ConditionalsFormat.read(this, in, numbers, categories);
        }
        if (LateAttributes.haveAllShown(this)) {
            allInTime();
        }
    }
}
