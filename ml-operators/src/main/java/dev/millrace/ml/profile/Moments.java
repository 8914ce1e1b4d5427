package dev.millrace.ml.profile;

/**
 * Count, least, most, mean and standard deviation of numbers in one pass; O(1) each. Threading: one caller. Source: Welford,
 * "Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962).
 */
public final class Moments {
    private long count;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    void update(double value) {
        count++;
        least = Math.min(least, value);
        most = Math.max(most, value);
        double from = value - mean;
        mean += from / count;
        squares += from * (value - mean);
    }

    public long count() {
        return count;
    }

    /** NaN if there was none. */
    public double least() {
        return count == 0 ? Double.NaN : least;
    }

    /** NaN if there was none. */
    public double most() {
        return count == 0 ? Double.NaN : most;
    }

    /** NaN if there was none. */
    public double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** Of a sample: NaN below two values. */
    public double standardDeviation() {
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }
}
