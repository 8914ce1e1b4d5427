package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link HalfSpaceTrees}.
 */
public record HalfSpaceSettings(
        @About(value = "how many there are", range = "1 … 1000")
        int trees,

        @About(value = "cuts from the root of a tree to its leaves", range = "1 … 20")
        int depth,

        @About(value = "events after which what was learned becomes what is compared with", range = "2 … 1000000")
        int window) {
    public static final HalfSpaceSettings DEFAULT = new HalfSpaceSettings(25, 15, 250);

    public HalfSpaceSettings {
        if (trees < 1 || trees > 1_000) {
            throw new IllegalArgumentException("trees must lie between 1 and 1000, got " + trees);
        }
        if (depth < 1 || depth > 20) {
            throw new IllegalArgumentException("depth must lie between 1 and 20, got " + depth);
        }
        if (window < 2 || window > 1_000_000) {
            throw new IllegalArgumentException("window must lie between 2 and 1000000 events, got " + window);
        }
    }
}
