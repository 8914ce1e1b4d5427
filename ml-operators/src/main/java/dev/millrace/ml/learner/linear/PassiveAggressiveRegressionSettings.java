package dev.millrace.ml.learner.linear;

import java.util.Objects;

/**
 * Settings of passive-aggressive regression.
 *
 * @param variant how far a step goes
 * @param c the longest step of PA_I, the damping of PA_II; 1e-12 … 1e12
 * @param epsilon errors up to here cost nothing; 0 … 1e100
 * @param intercept whether there is a coordinate that is always 1
 * @param average whether the mean of all weights so far answers
 */
public record PassiveAggressiveRegressionSettings(
        Aggressiveness variant, double c, double epsilon, boolean intercept, boolean average) {
    public static final PassiveAggressiveRegressionSettings DEFAULT =
            new PassiveAggressiveRegressionSettings(Aggressiveness.PA_II, 0.01, 0.1, true, false);

    public PassiveAggressiveRegressionSettings {
        Objects.requireNonNull(variant, "variant");
        StepSettings.require("c", c, 1e-12, 1e12);
        StepSettings.require("epsilon", epsilon, 0, 1e100);
    }
}
