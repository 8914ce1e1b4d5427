package dev.millrace.ml.learner.neighbours;

/**
 * Settings of {@link NearestNeighbours}; the defaults are the reference implementation's.
 *
 * @param k how many neighbours vote; ≥ 1
 * @param window how many events are remembered; 1 … 1,000,000
 */
public record NeighboursSettings(int k, int window) {
    public static final NeighboursSettings DEFAULT = new NeighboursSettings(10, 1000);

    public NeighboursSettings {
        if (k < 1) {
            throw new IllegalArgumentException("k must be 1 or more, got " + k);
        }
        if (window < 1 || window > 1_000_000) {
            throw new IllegalArgumentException("window must be in 1 … 1000000, got " + window);
        }
    }
}
