package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link LinearRegression}; those of the optimisers mean what they mean in {@link LogisticSettings}.
 */
public record LinearSettings(
        @About("what an error costs") Loss loss,
        @About("how far a step goes") Optimizer optimizer,

        @About(value = "size of a step", range = "1e-12 … 1e6")
        double rate,

        @About(
                value = "pulls weights to 0 at the coordinates that an event uses, never the intercept",
                range = "0 … 1e6")
        double l2,

        @About("whether there is a coordinate that is always 1")
        boolean intercept,

        @About(value = "cuts small weights to 0; not the intercept", range = "0 … 1e6")
        double l1,

        @About(value = "of huber: errors beyond it cost in proportion", range = "above 0 … 1e100")
        double threshold,

        @About(value = "of quantile: the share of values that lie below the prediction", range = "above 0 … below 1")
        double quantile,

        @About(value = "of insensitive: errors up to here cost nothing", range = "0 … 1e100")
        double epsilon,

        @About(value = "the rate of step t is rate ÷ (1 + t ÷ decay-start)^decay", range = "0 … 1")
        double decay,

        @About(value = "see decay", range = "1 … 1e15") double decayStart,

        @About("of sgd: steps follow the path of the loss and cannot overshoot; with two classes or a value")
        boolean invariant,

        @About("whether the mean of all weights so far answers")
        boolean average,

        @About(
                value = "of normalized: how fast a rate falls with the coordinate's gradients; 0: not at all",
                range = "0 … 0.5")
        double adaptivity,

        @About(value = "of adam: share of the mean gradient kept at a step", range = "0 … below 1")
        double betaOne,

        @About(value = "of adam: share of the mean squared gradient kept at a step", range = "0 … below 1")
        double betaTwo,

        @About(value = "of ftrl: slows the first steps", range = "0 … 1e6")
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
