package dev.millrace.ml.learner.bandit;

/**
 * Settings of {@link LinearThompson}.
 *
 * @param spread v: deviation of the belief in units of √(xᵀA⁻¹x), about that of the rewards' noise; 0 (never curious) to 1e6
 * @param lambda precision of the weights about 0 before the first event; 1e-12 to 1e12
 * @param explore share of the events whose action is drawn evenly from all; 0 to 1
 * @param intercept whether there is a coordinate that is always 1
 */
public record LinearThompsonSettings(double spread, double lambda, double explore, boolean intercept) {
    public static final LinearThompsonSettings DEFAULT = new LinearThompsonSettings(0.5, 1, 0, true);

    public LinearThompsonSettings {
        Ranges.require("spread", spread, 0, 1e6);
        Ranges.require("lambda", lambda, 1e-12, 1e12);
        Ranges.require("explore", explore, 0, 1);
    }
}
