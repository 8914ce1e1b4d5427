package dev.millrace.ml.feature;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Quantiles of the last numbers of a stream, exact: they are kept twice, in the order of arrival and sorted. So outliers
 * move nothing but the ends, and quantiles follow a stream that drifts. A number costs a binary search and a shift of the
 * sorted ones; memory is 16 bytes a number kept. Numbers are finite. Threading: one caller; asking changes nothing.
 */
final class RecentQuantiles {
    /** Quartiles of so many lie within 4 % of the true ranks, nineteen times in twenty. */
    static final int WINDOW = 1_000;

    private final double[] arrived;
    private final double[] sorted;
    private long count;

    RecentQuantiles(int window) {
        arrived = new double[window];
        sorted = new double[window];
    }

    private int kept() {
        return (int) Math.min(count, sorted.length);
    }

    void add(double x) {
        double value = x + 0.0; // −0.0 would have a place of its own
        int kept = kept();
        int at = (int) (count++ % arrived.length);
        if (kept == sorted.length) {
            int gone = Arrays.binarySearch(sorted, arrived[at]);
            System.arraycopy(sorted, gone + 1, sorted, gone, --kept - gone);
        }
        arrived[at] = value;
        int place = below(value, kept);
        System.arraycopy(sorted, place, sorted, place + 1, kept - place);
        sorted[place] = value;
    }

    /** How many of the first sorted numbers are smaller. */
    private int below(double x, int kept) {
        int from = 0;
        int to = kept;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < x) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The number below which a share p of them and of x lies, as if x had been seen already. */
    double quantileWith(double x, double p) {
        int kept = kept();
        int place = below(x, kept);
        double rank = p * kept;
        int below = (int) rank;
        double rest = rank - below;
        double low = at(below, place, x);
        return rest == 0 ? low : low * (1 - rest) + at(below + 1, place, x) * rest;
    }

    private double at(int rank, int placeOfX, double x) {
        return rank < placeOfX ? sorted[rank] : rank == placeOfX ? x : sorted[rank - 1];
    }

    /** Which of a number of parts of equal share x falls into, from 0. */
    int cell(double x, int cells) {
        int kept = kept();
        return kept == 0 ? 0 : Math.min(cells - 1, (int) (below(x, kept) * (long) cells / kept));
    }

    void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeDoubles(Arrays.copyOf(arrived, kept()));
    }

    void restore(StateReader in) {
        count = in.readLong();
        double[] stored = in.readDoubles();
        if (stored.length != kept()) {
            throw new BadState(stored.length + " numbers cannot be read as the last " + kept());
        }
        System.arraycopy(stored, 0, arrived, 0, stored.length);
        System.arraycopy(stored, 0, sorted, 0, stored.length);
        Arrays.sort(sorted, 0, stored.length);
    }
}
