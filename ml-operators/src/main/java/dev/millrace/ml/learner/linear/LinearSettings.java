package dev.millrace.ml.learner.linear;

/**
 * Settings of {@link LinearRegression}; those of the optimisers mean what they mean in {@link LogisticSettings}.
 *
 * @param loss what an error costs
 * @param optimizer how far a step goes
 * @param rate size of a step; 1e-12 … 1e6
 * @param l2 how strongly weights are pulled to 0 at each step; 0 … 1e6
 * @param intercept whether there is a coordinate that is always 1
 * @param l1 how strongly small weights are cut to 0; 0 … 1e6
 * @param threshold of HUBER: errors beyond it cost in proportion; above 0 … 1e100
 * @param quantile of QUANTILE: the share of values that lie below the prediction; between 0 and 1
 * @param epsilon of INSENSITIVE: errors up to here cost nothing; 0 … 1e100
 * @param decay the rate is divided by (1 + steps ÷ decayStart)^decay; 0 … 1
 * @param decayStart see decay; 1 … 1e15
 * @param invariant of SGD: steps follow the path of the loss (see {@link NormalizedDescent}) and cannot overshoot; with two
 *     classes or a value
 * @param average whether the mean of all weights so far answers
 * @param adaptivity of NORMALIZED; 0 … 0.5
 * @param betaOne of ADAM; 0 … below 1
 * @param betaTwo of ADAM; 0 … below 1
 * @param ftrlBeta of FTRL; 0 … 1e6
 */
public record LinearSettings(
        Loss loss,
        Optimizer optimizer,
        double rate,
        double l2,
        boolean intercept,
        double l1,
        double threshold,
        double quantile,
        double epsilon,
        double decay,
        double decayStart,
        boolean invariant,
        boolean average,
        double adaptivity,
        double betaOne,
        double betaTwo,
        double ftrlBeta) {

    /** What an error costs. */
    public enum Loss {
        /** Half its square: the mean is learned. */
        SQUARED,
        /** Half its square up to a threshold, in proportion beyond: outliers pull less. */
        HUBER,
        /** In proportion, under- and overestimates apart: a quantile is learned. */
        QUANTILE,
        /** For counts: the logarithm of the mean is linear. A value below 0 counts as 0. */
        POISSON,
        /** In proportion beyond a tolerance. */
        INSENSITIVE
    }

    public static final LinearSettings DEFAULT = new LinearSettings(Loss.SQUARED, Optimizer.SGD, 0.01);

    public LinearSettings {
        if (loss == null) {
            throw new IllegalArgumentException("loss must be squared, huber, quantile, poisson or insensitive");
        }
        new StepSettings(
                optimizer,
                rate,
                decay,
                decayStart,
                adaptivity,
                l1,
                l2,
                intercept,
                invariant,
                average,
                betaOne,
                betaTwo,
                ftrlBeta);
        if (!(threshold > 0 && threshold <= 1e100)) {
            throw new IllegalArgumentException("threshold must be above 0 and at most 1e100, got " + threshold);
        }
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile must be between 0 and 1, got " + quantile);
        }
        StepSettings.require("epsilon", epsilon, 0, 1e100);
    }

    /** The others at their defaults. */
    public LinearSettings(Loss loss, Optimizer optimizer, double rate) {
        this(loss, optimizer, rate, 0, true, 0, 1, 0.5, 0.1, 0, 1, true, false, 0.5, 0.9, 0.999, 1);
    }

    StepSettings steps() {
        return new StepSettings(
                optimizer,
                rate,
                decay,
                decayStart,
                adaptivity,
                l1,
                l2,
                intercept,
                invariant,
                average,
                betaOne,
                betaTwo,
                ftrlBeta);
    }

    ValueRule rule() {
        return switch (loss) {
            case SQUARED -> new SquaredRule();
            case HUBER -> new HuberRule(threshold);
            case QUANTILE -> new QuantileRule(quantile);
            case POISSON -> new PoissonRule();
            case INSENSITIVE -> new InsensitiveRule(epsilon);
        };
    }
}
