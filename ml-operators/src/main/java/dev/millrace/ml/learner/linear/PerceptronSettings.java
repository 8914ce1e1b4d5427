package dev.millrace.ml.learner.linear;

/**
 * Settings of the perceptron.
 *
 * @param average whether the mean of all weights so far answers
 * @param intercept whether there is a coordinate that is always 1
 * @param classWeights "none", "balanced", or a weight for each class with '/' between
 */
public record PerceptronSettings(boolean average, boolean intercept, String classWeights) {
    public static final PerceptronSettings DEFAULT = new PerceptronSettings(true, true, ClassBalance.NONE);

    public PerceptronSettings {
        new ClassBalance(classWeights);
    }
}
