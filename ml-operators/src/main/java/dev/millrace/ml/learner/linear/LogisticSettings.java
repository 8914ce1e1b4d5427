package dev.millrace.ml.learner.linear;

/**
 * Settings of {@link LogisticRegression}.
 *
 * @param optimizer how far a step goes
 * @param rate size of a step: constant for SGD, of the first step for AdaGrad; &gt; 0
 * @param l2 how strongly weights are pulled to 0 at each step; ≥ 0
 * @param intercept whether there is a coordinate that is always 1
 */
public record LogisticSettings(Optimizer optimizer, double rate, double l2, boolean intercept) {

    /** How far a step goes. */
    public enum Optimizer {
        /** A constant rate. */
        SGD,
        /** Each coordinate's rate falls with the gradients that it has seen. */
        ADAGRAD
    }

    public static final LogisticSettings DEFAULT = new LogisticSettings(Optimizer.SGD, 0.01, 0, true);

    public LogisticSettings {
        if (optimizer == null) {
            throw new IllegalArgumentException("optimizer must be sgd or adagrad");
        }
        if (!(rate > 0 && rate <= 1e6)) {
            throw new IllegalArgumentException("rate must be above 0 and at most 1e6, got " + rate);
        }
        if (!(l2 >= 0 && l2 <= 1e6)) {
            throw new IllegalArgumentException("l2 must be in 0 … 1e6, got " + l2);
        }
    }
}
