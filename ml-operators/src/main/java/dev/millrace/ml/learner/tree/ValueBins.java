package dev.millrace.ml.learner.tree;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * What the predicted value looks like along a number: its moments in up to 32 bins of equal width. The width is chosen by the first
 * two values that differ; where a value falls outside, the width doubles and neighbours are merged, so that at least 16 bins
 * cover the range. O(1) per value, amortised. Source: as the quantisation observer of Mastelini and de Carvalho, "Using
 * dynamical quantization to perform split attempts in online tree regressors", Pattern Recognition Letters 145 (2021).
 */
final class ValueBins {
    static final int BINS = 32;

    /** Moments by bin; of length one bin as long as there was one value only. */
    private double[] cells = new double[Moments.CELLS];

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
        double[] moments = cells;
        // A quarter of the difference, rounded down to a power of two, which halves and doubles without error.
        width = Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(x - only) - 2));
        start = only - BINS / 2 * width;
        cells = new double[BINS * Moments.CELLS];
        System.arraycopy(moments, 0, cells, bin(only) * Moments.CELLS, Moments.CELLS);
    }

    private void twice(boolean upwards) {
        double[] wider = new double[cells.length];
        int first = upwards ? 0 : BINS;
        for (int i = 0; i < BINS; i++) {
            Moments.merge(cells, i * Moments.CELLS, wider, (first + i) / 2 * Moments.CELLS);
        }
        if (!upwards) {
            start -= BINS * width;
        }
        width *= 2;
        cells = wider;
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
        java.util.Arrays.fill(to, 0, Moments.CELLS, 0);
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
        bins.cells = in.readDoubles();
        if (bins.cells.length != (bins.width == 0 ? 1 : BINS) * Moments.CELLS) {
            throw new BadState("bins with " + bins.cells.length + " cells; the snapshot is damaged");
        }
        return bins;
    }
}
