package dev.millrace.ml.evaluation;

/** How good predictions were, over everything scored so far. Threading: one caller. */
public final class Metrics {
    private long count;

    /** Events scored. */
    public long count() {
        return count;
    }

    /** Adds what another partition scored. */
    public void merge(Metrics other) {
        count += other.count;
    }
}
