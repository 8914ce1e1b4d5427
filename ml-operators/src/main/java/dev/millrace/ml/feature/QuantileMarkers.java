package dev.millrace.ml.feature;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Approximate quantiles of a stream of numbers without keeping them: the P² algorithm for equiprobable cells. Markers stand
 * near the 0th, 1/b, 2/b … quantile; each number moves them by one rank at most, along a parabola through the neighbours.
 * Exact for the first b + 1 numbers; later usually within a hundredth of the rank, worse on numbers with few values. O(b)
 * per number, 2 (b + 1) numbers of state. Numbers are finite. Threading: one caller; asking changes nothing.
 *
 * <p>Source: Jain and Chlamtac, "The P² algorithm for dynamic calculation of quantiles and histograms without storing
 * observations", Communications of the ACM 28 (1985).
 */
final class QuantileMarkers {
    /** Ascending; only the first {@code count} until all markers are set. */
    private final double[] heights;

    /** Ranks of the markers, from 1. */
    private final double[] ranks;

    private long count;

    /** @param cells how many parts of equal share the markers cut the numbers into, at least 2 */
    QuantileMarkers(int cells) {
        heights = new double[cells + 1];
        ranks = new double[cells + 1];
        Arrays.setAll(ranks, i -> i + 1);
    }

    private QuantileMarkers(QuantileMarkers other) {
        heights = other.heights.clone();
        ranks = other.ranks.clone();
        count = other.count;
    }

    /** A copy that has seen one number more. */
    QuantileMarkers with(double x) {
        QuantileMarkers copy = new QuantileMarkers(this);
        copy.add(x);
        return copy;
    }

    void add(double x) {
        int markers = heights.length;
        if (count < markers) {
            int at = (int) count++;
            for (; at > 0 && heights[at - 1] > x; at--) {
                heights[at] = heights[at - 1];
            }
            heights[at] = x;
            return;
        }
        count++;
        int last = markers - 1;
        heights[0] = Math.min(heights[0], x);
        heights[last] = Math.max(heights[last], x);
        for (int i = last; i > 0 && (i == last || x < heights[i]); i--) {
            ranks[i]++;
        }
        for (int i = 1; i < last; i++) {
            double off = 1 + (count - 1) * (double) i / last - ranks[i];
            if (off >= 1 && ranks[i + 1] - ranks[i] > 1) {
                move(i, 1);
            } else if (off <= -1 && ranks[i] - ranks[i - 1] > 1) {
                move(i, -1);
            }
        }
    }

    private void move(int i, int step) {
        double left = ranks[i] - ranks[i - 1];
        double right = ranks[i + 1] - ranks[i];
        double rise = (heights[i + 1] - heights[i]) / right;
        double fall = (heights[i] - heights[i - 1]) / left;
        double parabola = heights[i] + step / (left + right) * ((left + step) * rise + (right - step) * fall);
        if (heights[i - 1] < parabola && parabola < heights[i + 1]) {
            heights[i] = parabola;
        } else {
            heights[i] += step * (step > 0 ? rise : fall);
        }
        ranks[i] += step;
    }

    /** The number below which a share p of them lies; NaN if there are none. */
    double quantile(double p) {
        int known = (int) Math.min(count, heights.length);
        if (known == 0) {
            return Double.NaN;
        }
        double place = p * (known - 1);
        int below = (int) place;
        double rest = place - below;
        return rest == 0 ? heights[below] : heights[below] * (1 - rest) + heights[below + 1] * rest;
    }

    /** Which of the cells a number falls into, from 0. */
    int cell(double x) {
        int cells = heights.length - 1;
        if (count <= cells) {
            int below = 0;
            while (below < count && heights[below] < x) {
                below++;
            }
            return count == 0 ? 0 : (int) Math.min(cells - 1, below * (long) cells / count);
        }
        int from = 0;
        int to = cells - 1;
        while (from < to) { // the first cell whose upper marker lies above x
            int middle = (from + to) >>> 1;
            if (x < heights[middle + 1]) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeDoubles(heights);
        out.writeDoubles(ranks);
    }

    void restore(StateReader in) {
        count = in.readLong();
        double[] storedHeights = in.readDoubles();
        double[] storedRanks = in.readDoubles();
        if (storedHeights.length != heights.length || storedRanks.length != ranks.length) {
            throw new BadState(storedHeights.length + " markers cannot be read as " + heights.length);
        }
        System.arraycopy(storedHeights, 0, heights, 0, heights.length);
        System.arraycopy(storedRanks, 0, ranks, 0, ranks.length);
    }
}
