package dev.millrace.ml.evaluation;

import java.util.List;
import java.util.function.Function;

/**
 * A mean with its 95 % confidence interval, by the method of batch means: events of a stream depend on their neighbours, so
 * the spread is taken between the means of 32 to 63 long blocks of consecutive events, which depend on each other little, and
 * not between events. Sources: Schmeiser, "Batch size effects in the analysis of simulation output", Operations Research 30
 * (1982); the quantile of Student's t by Abramowitz and Stegun, 26.7.5 (1964).
 *
 * @param mean over all events
 * @param low of the interval; NaN where there are fewer than 32 events
 * @param high of the interval
 */
public record Interval(double mean, double low, double high) {
    private static final int MOST_BATCHES = 63;
    private static final int FEWEST_BATCHES = 32;

    /** Quantile of the normal distribution below which 97.5 % lie. */
    private static final double Z = 1.959963984540054;

    /**
     * Of one quantity of a stream.
     *
     * @param partitions one series for each partition
     * @param quantity which of the sums of {@link BlockSeries}
     */
    public static Interval of(List<BlockSeries> partitions, int quantity) {
        return of(partitions, series -> series.mean(quantity), series -> series.means(quantity, MOST_BATCHES));
    }

    /**
     * Of the difference between two learners on the same events, block by block, so that what is hard for both falls out.
     *
     * @throws IllegalArgumentException if they were not scored on equally many events in each partition
     */
    public static Interval ofDifference(List<BlockSeries> left, List<BlockSeries> right, int quantity) {
        for (int p = 0; p < left.size(); p++) {
            if (left.size() != right.size() || !left.get(p).matches(right.get(p))) {
                throw new IllegalArgumentException("learners are compared on the same events only, got "
                        + left.get(p).count() + " and "
                        + right.get(Math.min(p, right.size() - 1)).count());
            }
        }
        return of(
                left,
                series ->
                        series.mean(quantity) - right.get(left.indexOf(series)).mean(quantity),
                series -> difference(
                        series.means(quantity, MOST_BATCHES),
                        right.get(left.indexOf(series)).means(quantity, MOST_BATCHES)));
    }

    private static double[] difference(double[] left, double[] right) {
        double[] difference = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            difference[i] = left[i] - right[i];
        }
        return difference;
    }

    /** Partitions are weighted by their events; their degrees of freedom are joined as Welch and Satterthwaite do. */
    private static Interval of(
            List<BlockSeries> partitions, Function<BlockSeries, Double> mean, Function<BlockSeries, double[]> batches) {
        double events = partitions.stream().mapToLong(BlockSeries::count).sum();
        double sum = 0;
        double variance = 0;
        double freedom = 0;
        boolean enough = true;
        for (BlockSeries series : partitions) {
            if (series.count() == 0) {
                continue;
            }
            double share = series.count() / events;
            sum += share * mean.apply(series);
            double[] means = batches.apply(series);
            enough &= means.length >= FEWEST_BATCHES;
            double ofMean = share * share * spread(means) / means.length;
            variance += ofMean;
            freedom += ofMean * ofMean / (means.length - 1);
        }
        if (events == 0 || !enough) {
            return new Interval(events == 0 ? Double.NaN : sum, Double.NaN, Double.NaN);
        }
        double half = variance == 0 ? 0 : t(variance * variance / freedom) * Math.sqrt(variance);
        return new Interval(sum, sum - half, sum + half);
    }

    /** Variance between batches. */
    private static double spread(double[] means) {
        double mean = 0;
        for (double each : means) {
            mean += each / means.length;
        }
        double squares = 0;
        for (double each : means) {
            squares += (each - mean) * (each - mean);
        }
        return squares / (means.length - 1);
    }

    /** Quantile 0.975 of Student's t; four digits from ten degrees of freedom on. */
    static double t(double freedom) {
        double z2 = Z * Z;
        double g1 = Z * (z2 + 1) / 4;
        double g2 = Z * ((5 * z2 + 16) * z2 + 3) / 96;
        double g3 = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double g4 = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160;
        double v = freedom;
        return Z + g1 / v + g2 / (v * v) + g3 / (v * v * v) + g4 / (v * v * v * v);
    }

    /** Half of the interval's length. */
    public double half() {
        return (high - low) / 2;
    }

    /** Whether zero lies outside: what a difference must show to count. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
