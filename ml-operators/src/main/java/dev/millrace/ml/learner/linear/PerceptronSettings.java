package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;

/**
 * Settings of the perceptron.
 */
public record PerceptronSettings(
        @About("whether the mean of all weights so far answers")
        boolean average,

        @About("whether there is a coordinate that is always 1")
        boolean intercept,

        @About("none, balanced (by the classes' shares so far), or a weight for each class in their order, as 1/20")
        String classWeights) {
    public static final PerceptronSettings DEFAULT = new PerceptronSettings(true, true, ClassBalance.NONE);

    public PerceptronSettings {
        new ClassBalance(classWeights);
    }
}
