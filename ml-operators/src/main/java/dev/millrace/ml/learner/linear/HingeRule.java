package dev.millrace.ml.learner.linear;

/**
 * Hinge loss: what lies on the right side by a margin at least costs nothing. From three classes on, the true class against the
 * best of the others. With a margin of 0 it is the perceptron's rule. Source: Crammer and Singer, "On the algorithmic
 * implementation of multiclass kernel-based vector machines", JMLR 2 (2001).
 */
final class HingeRule extends ClassRule {
    private final double wanted;

    HingeRule(double wanted) {
        this.wanted = wanted;
    }

    private boolean violates(double gap) {
        return gap < wanted || gap <= 0;
    }

    @Override
    double slope(double margin, int side, double weight, double squaredNorm) {
        return violates(side * margin) ? -side : 0;
    }

    @Override
    void slopes(double[] margins, int count, int truth, double weight, double squaredNorm) {
        int other = bestBut(margins, count, truth);
        boolean violated = violates(margins[truth] - margins[other]);
        java.util.Arrays.fill(margins, 0, count, 0);
        if (violated) {
            margins[truth] = -1;
            margins[other] = 1;
        }
    }

    @Override
    double travelled(double margin, int side, double reach, double weight, double slope) {
        return slope * Math.min(weight, Math.max(0, wanted - side * margin) / reach);
    }
}
