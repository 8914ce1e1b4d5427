package dev.millrace.ml.feature;

/** How a number is scaled before a learner sees it. */
public enum Scale {
    /** As it is. */
    NONE,
    /** (x − mean) ÷ standard deviation, over all events up to and with this one; 0 where there is no spread. */
    STANDARD
}
