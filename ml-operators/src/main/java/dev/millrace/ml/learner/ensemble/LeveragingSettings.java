package dev.millrace.ml.learner.ensemble;

/**
 * Settings of {@link LeveragingBagging}; the defaults are the reference implementation's.
 *
 * @param members how many learners vote; 1 … 1000
 * @param base what they are, as {@link dev.millrace.ml.learner.Learners#parse} reads it
 * @param lambda mean of the Poisson weight that an event has for a member; &gt; 0
 * @param driftDelta bound on the probability of a false alarm of a member's ADWIN; in (0, 1)
 */
public record LeveragingSettings(int members, String base, double lambda, double driftDelta) {
    public static final LeveragingSettings DEFAULT = new LeveragingSettings(10, "hoeffding-tree", 6, 0.002);

    public LeveragingSettings {
        BaggingSettings.check(members, base, lambda);
        if (!(driftDelta > 0 && driftDelta < 1)) {
            throw new IllegalArgumentException("drift-delta must be between 0 and 1, got " + driftDelta);
        }
    }
}
