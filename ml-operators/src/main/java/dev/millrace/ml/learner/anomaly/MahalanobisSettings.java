package dev.millrace.ml.learner.anomaly;

/**
 * Settings of {@link MahalanobisDistance}.
 *
 * @param memory events that count: each weighs 1/memory, the earlier ones fade; 10 to 1e9
 * @param threshold standard deviations of a normal distribution that are as rare as a score of ½; 0.1 to 100
 * @param ridge variance that every number is taken to have before the first event; 1e-9 to 1e9
 */
public record MahalanobisSettings(int memory, double threshold, double ridge) {
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
