package dev.millrace.ml.learner.linear;

import dev.millrace.ml.math.Elementary;

/** Half the squared error. Source: Widrow and Hoff, "Adaptive switching circuits", IRE WESCON (1960). */
final class SquaredRule extends ValueRule {
    private static final double SMALL = 1e-6;

    @Override
    double slope(double margin, double target, double weight, double squaredNorm) {
        return margin - target;
    }

    /** The error falls by e^(−reach · weight). */
    @Override
    double travelled(double margin, double target, double reach, double weight, double slope) {
        double way = reach * weight;
        return way < SMALL ? slope * weight : slope * (1 - Elementary.exp(-way)) / reach;
    }
}
