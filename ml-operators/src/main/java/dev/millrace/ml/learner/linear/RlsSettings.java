package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link RecursiveLeastSquares}.
 */
public record RlsSettings(
        @About(value = "share of the past that is kept at each event: 1 forgets nothing", range = "above 0 … 1")
        double lambda,

        @About(value = "how strongly weights are held at 0 in the beginning", range = "above 0 … 1e12")
        double delta,

        @About("whether there is a coordinate that is always 1")
        boolean intercept) {
    public static final RlsSettings DEFAULT = new RlsSettings(1, 1, true);

    public RlsSettings {
        if (!(lambda > 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda must be above 0 and at most 1, got " + lambda);
        }
        if (!(delta > 0 && delta <= 1e12)) {
            throw new IllegalArgumentException("delta must be above 0 and at most 1e12, got " + delta);
        }
    }
}
