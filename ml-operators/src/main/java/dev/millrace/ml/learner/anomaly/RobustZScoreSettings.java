package dev.millrace.ml.learner.anomaly;

/**
 * Settings of {@link RobustZScore}.
 *
 * @param window values of each number that are remembered; 10 to 100,000
 * @param threshold modified z-score that gives a score of ½; 1e-3 to 1e6
 */
public record RobustZScoreSettings(int window, double threshold) {
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
