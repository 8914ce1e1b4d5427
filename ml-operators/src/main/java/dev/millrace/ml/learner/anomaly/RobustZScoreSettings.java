package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link RobustZScore}.
 */
public record RobustZScoreSettings(
        @About(value = "values of each number that are remembered", range = "10 … 100000")
        int window,

        @About(value = "modified z-score that gives a score of ½", range = "1e-3 … 1e6")
        double threshold) {
    public static final RobustZScoreSettings DEFAULT = new RobustZScoreSettings(500, 3.5);

    public RobustZScoreSettings {
        if (window < 10 || window > 100_000) {
            throw new IllegalArgumentException("window must lie between 10 and 100000 values, got " + window);
        }
        if (!(threshold >= 1e-3 && threshold <= 1e6)) {
            throw new IllegalArgumentException("threshold must lie between 1e-3 and 1e6, got " + threshold);
        }
    }
}
