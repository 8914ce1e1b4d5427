package dev.millrace.ml.learner.bandit;

/** What settings may be. Pure functions. */
final class Ranges {
    private Ranges() {}

    /** @throws IllegalArgumentException unless low ≤ value ≤ high */
    static void require(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + " must lie between " + low + " and " + high + ", got " + value);
        }
    }
}
