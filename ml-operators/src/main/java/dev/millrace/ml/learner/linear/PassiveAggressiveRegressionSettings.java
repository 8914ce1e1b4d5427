package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;
import java.util.Objects;

/**
 * Settings of passive-aggressive regression.
 */
public record PassiveAggressiveRegressionSettings(
        @About("how far a step goes") Aggressiveness variant,

        @About(value = "the longest step of pa-i, the damping of pa-ii", range = "1e-12 … 1e12")
        double c,

        @About(value = "errors up to here cost nothing", range = "0 … 1e100")
        double epsilon,

        @About("whether there is a coordinate that is always 1")
        boolean intercept,

        @About("whether the mean of all weights so far answers")
        boolean average) {
    public static final PassiveAggressiveRegressionSettings DEFAULT =
            new PassiveAggressiveRegressionSettings(Aggressiveness.PA_II, 0.01, 0.1, true, false);

    public PassiveAggressiveRegressionSettings {
        Objects.requireNonNull(variant, "variant");
        StepSettings.require("c", c, 1e-12, 1e12);
        StepSettings.require("epsilon", epsilon, 0, 1e100);
    }
}
