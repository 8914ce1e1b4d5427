package dev.millrace.ml.learner.bayes;

/**
 * Settings of {@link MultinomialNaiveBayes} and {@link BernoulliNaiveBayes}.
 *
 * @param smoothing what is added to every count, so that nothing is impossible: 1 is Laplace's rule; in [1e-9, 1e9]
 */
public record SmoothingSettings(double smoothing) {
    public static final SmoothingSettings DEFAULT = new SmoothingSettings(1);

    public SmoothingSettings {
        if (!(smoothing >= 1e-9 && smoothing <= 1e9)) {
            throw new IllegalArgumentException("smoothing must lie between 1e-9 and 1e9, got " + smoothing);
        }
    }
}
