package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link MahalanobisDistance}.
 */
public record MahalanobisSettings(
        @About(value = "events that count: each weighs 1/memory, the earlier ones fade", range = "10 … 1e9")
        int memory,

        @About(
                value = "standard deviations of a normal distribution that are as rare as a score of ½",
                range = "0.1 … 100")
        double threshold,

        @About(value = "variance that every number is taken to have before the first event", range = "1e-9 … 1e9")
        double ridge) {
    public static final MahalanobisSettings DEFAULT = new MahalanobisSettings(1_000, 3, 1e-3);

    public MahalanobisSettings {
        if (memory < 10 || memory > 1_000_000_000) {
            throw new IllegalArgumentException("memory must lie between 10 and 1e9 events, got " + memory);
        }
        if (!(threshold >= 0.1 && threshold <= 100)) {
            throw new IllegalArgumentException("threshold must lie between 0.1 and 100, got " + threshold);
        }
        if (!(ridge >= 1e-9 && ridge <= 1e9)) {
            throw new IllegalArgumentException("ridge must lie between 1e-9 and 1e9, got " + ridge);
        }
    }
}
