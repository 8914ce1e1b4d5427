package dev.millrace.ml.learner.anomaly;

/**
 * Settings of {@link OnlinePca}.
 *
 * @param components directions that explain an event, fewer than there are numbers; 1 to 1,000
 * @param memory events that count: each weighs 1/memory, the earlier ones fade; 10 to 1e9
 * @param threshold standard deviations of a normal distribution that are as rare as a score of ½; 0.1 to 100
 */
public record OnlinePcaSettings(int components, int memory, double threshold) {
    public static final OnlinePcaSettings DEFAULT = new OnlinePcaSettings(2, 1_000, 3);

    public OnlinePcaSettings {
        if (components < 1 || components > 1_000) {
            throw new IllegalArgumentException("components must lie between 1 and 1000, got " + components);
        }
        if (memory < 10 || memory > 1_000_000_000) {
            throw new IllegalArgumentException("memory must lie between 10 and 1e9 events, got " + memory);
        }
        if (!(threshold >= 0.1 && threshold <= 100)) {
            throw new IllegalArgumentException("threshold must lie between 0.1 and 100, got " + threshold);
        }
    }
}
