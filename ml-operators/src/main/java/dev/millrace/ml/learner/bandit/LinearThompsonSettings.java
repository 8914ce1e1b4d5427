package dev.millrace.ml.learner.bandit;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link LinearThompson}.
 */
public record LinearThompsonSettings(
        @About(
                value =
                        "deviation of the belief in units of √(xᵀA⁻¹x), about that of the rewards' noise; 0: never curious",
                range = "0 … 1e6")
        double spread,

        @About(value = "precision of the weights about 0 before the first event", range = "1e-12 … 1e12")
        double lambda,

        @About(value = "share of the events whose action is drawn evenly from all", range = "0 … 1")
        double explore,

        @About("whether there is a coordinate that is always 1")
        boolean intercept) {
    public static final LinearThompsonSettings DEFAULT = new LinearThompsonSettings(0.5, 1, 0, true);

    public LinearThompsonSettings {
        Ranges.require("spread", spread, 0, 1e6);
        Ranges.require("lambda", lambda, 1e-12, 1e12);
        Ranges.require("explore", explore, 0, 1);
    }
}
