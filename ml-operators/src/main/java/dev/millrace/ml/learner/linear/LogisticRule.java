package dev.millrace.ml.learner.linear;

import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.math.Elementary;
import java.util.Arrays;

/** Logistic loss log(1 + e^−ym), softmax loss from three classes on. */
final class LogisticRule extends ClassRule {
    private static final double SMALL = 1e-6;
    private static final double LARGE = 20;

    /** Ways of a margin up to this are found without an exponential. */
    private static final double SHORT = 0.1;

    private static final int MOST_ITERATIONS = 50;

    @Override
    double slope(double margin, int side, double weight, double squaredNorm) {
        return side > 0 ? -Elementary.logistic(-margin) : Elementary.logistic(margin);
    }

    @Override
    double slope(double margin, double score, int side, double weight, double squaredNorm) {
        if (Math.abs(margin) > LARGE) {
            return slope(margin, side, weight, squaredNorm); // so near to 1 the score has lost the digits of the rest
        }
        return score - (side + 1 >> 1); // which side it is on is anybody's guess: no jump
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
        double tangent = way * Math.abs(slope);
        if (tangent < SMALL) {
            return slope * weight;
        }
        if (tangent <= SHORT) {
            return -side * shortWay(tangent, 1 - Math.abs(slope)) / reach;
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

    /**
     * How far u goes: with σ = 1 ÷ (1 + e^u) at the start, the way d fulfils d + (1 − σ)·(e^d − 1 − d) = tangent. The first terms of its
     * series, then one step of Newton's with the exponential's series: all are within 1e-9 of the way.
     *
     * @param rest 1 − σ
     */
    private static double shortWay(double tangent, double rest) {
        double half = 0.5 * rest * tangent;
        double d = tangent * (1 - half + half * (2 * half - tangent * (1.0 / 3)));
        double square = d * d;
        double beyond = square // pairs first: half of the terms wait for the others
                * ((1.0 / 2 + d * (1.0 / 6)) + square * ((1.0 / 24 + d * (1.0 / 120)) + square * (1.0 / 720)));
        return d - (d + rest * beyond - tangent) / (1 + rest * (beyond + d));
    }
}
