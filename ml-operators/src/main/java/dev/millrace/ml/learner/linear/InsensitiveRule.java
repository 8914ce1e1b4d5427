package dev.millrace.ml.learner.linear;

/**
 * The absolute error beyond a tolerance. Source: Vapnik, "The nature of statistical learning theory", Springer (1995),
 * chapter 6.
 */
final class InsensitiveRule extends ValueRule {
    private final double epsilon;

    InsensitiveRule(double epsilon) {
        this.epsilon = epsilon;
    }

    @Override
    double slope(double margin, double target, double weight, double squaredNorm) {
        double error = margin - target;
        return Math.abs(error) > epsilon ? Math.signum(error) : 0;
    }

    @Override
    double travelled(double margin, double target, double reach, double weight, double slope) {
        return upTo(target + Math.signum(margin - target) * epsilon, margin, reach, weight, slope);
    }
}
