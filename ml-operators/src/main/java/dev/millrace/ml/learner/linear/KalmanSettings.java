package dev.millrace.ml.learner.linear;

/**
 * Settings of {@link KalmanRegression}.
 *
 * @param processNoise variance that each weight gains per event, in units of the noise's variance: 0 for weights that do not
 *     move; at most 1e6
 * @param noise variance of an event's value about w·x; 0 for estimated
 * @param memory events over which it is estimated, those before fading; 1 … 1e9
 * @param delta precision of the weights about 0 in the beginning, in units of the noise's precision; 1e-12 … 1e12
 * @param intercept whether there is a coordinate that is always 1
 */
public record KalmanSettings(double processNoise, double noise, double memory, double delta, boolean intercept) {
    public static final KalmanSettings DEFAULT = new KalmanSettings(1e-4, 0, 1000, 1, true);

    public KalmanSettings {
        StepSettings.require("process-noise", processNoise, 0, 1e6);
        StepSettings.require("noise", noise, 0, 1e100);
        StepSettings.require("memory", memory, 1, 1e9);
        StepSettings.require("delta", delta, 1e-12, 1e12);
    }
}
