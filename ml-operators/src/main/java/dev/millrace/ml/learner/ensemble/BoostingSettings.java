package dev.millrace.ml.learner.ensemble;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link OnlineBoosting}; the defaults are the reference implementation's.
 */
public record BoostingSettings(
        @About(value = "how many learners there are in the row", range = "1 … 1000")
        int members,

        @About("what they are: a learner with its settings in parentheses, as (logistic:rate=0.1)")
        String base,

        @About(
                value =
                        "above 0: an ADWIN watches each member's error, and when one rises, the worst member starts anew",
                range = "0 … below 1")
        double driftDelta) {
    public static final BoostingSettings DEFAULT = new BoostingSettings(10, "hoeffding-tree", 0);

    public BoostingSettings {
        BaggingSettings.check(members, base, 1);
        if (!(driftDelta >= 0 && driftDelta < 1)) {
            throw new IllegalArgumentException("drift-delta must be at least 0 and below 1, got " + driftDelta);
        }
    }
}
