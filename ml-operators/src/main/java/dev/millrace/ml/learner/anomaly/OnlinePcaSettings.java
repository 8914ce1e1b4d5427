package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link OnlinePca}.
 */
public record OnlinePcaSettings(
        @About(value = "directions that explain an event, fewer than there are numbers", range = "1 … 1000")
        int components,

        @About(value = "events that count: each weighs 1/memory, the earlier ones fade", range = "10 … 1e9")
        int memory,

        @About(
                value = "standard deviations of a normal distribution that are as rare as a score of ½",
                range = "0.1 … 100")
        double threshold) {
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
