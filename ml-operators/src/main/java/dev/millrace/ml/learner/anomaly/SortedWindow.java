package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * The last values of a number, in order of arrival and in order of size: exact medians of them and of their distances from
 * it. O(window) moves of memory per value, O(log window) per median; 16 bytes a value. Threading: one caller; asking shares
 * nothing.
 */
final class SortedWindow {
    private final int most;
    private double[] arrived = new double[8];
    private double[] sorted = new double[8];
    private int size;

    /** Where the oldest value stands once the window is full. */
    private int oldest;

    SortedWindow(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    /** Takes a finite value in; the oldest leaves a full window. */
    void add(double given) {
        double value = given + 0.0; // -0.0 becomes 0.0: one of two equal values would not be found
        if (size == most) {
            remove(arrived[oldest]);
            arrived[oldest] = value;
            oldest = (oldest + 1) % most;
        } else {
            if (size == arrived.length) {
                int room = Math.min(most, 2 * size);
                arrived = Arrays.copyOf(arrived, room);
                sorted = Arrays.copyOf(sorted, room);
            }
            arrived[size] = value;
        }
        insert(value);
    }

    private void insert(double value) {
        int at = Arrays.binarySearch(sorted, 0, size, value);
        at = at < 0 ? -at - 1 : at;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = value;
        size++;
    }

    private void remove(double value) {
        int at = Arrays.binarySearch(sorted, 0, size, value);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    /** The middle value, or the mean of the two in the middle. */
    double median() {
        return 0.5 * sorted[(size - 1) / 2] + 0.5 * sorted[size / 2];
    }

    /** The median of the distances from a middle. */
    double medianDistance(double middle) {
        int low = (size - 1) / 2;
        double lower = distance(middle, low);
        return low == size / 2 ? lower : 0.5 * lower + 0.5 * distance(middle, size / 2);
    }

    /** The mean of the distances from a middle; O(window). */
    double meanDistance(double middle) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.abs(sorted[i] - middle);
        }
        return sum / size;
    }

    /**
     * The rank-th smallest distance: the values within it are a stretch of rank + 1 neighbours in order of size, of all such
     * stretches the one whose farther end is nearest.
     */
    private double distance(double middle, int rank) {
        int from = 0;
        int to = size - 1 - rank;
        while (from < to) { // the first stretch whose right end is at least as far as its left end
            int start = (from + to) >>> 1;
            if (sorted[start + rank] - middle >= middle - sorted[start]) {
                to = start;
            } else {
                from = start + 1;
            }
        }
        double distance = farther(middle, from, rank);
        return from > 0 ? Math.min(distance, farther(middle, from - 1, rank)) : distance;
    }

    private double farther(double middle, int start, int rank) {
        return Math.max(Math.abs(sorted[start] - middle), Math.abs(sorted[start + rank] - middle));
    }

    /** In order of arrival. */
    void snapshot(StateWriter out) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = arrived[size == most ? (oldest + i) % most : i];
        }
        out.writeDoubles(values);
    }

    void restore(StateReader in) {
        double[] values = in.readDoubles();
        if (values.length > most) {
            throw new BadState("a window of " + values.length + " values where " + most
                    + " are kept; the snapshot belongs to other settings");
        }
        size = 0;
        oldest = 0;
        for (double value : values) {
            add(value);
        }
    }
}
