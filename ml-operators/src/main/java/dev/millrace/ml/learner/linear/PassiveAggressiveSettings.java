package dev.millrace.ml.learner.linear;

import java.util.Objects;

/**
 * Settings of the passive-aggressive classifier.
 *
 * @param variant how far a step goes
 * @param c the longest step of PA_I, the damping of PA_II; 1e-12 … 1e12
 * @param intercept whether there is a coordinate that is always 1
 * @param average whether the mean of all weights so far answers
 * @param classWeights "none", "balanced", or a weight for each class with '/' between
 */
public record PassiveAggressiveSettings(
        Aggressiveness variant, double c, boolean intercept, boolean average, String classWeights) {
    public static final PassiveAggressiveSettings DEFAULT =
            new PassiveAggressiveSettings(Aggressiveness.PA_I, 0.01, true, false, ClassBalance.NONE);

    public PassiveAggressiveSettings {
        Objects.requireNonNull(variant, "variant");
        StepSettings.require("c", c, 1e-12, 1e12);
        new ClassBalance(classWeights);
    }
}
