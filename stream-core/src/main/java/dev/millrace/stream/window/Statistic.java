package dev.millrace.stream.window;

import java.util.Locale;

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
    MAX,
    /**
     * How many different ones: 0 if none; else by linear counting over 256 bits, within 5 % of up to 100 and 10 % of up to
     * 500; never above 1420.
     */
    DISTINCT,
    /** The one with the largest event time, of equal times the one that arrived last; NaN if none. */
    LAST,
    /** How many a second: the count ÷ the length of the span. */
    RATE,
    /** How they rise per second of event time, by least squares; NaN of fewer than two, or all of one time. */
    TREND;

    /** As it is written in names and files: {@code std} for the standard deviation, else its name in lower case. */
    public String word() {
        return this == STANDARD_DEVIATION ? "std" : name().toLowerCase(Locale.ROOT);
    }
}
