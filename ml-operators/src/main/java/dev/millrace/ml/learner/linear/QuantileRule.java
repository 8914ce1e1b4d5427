package dev.millrace.ml.learner.linear;

/**
 * The tilted absolute error, least at a quantile; at one half the median. Source: Koenker and Bassett, "Regression quantiles",
 * Econometrica 46 (1978).
 */
final class QuantileRule extends ValueRule {
    private final double quantile;

    QuantileRule(double quantile) {
        this.quantile = quantile;
    }

    @Override
    double slope(double margin, double target, double weight, double squaredNorm) {
        return margin > target ? 1 - quantile : margin < target ? -quantile : 0;
    }

    @Override
    double travelled(double margin, double target, double reach, double weight, double slope) {
        return upTo(target, margin, reach, weight, slope);
    }
}
