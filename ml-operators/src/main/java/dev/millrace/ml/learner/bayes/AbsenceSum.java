package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * The logarithm of the probability that nothing of one wide attribute is there, kept up for one class: the sum of
 * log((α + n − c) ÷ (2α + n)) over coordinates that were there c times in n events. Every event changes n and with it all
 * terms, most of which belong to coordinates that never or seldom came. Those are summed by a series: log(1 − c ÷ (α + n)) is
 * −Σ (c ÷ (α + n))^m ÷ m, so that sums of powers of c are enough, of which an event changes those of its own coordinates. With c at
 * most 1/16 of α + n, {@value #TERMS} powers leave less than 1e-15. What came more often is <em>frequent</em>, and looked at one by one:
 * at most 32 times as many as an event has coordinates on average.
 *
 * <p>Cost: O(coordinates of the event, and frequent ones), whatever the width. Threading: one caller while it changes.
 */
final class AbsenceSum {
    /** Below this width all terms are multiplied instead. */
    static final int WIDE = 64;

    private static final int TERMS = 12;
    private static final double FREQUENT = 1.0 / 16;

    /** Less than {@link #FREQUENT}, so that what is near the border does not go to and fro. */
    private static final double SELDOM = 1.0 / 32;

    private static final double LN2 = 0.6931471805599453;

    private final double smoothing;
    private final int start;
    private final int width;

    /** Sums of (c ÷ 2^exponent)^m over coordinates that are not frequent, from m = 1 on. */
    private final double[] powers = new double[TERMS];

    /** That of α + n. */
    private int exponent;

    /** Coordinates, ascending. */
    private int[] frequent = new int[8];

    private int frequentCount;

    AbsenceSum(double smoothing, int start, int width) {
        this.smoothing = smoothing;
        this.start = start;
        this.width = width;
        this.exponent = Math.getExponent(smoothing);
    }

    /** To be called first in an event: from now on there are so many. */
    void total(double n) {
        int now = Math.getExponent(smoothing + n);
        if (now != exponent) { // by a power of two: exactly
            for (int m = 0; m < TERMS; m++) {
                powers[m] = Math.scalb(powers[m], (exponent - now) * (m + 1));
            }
            exponent = now;
        }
    }

    /** A coordinate has come: its count has grown. */
    void count(int coordinate, double before, double after, double n) {
        int at = Arrays.binarySearch(frequent, 0, frequentCount, coordinate);
        if (at >= 0) {
            return;
        }
        add(before, -1);
        if (after > FREQUENT * (smoothing + n)) {
            insert(-at - 1, coordinate);
        } else {
            add(after, 1);
        }
    }

    private void add(double count, double sign) {
        if (count > 0) {
            double ratio = Math.scalb(count, -exponent);
            double power = sign;
            for (int m = 0; m < TERMS; m++) {
                power *= ratio;
                powers[m] += power;
            }
        }
    }

    private void insert(int at, int coordinate) {
        if (frequentCount == frequent.length) {
            frequent = Arrays.copyOf(frequent, 2 * frequentCount);
        }
        System.arraycopy(frequent, at, frequent, at + 1, frequentCount - at);
        frequent[at] = coordinate;
        frequentCount++;
    }

    /** To be called last in an event: what has become seldom is summed with the others. */
    void settle(double[] counts, double n) {
        double border = SELDOM * (smoothing + n);
        int kept = 0;
        for (int i = 0; i < frequentCount; i++) {
            if (counts[frequent[i]] < border) {
                add(counts[frequent[i]], 1);
            } else {
                frequent[kept++] = frequent[i];
            }
        }
        frequentCount = kept;
    }

    /** All anew, from the counts. */
    void rebuild(double[] counts, double n) {
        Arrays.fill(powers, 0);
        frequentCount = 0;
        exponent = Math.getExponent(smoothing + n);
        for (int c = start; c < start + width; c++) {
            if (counts[c] > FREQUENT * (smoothing + n)) {
                insert(frequentCount, c);
            } else {
                add(counts[c], 1);
            }
        }
    }

    double logarithm(double[] counts, double n) {
        double scale = 1 / (2 * smoothing + n);
        double product = 1;
        long exponents = 0;
        for (int i = 0; i < frequentCount; i++) {
            product *= (smoothing + Math.max(0, n - counts[frequent[i]])) * scale;
            if ((i & 3) == 3) { // before it can become too small: its exponent goes to a sum of its own
                int now = Math.getExponent(product);
                exponents += now;
                product = Math.scalb(product, -now);
            }
        }
        double unit = 1 / Math.scalb(smoothing + n, -exponent);
        double series = 0;
        for (int m = TERMS - 1; m >= 0; m--) {
            series = (series + powers[m] / (m + 1)) * unit;
        }
        double seldom = (width - frequentCount) * Elementary.log((smoothing + n) * scale) - series;
        return Elementary.log(product) + exponents * LN2 + seldom;
    }

    void snapshot(StateWriter out) {
        for (double power : powers) {
            out.writeDouble(power);
        }
        out.writeInt(frequentCount);
        for (int i = 0; i < frequentCount; i++) {
            out.writeInt(frequent[i]);
        }
    }

    void restore(StateReader in, double n) {
        exponent = Math.getExponent(smoothing + n);
        for (int m = 0; m < TERMS; m++) {
            powers[m] = in.readDouble();
        }
        frequentCount = in.readInt();
        if (frequentCount < 0 || frequentCount > width) {
            throw new BadState(frequentCount + " frequent coordinates of " + width + "; the snapshot is damaged");
        }
        frequent = new int[Math.max(8, frequentCount)];
        for (int i = 0; i < frequentCount; i++) {
            frequent[i] = in.readInt();
            if (frequent[i] < start || frequent[i] >= start + width || (i > 0 && frequent[i] <= frequent[i - 1])) {
                throw new BadState("the frequent coordinate " + frequent[i] + " of an attribute from " + start + " on, "
                        + width + " wide; the snapshot is damaged");
            }
        }
    }
}
