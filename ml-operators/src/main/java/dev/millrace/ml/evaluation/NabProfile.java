package dev.millrace.ml.evaluation;

/**
 * What right and wrong detections are worth in the Numenta benchmark. Source: Lavin and Ahmad, "Evaluating real-time anomaly
 * detection algorithms – the Numenta Anomaly Benchmark", ICMLA (2015), and the benchmark's own table of weights.
 */
public enum NabProfile {
    STANDARD("standard", 1, 0.11, 1),

    /** False alarms cost twice as much. */
    REWARD_LOW_FP("reward_low_fp", 1, 0.22, 1),

    /** Windows that were missed cost twice as much. */
    REWARD_LOW_FN("reward_low_fn", 1, 0.11, 2);

    private final String key;
    private final double found;
    private final double falseAlarm;
    private final double missed;

    NabProfile(String key, double found, double falseAlarm, double missed) {
        this.key = key;
        this.found = found;
        this.falseAlarm = falseAlarm;
        this.missed = missed;
    }

    /** As users see it: {@code reward_low_fp}. */
    public String key() {
        return key;
    }

    /** Gain of a window whose anomaly was found at its start. */
    double found() {
        return found;
    }

    /** Cost of a detection far from all windows. */
    double falseAlarm() {
        return falseAlarm;
    }

    /** Cost of a window in which nothing was found. */
    double missed() {
        return missed;
    }
}
