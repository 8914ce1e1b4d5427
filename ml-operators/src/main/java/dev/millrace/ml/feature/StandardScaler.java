package dev.millrace.ml.feature;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Scales a block of neighbouring slots by their running mean and standard deviation, as if these had seen the event
 * already: the step is computed on the fly and stored by {@link #update}. A value without spread gives 0; what is not
 * finite is missing and changes nothing. Source: Welford, "Note on a method for calculating corrected sums of squares and
 * products", Technometrics 4 (1962). O(slots) per event. Threading: one caller; transforming changes nothing.
 */
final class StandardScaler {
    /** Keeps the division below from 0 ÷ 0 without a branch; far below any spread of numbers that have one. */
    private static final double TINY = 1e-300;

    private final int from;
    private final int length;
    private final double[] mean;

    /** Sum of squared distances from the mean. */
    private final double[] spread;

    private final long[] counts;

    /** All counts are equal, so that one reciprocal serves all slots: true as long as nothing was missing. */
    private boolean even = true;

    StandardScaler(int from, int length) {
        this.from = from;
        this.length = length;
        this.mean = new double[length];
        this.spread = new double[length];
        this.counts = new long[length];
    }

    /** Scales the slots of this block in place. */
    void transform(double[] values) {
        if (!even || !allFinite(values)) {
            transformEach(values);
            return;
        }
        double share = 1.0 / (counts[0] + 1);
        // Branch-free over plain arrays, so that the compiler may use vector instructions.
        for (int i = 0; i < length; i++) {
            double x = values[from + i];
            double delta = x - mean[i];
            double rest = x - (mean[i] + delta * share);
            values[from + i] = rest / Math.sqrt((spread[i] + delta * rest) * share + TINY);
        }
    }

    private void transformEach(double[] values) {
        for (int i = 0; i < length; i++) {
            double x = values[from + i];
            double share = 1.0 / (counts[i] + 1);
            double delta = x - mean[i];
            double rest = x - (mean[i] + delta * share);
            values[from + i] =
                    Double.isInfinite(x) ? Double.NaN : rest / Math.sqrt((spread[i] + delta * rest) * share + TINY);
        }
    }

    /** Takes the unscaled values of an event in. */
    void update(double[] values) {
        boolean complete = allFinite(values);
        if (!even || !complete) {
            updateEach(values);
            return;
        }
        double share = 1.0 / (counts[0] + 1);
        for (int i = 0; i < length; i++) {
            double x = values[from + i];
            double delta = x - mean[i];
            double moved = mean[i] + delta * share;
            mean[i] = moved;
            spread[i] += delta * (x - moved);
        }
        for (int i = 0; i < length; i++) {
            counts[i]++;
        }
    }

    private void updateEach(double[] values) {
        even = false;
        for (int i = 0; i < length; i++) {
            double x = values[from + i];
            if (Double.isFinite(x)) {
                counts[i]++;
                double delta = x - mean[i];
                double moved = mean[i] + delta * (1.0 / counts[i]);
                mean[i] = moved;
                spread[i] += delta * (x - moved);
            }
        }
    }

    private boolean allFinite(double[] values) {
        double check = 0;
        for (int i = 0; i < length; i++) {
            check += values[from + i] * 0;
        }
        return check == 0;
    }

    void snapshot(StateWriter out) {
        out.writeLongs(counts);
        out.writeDoubles(mean);
        out.writeDoubles(spread);
    }

    void restore(StateReader in) {
        long[] storedCounts = in.readLongs();
        double[] storedMean = in.readDoubles();
        double[] storedSpread = in.readDoubles();
        if (storedCounts.length != length || storedMean.length != length || storedSpread.length != length) {
            throw new BadState("a scaler of " + storedCounts.length + " numbers cannot be read as one of " + length);
        }
        System.arraycopy(storedCounts, 0, counts, 0, length);
        System.arraycopy(storedMean, 0, mean, 0, length);
        System.arraycopy(storedSpread, 0, spread, 0, length);
        even = true;
        for (long count : counts) {
            even &= count == counts[0];
        }
    }
}
