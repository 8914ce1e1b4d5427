package dev.millrace.ml.learner.neighbours;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link NearestNeighbours}; the defaults are the reference implementation's.
 */
public record NeighboursSettings(
        @About(value = "how many neighbours vote", range = "≥ 1")
        int k,

        @About(value = "how many events are remembered", range = "1 … 1000000")
        int window) {
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
