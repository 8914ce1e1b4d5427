package dev.millrace.ml.learner.factorization;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link FactorizationMachine} and {@link FactorizationRegression}.
 */
public record FactorizationSettings(
        @About(value = "numbers that describe a coordinate in its interactions", range = "1 … 1024")
        int factors,

        @About("how far a step goes; steps of sgd that would overshoot are shortened")
        Step optimizer,

        @About(value = "size of a step", range = "1e-12 … 1e6")
        double rate,

        @About(value = "how strongly weights are pulled to 0", range = "0 … 1e6")
        double l2,

        @About(value = "how strongly factors are pulled to 0", range = "0 … 1e6")
        double factorL2,

        @About(value = "of ftrl: weights whose pull is smaller are exactly 0", range = "0 … 1e6")
        double l1,

        @About(value = "standard deviation of the factors that a coordinate begins with", range = "1e-12 … 10")
        double spread,

        @About("whether there is a weight that counts in every event")
        boolean intercept) {

    /** How far a step goes. */
    public enum Step {
        /** The same rate everywhere, less where a step would overshoot. */
        SGD,
        /** Each number's rate falls with its gradients. */
        ADAGRAD,
        /** Follow the proximally regularised leader. */
        FTRL
    }

    /** Of classifiers. How many factors, and how they begin, as in libFM. */
    public static final FactorizationSettings CLASSES = of(Step.ADAGRAD, 0.1);

    /** Of regressions, whose steps must not depend on the size of values. */
    public static final FactorizationSettings VALUES = of(Step.SGD, 0.01);

    public FactorizationSettings {
        if (factors < 1 || factors > 1024) {
            throw new IllegalArgumentException("factors must be in 1 … 1024, got " + factors);
        }
        if (optimizer == null) {
            throw new IllegalArgumentException("optimizer must be sgd, adagrad or ftrl");
        }
        require("rate", rate, 1e-12, 1e6);
        require("l2", l2, 0, 1e6);
        require("factor-l2", factorL2, 0, 1e6);
        require("l1", l1, 0, 1e6);
        require("spread", spread, 1e-12, 10);
        if (l1 > 0 && optimizer != Step.FTRL) {
            throw new IllegalArgumentException(
                    "l1 cuts weights with optimizer=ftrl only; leave it at 0 or choose ftrl");
        }
    }

    private static FactorizationSettings of(Step optimizer, double rate) {
        return new FactorizationSettings(8, optimizer, rate, 0, 0, 0, 0.1, true);
    }

    private static void require(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(key + " must be in " + least + " … " + most + ", got " + value);
        }
    }
}
