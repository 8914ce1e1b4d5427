package dev.millrace.ml.learner.linear;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link KalmanRegression}.
 */
public record KalmanSettings(
        @About(
                value =
                        "variance that a weight gains per event, in units of the noise's variance; with 0 nothing moves, and it is rls with lambda 1",
                range = "0 … 1e6")
        double processNoise,

        @About(
                value =
                        "variance of a value about its mean; 0: estimated, as a fading mean over memory events. It scales the predictive variance and moves no weight",
                range = "0 … 1e100")
        double noise,

        @About(value = "events over which noise is estimated, those before fading", range = "1 … 1e9")
        double memory,

        @About(
                value = "precision of the weights about 0 in the beginning, in units of the noise's precision",
                range = "1e-12 … 1e12")
        double delta,

        @About("whether there is a coordinate that is always 1")
        boolean intercept) {
    public static final KalmanSettings DEFAULT = new KalmanSettings(1e-4, 0, 1000, 1, true);

    public KalmanSettings {
        StepSettings.require("process-noise", processNoise, 0, 1e6);
        StepSettings.require("noise", noise, 0, 1e100);
        StepSettings.require("memory", memory, 1, 1e9);
        StepSettings.require("delta", delta, 1e-12, 1e12);
    }
}
