package dev.millrace.ml.learner.linear;

/**
 * What all gradient steps of linear learners are told; the checks that their settings share.
 *
 * @param optimizer how far a step goes
 * @param rate size of a step; 1e-12 … 1e6
 * @param decay how fast the rate falls with the number of steps t: rate ÷ (1 + t ÷ decayStart)^decay; 0 … 1, where 0 is never
 * @param decayStart steps after which the rate has fallen to 2^−decay of itself; ≥ 1
 * @param adaptivity for {@link Optimizer#NORMALIZED}: how fast a coordinate's rate falls with its gradients; 0 … 0.5
 * @param l1 how strongly small weights are cut to 0; ≥ 0
 * @param l2 how strongly weights are pulled to 0; ≥ 0
 * @param intercept whether there is a coordinate that is always 1
 * @param invariant of SGD: steps follow the path of the loss (see {@link NormalizedDescent}) and cannot overshoot; with two
 *     classes or a value
 * @param average whether predictions use the mean of all weights so far
 * @param betaOne for {@link Optimizer#ADAM}: share of the mean gradient that is kept at a step; 0 … below 1
 * @param betaTwo for {@link Optimizer#ADAM}: share of the mean squared gradient that is kept at a step; 0 … below 1
 * @param ftrlBeta for {@link Optimizer#FTRL}: slows the first steps; ≥ 0
 */
record StepSettings(
        Optimizer optimizer,
        double rate,
        double decay,
        double decayStart,
        double adaptivity,
        double l1,
        double l2,
        boolean intercept,
        boolean invariant,
        boolean average,
        double betaOne,
        double betaTwo,
        double ftrlBeta) {

    StepSettings {
        if (optimizer == null) {
            throw new IllegalArgumentException("optimizer must be sgd, adagrad, adam, ftrl or normalized");
        }
        if (!(rate > 0)) {
            throw new IllegalArgumentException("rate must be above 0 and at most 1e6, got " + rate);
        }
        require("rate", rate, 1e-12, 1e6);
        require("decay", decay, 0, 1);
        require("decay-start", decayStart, 1, 1e15);
        require("adaptivity", adaptivity, 0, 0.5);
        require("l1", l1, 0, 1e6);
        require("l2", l2, 0, 1e6);
        requireShare("beta-one", betaOne);
        requireShare("beta-two", betaTwo);
        require("ftrl-beta", ftrlBeta, 0, 1e6);
        if (optimizer == Optimizer.FTRL && decay != 0) {
            throw new IllegalArgumentException(
                    "decay has no meaning for ftrl, whose rates fall by themselves; leave it at 0");
        }
    }

    /** Steps of size 1, as rules that find the length of a step themselves want them. */
    static StepSettings unit(boolean intercept, boolean average) {
        return new StepSettings(Optimizer.SGD, 1, 0, 1, 0.5, 0, 0, intercept, false, average, 0.9, 0.999, 1);
    }

    static void require(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(key + " must be in " + least + " … " + most + ", got " + value);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(key + " must be at least 0 and below 1, got " + value);
        }
    }
}
