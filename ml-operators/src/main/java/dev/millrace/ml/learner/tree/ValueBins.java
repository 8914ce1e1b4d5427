package dev.millrace.ml.learner.tree;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * What the predicted value looks like along a number: its moments in up to 32 bins of equal width. The width is chosen by the first
 * two values that differ; where a value falls outside, the width doubles and neighbours are merged, so that at least 16 bins
 * cover the range. O(1) per value, amortised. Source: as the quantisation observer of Mastelini and de Carvalho, "Using
 * dynamical quantization to perform split attempts in online tree regressors", Pattern Recognition Letters 145 (2021).
 */
final class ValueBins {
    static final int BINS = 32;

    /** Moments of the only value so far. */
    private final double[] one = new double[Moments.CELLS];

    /** Moments by bin, all 0 as long as they are not in use; null before they first are. */
    private double[] many;

    /** Of these two the one in use. */
    private double[] cells = one;

    /** The only value so far, or the lower end of the first bin. */
    private double start;

    /** 0 as long as there was one value only. */
    private double width;

    void observe(double x, double value, double weight) {
        if (width == 0) {
            if (cells[0] == 0) {
                start = x;
            }
            if (x == start) {
                Moments.add(cells, 0, value, weight);
                return;
            }
            spread(x);
        }
        while (!(x > start && x <= start + BINS * width)) {
            twice(x > start);
        }
        Moments.add(cells, bin(x) * Moments.CELLS, value, weight);
    }

    /** Bins are open below and closed above, as the question "is it at most?" is. */
    private int bin(double x) {
        return Math.max(0, Math.min(BINS - 1, (int) Math.ceil((x - start) / width) - 1));
    }

    private void spread(double x) {
        double only = start;
        // A quarter of the difference, rounded down to a power of two, which halves and doubles without error.
        width = Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(x - only) - 2));
        start = only - BINS / 2 * width;
        many = many == null ? new double[BINS * Moments.CELLS] : many;
        cells = many;
        System.arraycopy(one, 0, cells, bin(only) * Moments.CELLS, Moments.CELLS);
    }

    private void twice(boolean upwards) {
        int half = BINS / 2;
        if (upwards) {
            for (int i = 0; i < half; i++) {
                mergePair(2 * i, i);
            }
            Arrays.fill(cells, half * Moments.CELLS, BINS * Moments.CELLS, 0);
        } else {
            for (int i = half - 1; i >= 0; i--) {
                mergePair(2 * i, half + i);
            }
            Arrays.fill(cells, 0, half * Moments.CELLS, 0);
            start -= BINS * width;
        }
        width *= 2;
    }

    /** Two neighbours become one, in a place that may be one of theirs. */
    private void mergePair(int first, int into) {
        int at = first * Moments.CELLS;
        int to = into * Moments.CELLS;
        double weight = cells[at];
        double mean = cells[at + 1];
        double squares = cells[at + 2];
        double second = cells[at + Moments.CELLS];
        if (second > 0) {
            double seen = weight + second;
            double between = cells[at + Moments.CELLS + 1] - mean;
            squares += cells[at + Moments.CELLS + 2] + between * between * (weight * (second / seen));
            mean += second / seen * between;
            weight = seen;
        }
        cells[to] = weight;
        cells[to + 1] = mean;
        cells[to + 2] = squares;
    }

    /** Forgets everything but keeps its room: as good as new. */
    void clear() {
        Arrays.fill(cells, 0);
        Arrays.fill(one, 0);
        cells = one;
        start = 0;
        width = 0;
    }

    /** How many thresholds there are to try. */
    int thresholds() {
        return width == 0 ? 0 : BINS - 1;
    }

    /** The upper end of a bin. */
    double threshold(int bin) {
        return start + (bin + 1) * width;
    }

    /** Adds the moments of a bin. */
    void addTo(int bin, double[] to) {
        Moments.merge(cells, bin * Moments.CELLS, to, 0);
    }

    /** Moments of all values, from zero. */
    void total(double[] to) {
        Arrays.fill(to, 0, Moments.CELLS, 0);
        for (int at = 0; at < cells.length; at += Moments.CELLS) {
            Moments.merge(cells, at, to, 0);
        }
    }

    void snapshot(StateWriter out) {
        out.writeDouble(start);
        out.writeDouble(width);
        out.writeDoubles(cells);
    }

    static ValueBins restore(StateReader in) {
        ValueBins bins = new ValueBins();
        bins.start = in.readDouble();
        bins.width = in.readDouble();
        double[] cells = in.readDoubles();
        if (cells.length != (bins.width == 0 ? 1 : BINS) * Moments.CELLS) {
            throw new BadState("bins with " + cells.length + " cells; the snapshot is damaged");
        }
        if (bins.width == 0) {
            System.arraycopy(cells, 0, bins.one, 0, cells.length);
        } else {
            bins.many = cells;
            bins.cells = cells;
        }
        return bins;
    }
}
