package dev.millrace.ml.learner.ensemble;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link LeveragingBagging}; the defaults are the reference implementation's.
 */
public record LeveragingSettings(
        @About(value = "how many learners vote", range = "1 … 1000")
        int members,

        @About("what they are: a learner with its settings in parentheses, as (logistic:rate=0.1)")
        String base,

        @About(value = "mean of the Poisson weight that an event has for a member", range = "above 0 … 100")
        double lambda,

        @About(value = "bound on the probability of a false alarm of a member's ADWIN", range = "above 0 … below 1")
        double driftDelta) {
    public static final LeveragingSettings DEFAULT = new LeveragingSettings(10, "hoeffding-tree", 6, 0.002);

    public LeveragingSettings {
        BaggingSettings.check(members, base, lambda);
        if (!(driftDelta > 0 && driftDelta < 1)) {
            throw new IllegalArgumentException("drift-delta must be between 0 and 1, got " + driftDelta);
        }
    }
}
