package dev.millrace.ml.learner.bayes;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link MultinomialNaiveBayes} and {@link BernoulliNaiveBayes}.
 */
public record SmoothingSettings(
        @About(
                value = "what is added to every count, so that nothing is impossible: 1 is Laplace's rule",
                range = "1e-9 … 1e9")
        double smoothing) {
    public static final SmoothingSettings DEFAULT = new SmoothingSettings(1);

    public SmoothingSettings {
        if (!(smoothing >= 1e-9 && smoothing <= 1e9)) {
            throw new IllegalArgumentException("smoothing must lie between 1e-9 and 1e9, got " + smoothing);
        }
    }
}
