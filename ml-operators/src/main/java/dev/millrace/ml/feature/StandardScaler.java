package dev.millrace.ml.feature;

import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

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
    private final int to;

    /** By slot of the vector, like the others: loops over one index are what the compiler turns into vector code. */
    private final double[] mean;

    /** Sums of squared distances from the mean. */
    private final double[] spread;

    private final long[] counts;

    /** All counts are equal, so that one reciprocal serves all slots: true as long as nothing was missing. */
    private boolean even = true;

    StandardScaler(int from, int length) {
        this.from = from;
        this.to = from + length;
        this.mean = new double[to];
        this.spread = new double[to];
        this.counts = new long[to];
    }

    /** Scales the slots of this block in place. */
    void transform(double[] values) {
        if (!even) {
            transformEach(values);
            return;
        }
        scale(values, from, to, mean, spread, 1.0 / (counts[from] + 1));
    }

    // Branch-free, over arrays in local variables; NaN gives NaN, and so does an infinity (∞ − ∞).
    private static void scale(double[] values, int from, int to, double[] mean, double[] spread, double share) {
        for (int i = from; i < to; i++) {
            double x = values[i];
            double delta = x - mean[i];
            double rest = x - (mean[i] + delta * share);
            values[i] = rest / Math.sqrt((spread[i] + delta * rest) * share + TINY);
        }
    }

    private void transformEach(double[] values) {
        for (int i = from; i < to; i++) {
            double x = values[i];
            double share = 1.0 / (counts[i] + 1);
            double delta = x - mean[i];
            double rest = x - (mean[i] + delta * share);
            values[i] = Double.isInfinite(x) ? Double.NaN : rest / Math.sqrt((spread[i] + delta * rest) * share + TINY);
        }
    }

    /** Scales the columns of this block, each in one go: the same bits as row by row. */
    void transform(NumberTable raw, NumberTable scaled) {
        for (int i = from; i < to; i++) {
            double share = 1.0 / (counts[i] + 1);
            double[] column = scaled.column(i);
            scaleColumn(raw.column(i), column, raw.rows(), mean[i], spread[i], share);
            if (!even) {
                forgetInfinities(raw.column(i), column, raw.rows());
            }
        }
    }

    private static void scaleColumn(double[] raw, double[] scaled, int rows, double mean, double spread, double share) {
        for (int r = 0; r < rows; r++) {
            double x = raw[r];
            double delta = x - mean;
            double rest = x - (mean + delta * share);
            scaled[r] = rest / Math.sqrt((spread + delta * rest) * share + TINY);
        }
    }

    private static void forgetInfinities(double[] raw, double[] scaled, int rows) {
        for (int r = 0; r < rows; r++) {
            scaled[r] = Double.isInfinite(raw[r]) ? Double.NaN : scaled[r];
        }
    }

    /** Takes the unscaled values of an event in. */
    void update(double[] values) {
        boolean complete = allFinite(values);
        if (!even || !complete) {
            updateEach(values);
            return;
        }
        move(values, from, to, mean, spread, 1.0 / (counts[from] + 1));
        for (int i = from; i < to; i++) {
            counts[i]++;
        }
    }

    private static void move(double[] values, int from, int to, double[] mean, double[] spread, double share) {
        for (int i = from; i < to; i++) {
            double x = values[i];
            double delta = x - mean[i];
            double moved = mean[i] + delta * share;
            mean[i] = moved;
            spread[i] += delta * (x - moved);
        }
    }

    private void updateEach(double[] values) {
        even = false;
        for (int i = from; i < to; i++) {
            double x = values[i];
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
        // x · 0 is 0 for every finite x and NaN otherwise; four sums, for one would wait for itself at every step.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (int last = to - 3; i < last; i += 4) {
            a += values[i] * 0;
            b += values[i + 1] * 0;
            c += values[i + 2] * 0;
            d += values[i + 3] * 0;
        }
        for (; i < to; i++) {
            a += values[i] * 0;
        }
        return a + b + c + d == 0;
    }

    int from() {
        return from;
    }

    /** The slot behind the last. */
    int to() {
        return to;
    }

    boolean covers(int slot) {
        return slot >= from && slot < to;
    }

    /** Begins with what others have seen of a number, having seen nothing. */
    void begin(RawInput.Standard known) {
        int slot = known.attribute().slot();
        counts[slot] = known.count();
        mean[slot] = known.mean();
        spread[slot] = known.spread();
        settle();
    }

    /** How the number at a slot is scaled at this moment. */
    RawInput.Standard input(Attribute number) {
        int slot = number.slot();
        return new RawInput.Standard(number, counts[slot], mean[slot], spread[slot]);
    }

    /**
     * Takes over what scalers of the same slots have seen: mean and spread are those of all their numbers, up to rounding.
     * Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances",
     * COMPSTAT (1982).
     */
    void merge(List<StandardScaler> parts) {
        for (int i = from; i < to; i++) {
            for (StandardScaler part : parts) {
                if (part.counts[i] > 0) {
                    long count = counts[i] + part.counts[i];
                    double share = (double) part.counts[i] / count;
                    double off = part.mean[i] - mean[i];
                    spread[i] += part.spread[i] + off * (off * counts[i] * share);
                    mean[i] += off * share;
                    counts[i] = count;
                }
            }
        }
        settle();
    }

    double centre(int slot) {
        return mean[slot];
    }

    /** NaN if no number was seen. */
    double deviation(int slot) {
        return Math.sqrt(spread[slot] / counts[slot]);
    }

    /** Tells an alignment where the numbers of another stand in this one. */
    void align(StandardScaler part, Alignment alignment) {
        for (int i = from; i < to; i++) {
            alignment.rescale(i, part.centre(i), part.deviation(i), centre(i), deviation(i));
        }
    }

    void snapshot(StateWriter out) {
        out.writeLongs(Arrays.copyOfRange(counts, from, to));
        out.writeDoubles(Arrays.copyOfRange(mean, from, to));
        out.writeDoubles(Arrays.copyOfRange(spread, from, to));
    }

    /** Reads a snapshot, perhaps of fewer numbers: those behind them start empty. */
    void restore(StateReader in) {
        long[] storedCounts = in.readLongs();
        double[] storedMean = in.readDoubles();
        double[] storedSpread = in.readDoubles();
        int length = storedCounts.length;
        if (length > to - from || storedMean.length != length || storedSpread.length != length) {
            throw new BadState("a scaler of " + length + " numbers cannot be read as one of " + (to - from));
        }
        System.arraycopy(storedCounts, 0, counts, from, length);
        System.arraycopy(storedMean, 0, mean, from, length);
        System.arraycopy(storedSpread, 0, spread, from, length);
        settle();
    }

    private void settle() {
        even = true;
        for (int i = from; i < to; i++) {
            even &= counts[i] == counts[from];
        }
    }
}
