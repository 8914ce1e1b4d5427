package dev.millrace.ml.learner.linear;

/**
 * What a classifier's margins should have been: the slope of its loss by each margin. Pure functions.
 *
 * <p>With up to two classes there is one margin, positive for the second class; from three on each class has its own.
 */
abstract class ClassRule {

    /**
     * Of the one margin, without the event's weight unless the rule says how it counts.
     *
     * @param side +1 for the second class, −1 for the first
     * @param squaredNorm of the event
     */
    abstract double slope(double margin, int side, double weight, double squaredNorm);

    /**
     * The same where somebody has made 1 ÷ (1 + e^−margin) already.
     *
     * @param score that
     */
    double slope(double margin, double score, int side, double weight, double squaredNorm) {
        return slope(margin, side, weight, squaredNorm);
    }

    /**
     * Of the margin of every class.
     *
     * @param margins in; slopes out; the first {@code count} count
     */
    abstract void slopes(double[] margins, int count, int truth, double weight, double squaredNorm);

    /** Whether slopes hold the event's weight already. */
    boolean weighsItself() {
        return false;
    }

    /**
     * The slope times the event's weight, or, where the rule knows it in closed form, the slope summed along the way while the
     * margin moves by {@code reach} per unit of slope.
     */
    double travelled(double margin, int side, double reach, double weight, double slope) {
        return slope * weight;
    }

    /** The class with the largest margin but one, the first of equals. */
    static int bestBut(double[] margins, int count, int truth) {
        int best = truth == 0 ? 1 : 0;
        for (int k = best + 1; k < count; k++) {
            if (k != truth && margins[k] > margins[best]) {
                best = k;
            }
        }
        return best;
    }
}
