package dev.millrace.ml.learner.linear;

/**
 * Settings of logistic and softmax regression; {@link LogisticRegression} and {@link LinearClassifier} share them.
 *
 * @param optimizer how far a step goes
 * @param rate size of a step: of each for SGD and Adam, of the first for the others; 1e-12 … 1e6
 * @param l2 how strongly weights are pulled to 0 at each step; 0 … 1e6
 * @param intercept whether there is a coordinate that is always 1
 * @param l1 how strongly small weights are cut to 0; 0 … 1e6
 * @param decay the rate is divided by (1 + steps ÷ decayStart)^decay; 0 … 1
 * @param decayStart see decay; 1 … 1e15
 * @param invariant of SGD: steps follow the path of the loss (see {@link NormalizedDescent}) and cannot overshoot; with two
 *     classes or a value
 * @param average whether the mean of all weights so far answers
 * @param classWeights "none", "balanced", or a weight for each class with '/' between, as in "1/20"
 * @param adaptivity of NORMALIZED: how fast a rate falls with the coordinate's gradients; 0 … 0.5
 * @param betaOne of ADAM: share of the mean gradient kept at a step; 0 … below 1
 * @param betaTwo of ADAM: share of the mean squared gradient kept at a step; 0 … below 1
 * @param ftrlBeta of FTRL: slows the first steps; 0 … 1e6
 */
public record LogisticSettings(
        Optimizer optimizer,
        double rate,
        double l2,
        boolean intercept,
        double l1,
        double decay,
        double decayStart,
        boolean invariant,
        boolean average,
        String classWeights,
        double adaptivity,
        double betaOne,
        double betaTwo,
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
