package dev.millrace.ml.learner.factorization;

/**
 * Settings of {@link FactorizationMachine} and {@link FactorizationRegression}.
 *
 * @param factors numbers that describe a coordinate in its interactions; 1 … 1024
 * @param optimizer how far a step goes
 * @param rate size of a step; 1e-12 … 1e6
 * @param l2 how strongly weights are pulled to 0; 0 … 1e6
 * @param factorL2 how strongly factors are pulled to 0; 0 … 1e6
 * @param l1 of FTRL: weights whose pull is smaller are exactly 0; 0 … 1e6
 * @param spread standard deviation of the factors that a coordinate begins with; above 0 … 10
 * @param intercept whether there is a weight that counts in every event
 */
public record FactorizationSettings(
        int factors,
        Step optimizer,
        double rate,
        double l2,
        double factorL2,
        double l1,
        double spread,
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
