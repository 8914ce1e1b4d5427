package dev.millrace.ml.evaluation;

import java.util.Arrays;

/**
 * Three sums for each block of events, all blocks of one size, which doubles when there are {@value #MOST_BLOCKS} of them: a
 * curve over the whole stream and the spread of a mean in bounded memory. Two series of the same events have the same
 * blocks, so they can be compared block by block. O(1) per event, 24 KiB. Threading: one caller.
 *
 * <p>Of classes: predictions that were right, that no-change would have had right, and the majority class. Of values:
 * absolute and squared errors, and squared errors of no-change. Of a bandit: rewards times importances, importances, rewards. Of
 * clusters: silhouettes and squared distances.
 */
public final class BlockSeries {
    static final int MOST_BLOCKS = 1024;

    /** Which of the sums. */
    public static final int RIGHT = 0;

    public static final int NO_CHANGE_RIGHT = 1;
    public static final int MAJORITY_RIGHT = 2;
    public static final int ABSOLUTE_ERROR = 0;
    public static final int SQUARED_ERROR = 1;
    public static final int NO_CHANGE_SQUARED_ERROR = 2;
    public static final int SILHOUETTE = 0;
    public static final int SQUARED_DISTANCE = 1;
    public static final int WEIGHED_REWARD = 0;
    public static final int IMPORTANCE = 1;
    public static final int LOGGED_REWARD = 2;

    private final double[][] sums = new double[3][MOST_BLOCKS];
    private final double[] open = new double[3];
    private final double[] total = new double[3];
    private int blocks;
    private long blockSize = 1;
    private long inOpen;
    private long count;

    public void add(double first, double second, double third) {
        open[0] += first;
        open[1] += second;
        open[2] += third;
        count++;
        if (++inOpen == blockSize) {
            close();
        }
    }

    private void close() {
        for (int q = 0; q < 3; q++) {
            sums[q][blocks] = open[q];
            total[q] += open[q];
            open[q] = 0;
        }
        inOpen = 0;
        if (++blocks == MOST_BLOCKS) {
            blocks /= 2;
            blockSize *= 2;
            for (double[] sum : sums) {
                for (int b = 0; b < blocks; b++) {
                    sum[b] = sum[2 * b] + sum[2 * b + 1];
                }
            }
        }
    }

    /** Events added. */
    public long count() {
        return count;
    }

    /** Mean of one of the three over all events; NaN before the first. */
    public double mean(int quantity) {
        return (total[quantity] + open[quantity]) / count;
    }

    /**
     * Means over consecutive stretches of equally many events, so many that there are at most {@code most}; a rest at the
     * end that is shorter is left out.
     */
    public double[] means(int quantity, int most) {
        int each = each(most);
        double[] means = new double[blocks / each];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int b = i * each; b < (i + 1) * each; b++) {
                sum += sums[quantity][b];
            }
            means[i] = sum / (each * (double) blockSize);
        }
        return means;
    }

    /** Events in each of the stretches that {@link #means} gives. */
    public long stretch(int most) {
        return each(most) * blockSize;
    }

    /** A power of two, so that few blocks are left over. */
    private int each(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a curve has at least one point, got " + most);
        }
        int each = 1;
        while (blocks / each > most) {
            each *= 2;
        }
        return each;
    }

    /** Whether both were made of equally many events. */
    public boolean matches(BlockSeries other) {
        return count == other.count;
    }

    @Override
    public String toString() {
        return count + " events in " + blocks + " blocks of " + blockSize + ": " + Arrays.toString(total);
    }
}
