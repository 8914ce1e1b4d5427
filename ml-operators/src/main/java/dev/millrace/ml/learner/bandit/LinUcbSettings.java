package dev.millrace.ml.learner.bandit;

/**
 * Settings of {@link LinUcb}.
 *
 * @param alpha how many deviations above its expectation a reward is hoped to lie; 0 (never curious) to 1e6. For rewards
 *     within [0, 1]; in proportion for others
 * @param lambda precision of the weights about 0 before the first event; 1e-12 to 1e12
 * @param explore share of the events whose action is drawn evenly from all; 0 to 1. Above 0 every action has a probability,
 *     so that what was logged can tell what other policies would earn
 * @param intercept whether there is a coordinate that is always 1
 */
public record LinUcbSettings(double alpha, double lambda, double explore, boolean intercept) {
    public static final LinUcbSettings DEFAULT = new LinUcbSettings(1, 1, 0, true);

    public LinUcbSettings {
        Ranges.require("alpha", alpha, 0, 1e6);
        Ranges.require("lambda", lambda, 1e-12, 1e12);
        Ranges.require("explore", explore, 0, 1);
    }
}
