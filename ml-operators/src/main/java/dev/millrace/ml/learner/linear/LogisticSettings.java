package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;

/**
 * Settings of logistic and softmax regression; {@link LogisticRegression} and {@link LinearClassifier} share them.
 */
public record LogisticSettings(
        @About("how far a step goes") Optimizer optimizer,

        @About(value = "size of a step: of each for sgd and Adam, of the first for the others", range = "1e-12 … 1e6")
        double rate,

        @About(
                value = "pulls weights to 0 at the coordinates that an event uses, never the intercept",
                range = "0 … 1e6")
        double l2,

        @About("whether there is a coordinate that is always 1")
        boolean intercept,

        @About(value = "cuts small weights to 0; not the intercept", range = "0 … 1e6")
        double l1,

        @About(value = "the rate of step t is rate ÷ (1 + t ÷ decay-start)^decay", range = "0 … 1")
        double decay,

        @About(value = "see decay", range = "1 … 1e15") double decayStart,

        @About("of sgd: steps follow the path of the loss and cannot overshoot; with two classes or a value")
        boolean invariant,

        @About("whether the mean of all weights so far answers")
        boolean average,

        @About("none, balanced (by the classes' shares so far), or a weight for each class in their order, as 1/20")
        String classWeights,

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

    public static final LogisticSettings DEFAULT = new LogisticSettings(Optimizer.SGD, 0.01, 0, true);

    public LogisticSettings {
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
        new ClassBalance(classWeights);
    }

    /** The others at their defaults. */
    public LogisticSettings(Optimizer optimizer, double rate, double l2, boolean intercept) {
        this(optimizer, rate, l2, intercept, 0, 0, 1, false, false, ClassBalance.NONE, 0.5, 0.9, 0.999, 1);
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

    /** Whether {@link LogisticRegression} does all that is asked for. */
    boolean isPlain() {
        return (optimizer == Optimizer.SGD || optimizer == Optimizer.ADAGRAD)
                && l1 == 0
                && decay == 0
                && !invariant
                && !average
                && ClassBalance.isNone(classWeights);
    }
}
