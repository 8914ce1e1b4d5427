package dev.millrace.stream.window;

/** What {@link SlicedStatistics} can say about the numbers in a span of time. Their order is the order of results. */
public enum Statistic {
    /** How many; 0 if none. */
    COUNT,
    /** Their sum; 0 if none. */
    SUM,
    /** Their mean; NaN if none. */
    MEAN,
    /** Their standard deviation, √(Σ(x − mean)² / n): 0 of one number, NaN if none. */
    STANDARD_DEVIATION,
    /** The smallest; NaN if none. */
    MIN,
    /** The largest; NaN if none. */
    MAX
}
