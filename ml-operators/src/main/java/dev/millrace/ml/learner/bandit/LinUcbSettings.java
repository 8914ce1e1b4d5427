package dev.millrace.ml.learner.bandit;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link LinUcb}.
 */
public record LinUcbSettings(
        @About(
                value =
                        "how many deviations above its expectation a reward is hoped to lie; 0: never curious. For rewards "
                                + "within [0, 1]; in proportion for others",
                range = "0 … 1e6")
        double alpha,

        @About(value = "precision of the weights about 0 before the first event", range = "1e-12 … 1e12")
        double lambda,

        @About(
                value =
                        "share of the events whose action is drawn evenly from all. Above 0 every action has a probability, so "
                                + "that what was logged can tell what other policies would earn",
                range = "0 … 1")
        double explore,

        @About("whether there is a coordinate that is always 1")
        boolean intercept) {
    public static final LinUcbSettings DEFAULT = new LinUcbSettings(1, 1, 0, true);

    public LinUcbSettings {
        Ranges.require("alpha", alpha, 0, 1e6);
        Ranges.require("lambda", lambda, 1e-12, 1e12);
        Ranges.require("explore", explore, 0, 1);
    }
}
