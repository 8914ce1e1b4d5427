package dev.millrace.ml.learner.bandit;

/**
 * Settings of {@link EpsilonGreedy}.
 *
 * @param epsilon share of the events whose action is drawn evenly from all; 0 to 1
 * @param rate of the normalised steps; 1e-6 to 1e6
 * @param maxImportance largest weight that a rare action's reward may have, 1/propensity up to here; 1 (none) to 1e6
 */
public record EpsilonGreedySettings(double epsilon, double rate, double maxImportance) {
    public static final EpsilonGreedySettings DEFAULT = new EpsilonGreedySettings(0.1, 0.5, 1);

    public EpsilonGreedySettings {
        Ranges.require("epsilon", epsilon, 0, 1);
        Ranges.require("rate", rate, 1e-6, 1e6);
        Ranges.require("max-importance", maxImportance, 1, 1e6);
    }
}
