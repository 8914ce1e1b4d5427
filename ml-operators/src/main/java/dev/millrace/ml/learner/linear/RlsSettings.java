package dev.millrace.ml.learner.linear;

/**
 * Settings of {@link RecursiveLeastSquares}.
 *
 * @param lambda share of the past that is kept at each event: 1 forgets nothing; in (0, 1]
 * @param delta how strongly weights are held at 0 in the beginning; &gt; 0
 * @param intercept whether there is a coordinate that is always 1
 */
public record RlsSettings(double lambda, double delta, boolean intercept) {
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
