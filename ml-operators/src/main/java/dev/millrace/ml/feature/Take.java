package dev.millrace.ml.feature;

/** What a window feature takes from its window. An empty window has the count and sum 0; the rest is missing. */
public enum Take {
    COUNT,
    SUM,
    MEAN,
    /** Standard deviation of the values, as a population. */
    STD,
    MIN,
    MAX
}
