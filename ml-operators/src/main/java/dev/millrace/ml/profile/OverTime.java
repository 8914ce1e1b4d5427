package dev.millrace.ml.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Means of a number over equal stretches of a stream whose length is not known: 10 to {@value #MOST} of them; when there
 * would be more, neighbours are merged. O(1) a value. Threading: one caller.
 */
final class OverTime {
    static final int MOST = 20;

    private final double[] sums = new double[MOST];
    private final long[] counts = new long[MOST];
    private long rowsEach = 1;
    private long rows;

    /** Takes the next row's value; NaN is a row without one. */
    void update(double value) {
        if (rows == rowsEach * MOST) {
            for (int i = 0; i < MOST; i++) {
                sums[i] = 2 * i + 1 < MOST ? sums[2 * i] + sums[2 * i + 1] : 0;
                counts[i] = 2 * i + 1 < MOST ? counts[2 * i] + counts[2 * i + 1] : 0;
            }
            rowsEach *= 2;
        }
        int at = (int) (rows++ / rowsEach);
        if (!Double.isNaN(value)) {
            sums[at] += value;
            counts[at]++;
        }
    }

    /** A mean for each stretch, NaN where no row had a value; the last stretch may be shorter. */
    List<Double> means() {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i * rowsEach < rows; i++) {
            means.add(counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
        }
        return List.copyOf(means);
    }
}
