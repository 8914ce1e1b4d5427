package dev.millrace.ml.learner.tree;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * What the predicted value looks like along a number: its moments in up to 32 bins of equal width. The width is chosen by the first
 * two values that differ; where a value falls outside, the width doubles and neighbours are merged, so that at least 16 bins
 * cover the range. Only bins that hold something take room: most numbers of most leaves have few different values. O(1) per value,
 * amortised. Source: as the quantisation observer of Mastelini and de Carvalho, "Using dynamical quantization to perform split
 * attempts in online tree regressors", Pattern Recognition Letters 145 (2021).
 */
final class ValueBins {
    static final int BINS = 32;

    private static final double[] NOTHING = {};

    /** A bit per bin that holds something. */
    private int occupied;

    /** Moments of the occupied bins, in their order; room for a power of two of them. */
    private double[] cells = NOTHING;

    /** The only value so far, in bin 0, or the lower end of the first bin. */
    private double start;

    /** 0 as long as there was one value only. */
    private double width;

    /** @param spare where more room comes from */
    void observe(double x, double value, double weight, SpareParts spare) {
        if (width == 0) {
            if (occupied == 0) {
                start = x;
                open(0, spare);
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
        int bin = bin(x);
        if ((occupied >>> bin & 1) == 0) {
            open(bin, spare);
        }
        Moments.add(cells, place(bin), value, weight);
    }

    /** Bins are open below and closed above, as the question "is it at most?" is. */
    private int bin(double x) {
        return Math.max(0, Math.min(BINS - 1, (int) Math.ceil((x - start) / width) - 1));
    }

    /** Where a bin's moments stand: behind those of the occupied ones below. */
    private int place(int bin) {
        return Integer.bitCount(occupied & ((1 << bin) - 1)) * Moments.CELLS;
    }

    /** An empty bin is going to hold something. */
    private void open(int bin, SpareParts spare) {
        int used = Integer.bitCount(occupied) * Moments.CELLS;
        int at = place(bin);
        double[] from = cells;
        if (used == from.length) {
            cells = spare.cells(Math.max(1, 2 * Integer.bitCount(occupied)));
            System.arraycopy(from, 0, cells, 0, at);
        }
        System.arraycopy(from, at, cells, at + Moments.CELLS, used - at);
        for (int i = 0; i < Moments.CELLS; i++) {
            cells[at + i] = 0;
        }
        if (cells != from && from != NOTHING) {
            spare.give(from);
        }
        occupied |= 1 << bin;
    }

    private void spread(double x) {
        double only = start;
        // A quarter of the difference, rounded down to a power of two, which halves and doubles without error.
        width = Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(x - only) - 2));
        start = only - BINS / 2 * width;
        occupied = 1 << bin(only);
    }

    /** Doubles the width: each pair of neighbours becomes one bin of the lower or the upper half. */
    private void twice(boolean upwards) {
        int first = upwards ? 0 : BINS / 2;
        int merged = 0;
        int to = 0;
        int from = 0;
        for (int pair = 0; pair < BINS / 2; pair++) {
            int both = occupied >>> 2 * pair & 3;
            if (both != 0) {
                System.arraycopy(cells, from, cells, to, Moments.CELLS);
                if (both == 3) {
                    Moments.merge(cells, from + Moments.CELLS, cells, to);
                }
                from += Integer.bitCount(both) * Moments.CELLS;
                to += Moments.CELLS;
                merged |= 1 << first + pair;
            }
        }
        occupied = merged;
        start -= upwards ? 0 : BINS * width;
        width *= 2;
    }

    /** Forgets everything; its cells go to others. */
    void clear(SpareParts spare) {
        if (cells != NOTHING) {
            spare.give(cells);
        }
        cells = NOTHING;
        occupied = 0;
        start = 0;
        width = 0;
    }

    boolean isEmpty() {
        return occupied == 0;
    }

    /** A bit per bin that holds something. */
    int occupied() {
        return occupied;
    }

    /** The upper end of a bin: what a split between it and the next asks for. */
    double threshold(int bin) {
        return width == 0 ? start : start + (bin + 1) * width;
    }

    /** Adds the moments of an occupied bin, counted among these. */
    void addTo(int which, double[] to) {
        Moments.merge(cells, which * Moments.CELLS, to, 0);
    }

    /** Moments of all values. */
    void total(double[] to) {
        for (int i = 0; i < Moments.CELLS; i++) {
            to[i] = 0;
        }
        for (int which = 0; which < Integer.bitCount(occupied); which++) {
            addTo(which, to);
        }
    }

    void snapshot(StateWriter out) {
        out.writeDouble(start);
        out.writeDouble(width);
        out.writeInt(occupied);
        for (int i = 0; i < Integer.bitCount(occupied) * Moments.CELLS; i++) {
            out.writeDouble(cells[i]);
        }
    }

    void restore(StateReader in, int format) {
        start = in.readDouble();
        width = in.readDouble();
        if (format == 1) {
            takeAll(in.readDoubles());
            return;
        }
        occupied = in.readInt();
        int count = Integer.bitCount(occupied);
        if (count == 0 || (width == 0 && occupied != 1)) {
            throw new BadState("bins " + occupied + " of width " + width + "; the snapshot is damaged");
        }
        cells = new double[room(count) * Moments.CELLS];
        for (int i = 0; i < count * Moments.CELLS; i++) {
            cells[i] = in.readDouble();
        }
    }

    /** Room for so many bins: a power of two. */
    private static int room(int count) {
        return count <= 1 ? 1 : Integer.highestOneBit(count - 1) * 2;
    }

    /** The first format kept empty bins too. */
    private void takeAll(double[] all) {
        if (all.length != (width == 0 ? 1 : BINS) * Moments.CELLS) {
            throw new BadState("bins with " + all.length + " cells; the snapshot is damaged");
        }
        int count = 0;
        cells = all;
        for (int bin = 0; bin < all.length / Moments.CELLS; bin++) {
            if (all[bin * Moments.CELLS] > 0) {
                System.arraycopy(all, bin * Moments.CELLS, cells, count++ * Moments.CELLS, Moments.CELLS);
                occupied |= 1 << bin;
            }
        }
    }
}
