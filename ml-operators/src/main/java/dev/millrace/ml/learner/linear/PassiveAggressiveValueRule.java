package dev.millrace.ml.learner.linear;

/**
 * Undoes an error beyond a tolerance in one step, as far as it is allowed to. Source: Crammer et al., "Online passive-aggressive
 * algorithms", JMLR 7 (2006), section 5.
 */
final class PassiveAggressiveValueRule extends ValueRule {
    private final Aggressiveness variant;
    private final double c;
    private final double epsilon;

    PassiveAggressiveValueRule(Aggressiveness variant, double c, double epsilon) {
        this.variant = variant;
        this.c = c;
        this.epsilon = epsilon;
    }

    @Override
    boolean weighsItself() {
        return true;
    }

    @Override
    double slope(double margin, double target, double weight, double squaredNorm) {
        double error = margin - target;
        double loss = Math.max(0, Math.abs(error) - epsilon);
        return Math.signum(error) * variant.step(loss, squaredNorm, c, weight);
    }
}
