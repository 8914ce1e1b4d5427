package dev.millrace.ml.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The anomaly scores of one stream in order, and the windows in which its anomalies lie: what {@link NabScore} is computed from.
 * Windows are runs of records whose label says that they are anomalies. 9 bytes a record. Threading: one caller.
 */
public final class NabSeries {
    private double[] scores = new double[1024];
    private boolean[] anomalies = new boolean[1024];
    private int size;

    /** Appends a record: how strange it was said to be, and whether it lies in a window. */
    public void add(double score, boolean anomaly) {
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, 2 * size);
            anomalies = Arrays.copyOf(anomalies, 2 * size);
        }
        scores[size] = score;
        anomalies[size++] = anomaly;
    }

    /** Records. */
    public int size() {
        return size;
    }

    double score(int record) {
        return scores[record];
    }

    /** The windows in order: first and last record of each. */
    List<int[]> windows() {
        List<int[]> windows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (anomalies[i]) {
                int first = i;
                while (i + 1 < size && anomalies[i + 1]) {
                    i++;
                }
                windows.add(new int[] {first, i});
            }
        }
        return windows;
    }
}
