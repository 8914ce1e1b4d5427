package dev.millrace.ml.learner.linear;

/**
 * Half the squared error up to a threshold, in proportion beyond. Source: Huber, "Robust estimation of a location parameter",
 * Annals of Mathematical Statistics 35 (1964).
 */
final class HuberRule extends ValueRule {
    private final double threshold;
    private final SquaredRule squared = new SquaredRule();

    HuberRule(double threshold) {
        this.threshold = threshold;
    }

    @Override
    double slope(double margin, double target, double weight, double squaredNorm) {
        return Math.max(-threshold, Math.min(threshold, margin - target));
    }

    /** Straight on to the threshold, then as the squared error. */
    @Override
    double travelled(double margin, double target, double reach, double weight, double slope) {
        double error = margin - target;
        double beyond = Math.max(0, Math.abs(error) - threshold);
        double spent = Math.min(weight, beyond / (reach * threshold));
        double straight = Math.signum(error) * threshold * spent;
        if (spent >= weight) {
            return straight;
        }
        double rest = Math.signum(error) * Math.min(Math.abs(error), threshold);
        return straight + squared.travelled(rest, 0, reach, weight - spent, rest);
    }
}
