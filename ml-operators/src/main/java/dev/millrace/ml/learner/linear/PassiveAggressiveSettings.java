package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;
import java.util.Objects;

/**
 * Settings of the passive-aggressive classifier.
 */
public record PassiveAggressiveSettings(
        @About("how far a step goes") Aggressiveness variant,

        @About(value = "the longest step of pa-i, the damping of pa-ii", range = "1e-12 … 1e12")
        double c,

        @About("whether there is a coordinate that is always 1")
        boolean intercept,

        @About("whether the mean of all weights so far answers")
        boolean average,

        @About("none, balanced (by the classes' shares so far), or a weight for each class in their order, as 1/20")
        String classWeights) {
    public static final PassiveAggressiveSettings DEFAULT =
            new PassiveAggressiveSettings(Aggressiveness.PA_I, 0.01, true, false, ClassBalance.NONE);

    public PassiveAggressiveSettings {
        Objects.requireNonNull(variant, "variant");
        StepSettings.require("c", c, 1e-12, 1e12);
        new ClassBalance(classWeights);
    }
}
