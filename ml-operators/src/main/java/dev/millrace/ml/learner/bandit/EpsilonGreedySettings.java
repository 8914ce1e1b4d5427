package dev.millrace.ml.learner.bandit;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link EpsilonGreedy}.
 */
public record EpsilonGreedySettings(
        @About(value = "share of the events whose action is drawn evenly from all", range = "0 … 1")
        double epsilon,

        @About(value = "of the normalised steps", range = "1e-6 … 1e6")
        double rate,

        @About(
                value = "largest weight that the reward of a rare action may have, 1 ÷ propensity up to here; 1: none",
                range = "1 … 1e6")
        double maxImportance) {
    public static final EpsilonGreedySettings DEFAULT = new EpsilonGreedySettings(0.1, 0.5, 1);

    public EpsilonGreedySettings {
        Ranges.require("epsilon", epsilon, 0, 1);
        Ranges.require("rate", rate, 1e-6, 1e6);
        Ranges.require("max-importance", maxImportance, 1, 1e6);
    }
}
