package dev.millrace.ml.learner.linear;

import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.math.Elementary;
import java.util.Arrays;

/** Logistic loss log(1 + e^−ym), softmax loss from three classes on. */
final class LogisticRule extends ClassRule {
    private static final double SMALL = 1e-6;
    private static final int MOST_ITERATIONS = 50;

    @Override
    double slope(double margin, int side, double weight, double squaredNorm) {
        return side > 0 ? -Elementary.logistic(-margin) : Elementary.logistic(margin);
    }

    @Override
    void slopes(double[] margins, int count, int truth, double weight, double squaredNorm) {
        if (!Scores.softmax(margins, count)) {
            Arrays.fill(margins, 0, count, 1.0 / count);
        }
        margins[truth] -= 1;
    }

    /** With u = ym: u' = reach ÷ (1 + e^u), so that u + e^u grows by reach · weight. */
    @Override
    double travelled(double margin, int side, double reach, double weight, double slope) {
        double way = reach * weight;
        if (way * Math.abs(slope) < SMALL) {
            return slope * weight;
        }
        double before = side * margin;
        double goal = way + before + Elementary.exp(before);
        double u = goal > 1 ? Elementary.log(goal) : goal;
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double e = Elementary.exp(u);
            double change = (u + e - goal) / (1 + e);
            u -= change;
            if (Math.abs(change) <= 1e-13 * Math.max(1, Math.abs(u))) {
                break;
            }
        }
        return -side * Math.max(0, u - before) / reach;
    }
}
