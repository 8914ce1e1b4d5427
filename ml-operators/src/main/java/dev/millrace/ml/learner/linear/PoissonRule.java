package dev.millrace.ml.learner.linear;

import dev.millrace.ml.math.Elementary;

/**
 * The negative log-likelihood of a count whose mean is e to the power of the margin. Source: Nelder and Wedderburn, "Generalized
 * linear models", Journal of the Royal Statistical Society A 135 (1972).
 */
final class PoissonRule extends ValueRule {
    /** e to this power is about 1e100. */
    private static final double LARGEST_MARGIN = 230;

    static double mean(double margin) {
        return Elementary.exp(Math.min(margin, LARGEST_MARGIN));
    }

    @Override
    double slope(double margin, double target, double weight, double squaredNorm) {
        return mean(margin) - Math.max(0, target);
    }

    /**
     * With v = e^−m the path m' = −reach · (e^m − y) is linear: v' = reach · (1 − y·v), so that v goes to 1 ÷ y
     * as e^(−reach · y · weight).
     */
    @Override
    double travelled(double margin, double target, double reach, double weight, double slope) {
        double y = Math.max(0, target);
        double way = reach * weight;
        double before = Math.max(-LARGEST_MARGIN, Math.min(margin, LARGEST_MARGIN));
        if (way * Math.max(Math.abs(slope), y) < 1e-6) {
            return slope * weight;
        }
        double v = Elementary.exp(-before);
        double kept = Elementary.exp(-way * y);
        double after = way * y < 1e-9 ? v + way : v * kept + (1 - kept) / y;
        return (before + Elementary.log(after)) / reach;
    }

    @Override
    LinearModel.Link link() {
        return LinearModel.Link.EXPONENTIAL;
    }
}
