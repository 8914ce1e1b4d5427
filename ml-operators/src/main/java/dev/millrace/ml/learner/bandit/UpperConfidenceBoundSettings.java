package dev.millrace.ml.learner.bandit;

/**
 * Settings of {@link UpperConfidenceBound}.
 *
 * @param scale width of the range of the rewards: 1 for rewards within [0, 1]; 0 (never curious) to 1e6
 * @param explore share of the events whose action is drawn evenly from all; 0 to 1
 */
public record UpperConfidenceBoundSettings(double scale, double explore) {
    public static final UpperConfidenceBoundSettings DEFAULT = new UpperConfidenceBoundSettings(1, 0);

    public UpperConfidenceBoundSettings {
        Ranges.require("scale", scale, 0, 1e6);
        Ranges.require("explore", explore, 0, 1);
    }
}
