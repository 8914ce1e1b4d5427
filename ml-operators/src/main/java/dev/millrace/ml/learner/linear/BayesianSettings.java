package dev.millrace.ml.learner.linear;

/**
 * Settings of {@link BayesianLinearRegression}: what is believed before the first event.
 *
 * @param delta precision of the weights about 0, in units of the noise's precision; &gt; 0
 * @param shape of the gamma distribution of the noise's precision: half the number of events that the belief is worth; &gt; 0
 * @param rate of that distribution: {@code rate / shape} is about the noise's variance; &gt; 0
 * @param intercept whether there is a coordinate that is always 1
 */
public record BayesianSettings(double delta, double shape, double rate, boolean intercept) {
    public static final BayesianSettings DEFAULT = new BayesianSettings(1, 1, 1, true);

    public BayesianSettings {
        requireRange("delta", delta);
        requireRange("shape", shape);
        requireRange("rate", rate);
    }

    private static void requireRange(String name, double value) {
        if (!(value >= 1e-12 && value <= 1e12)) {
            throw new IllegalArgumentException(name + " must lie between 1e-12 and 1e12, got " + value);
        }
    }
}
