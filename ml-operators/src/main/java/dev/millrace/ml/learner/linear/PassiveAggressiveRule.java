package dev.millrace.ml.learner.linear;

import java.util.Arrays;

/**
 * Undoes the hinge loss of an event in one step, as far as it is allowed to; from three classes on, half of it on the true
 * class and half on the best of the others. Source: Crammer et al., "Online passive-aggressive algorithms", JMLR 7 (2006).
 */
final class PassiveAggressiveRule extends ClassRule {
    private final Aggressiveness variant;
    private final double c;

    PassiveAggressiveRule(Aggressiveness variant, double c) {
        this.variant = variant;
        this.c = c;
    }

    @Override
    boolean weighsItself() {
        return true;
    }

    @Override
    double slope(double margin, int side, double weight, double squaredNorm) {
        return -side * variant.step(Math.max(0, 1 - side * margin), squaredNorm, c, weight);
    }

    @Override
    void slopes(double[] margins, int count, int truth, double weight, double squaredNorm) {
        int other = bestBut(margins, count, truth);
        double loss = Math.max(0, 1 - (margins[truth] - margins[other]));
        double step = variant.step(loss, 2 * squaredNorm, c, weight);
        Arrays.fill(margins, 0, count, 0);
        margins[truth] = -step;
        margins[other] = step;
    }
}
