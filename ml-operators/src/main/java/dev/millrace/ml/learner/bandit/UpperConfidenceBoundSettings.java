package dev.millrace.ml.learner.bandit;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link UpperConfidenceBound}.
 */
public record UpperConfidenceBoundSettings(
        @About(
                value = "width of the range of the rewards: 1 for rewards within [0, 1]; 0: never curious",
                range = "0 … 1e6")
        double scale,

        @About(value = "share of the events whose action is drawn evenly from all", range = "0 … 1")
        double explore) {
    public static final UpperConfidenceBoundSettings DEFAULT = new UpperConfidenceBoundSettings(1, 0);

    public UpperConfidenceBoundSettings {
        Ranges.require("scale", scale, 0, 1e6);
        Ranges.require("explore", explore, 0, 1);
    }
}
