package dev.millrace.ml.feature;

/**
 * How a number is scaled before a learner sees it. The statistics are over all events up to and with this one, unless said
 * otherwise; what is missing or not finite stays missing and teaches nothing.
 */
public enum Scale {
    /** As it is. */
    NONE,
    /** (x − mean) ÷ standard deviation; 0 where there is no spread. */
    STANDARD,
    /** (x − least) ÷ (most − least), from 0 to 1; 0 where both are the same. */
    MIN_MAX,
    /** (x − median) ÷ (upper − lower quartile) of the last 1000 numbers; 0 where the quartiles are the same. */
    ROBUST,
    /** sign(x) · ln(1 + |x|): no state. */
    LOG,
    /** The logarithm as above, then {@link #STANDARD}. */
    LOG_STANDARD
}
