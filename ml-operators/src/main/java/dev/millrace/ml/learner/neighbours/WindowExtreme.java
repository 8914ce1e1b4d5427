package dev.millrace.ml.learner.neighbours;

import java.util.Arrays;

/**
 * The smallest of the last values, in O(1) a value whatever leaves: of values that may become the smallest once others have
 * left, each no smaller than the one before, the places are kept. A function of the window. Threading: one caller while it changes.
 * Source: Lemire, "Streaming maximum-minimum filter using no more than three comparisons per element", Nordic Journal of Computing 13
 * (2006).
 */
final class WindowExtreme {
    // A ring.
    private int[] places = new int[4];
    private double[] values = new double[4];
    private int first;
    private int count;

    /** Positive infinity if there is none. */
    double smallest() {
        return count == 0 ? Double.POSITIVE_INFINITY : values[first];
    }

    /** A place of the window is taken by another event. */
    void leave(int place) {
        if (count > 0 && places[first] == place) {
            first = first + 1 & places.length - 1;
            count--;
        }
    }

    /** @param value NaN for none */
    void enter(int place, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        int mask = places.length - 1;
        while (count > 0 && values[first + count - 1 & mask] >= value) {
            count--;
        }
        if (count == places.length) {
            grow();
            mask = places.length - 1;
        }
        places[first + count & mask] = place;
        values[first + count & mask] = value;
        count++;
    }

    private void grow() {
        int room = places.length;
        int[] oldPlaces = places;
        double[] oldValues = values;
        places = Arrays.copyOf(oldPlaces, 2 * room);
        values = Arrays.copyOf(oldValues, 2 * room);
        for (int i = 0; i < count; i++) {
            places[i] = oldPlaces[first + i & room - 1];
            values[i] = oldValues[first + i & room - 1];
        }
        first = 0;
    }

    void clear() {
        first = 0;
        count = 0;
    }
}
