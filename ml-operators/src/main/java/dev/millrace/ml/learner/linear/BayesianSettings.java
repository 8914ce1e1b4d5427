package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link BayesianLinearRegression}: what is believed before the first event.
 */
public record BayesianSettings(
        @About(value = "precision of the weights about 0, in units of the noise's precision", range = "1e-12 … 1e12")
        double delta,

        @About(
                value =
                        "of the gamma distribution of the noise's precision: half the number of events that the belief is worth",
                range = "1e-12 … 1e12")
        double shape,

        @About(value = "of that distribution: rate ÷ shape is about the noise's variance", range = "1e-12 … 1e12")
        double rate,

        @About("whether there is a coordinate that is always 1")
        boolean intercept) {
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
