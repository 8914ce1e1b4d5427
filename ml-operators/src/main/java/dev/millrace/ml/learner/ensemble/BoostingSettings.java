package dev.millrace.ml.learner.ensemble;

/**
 * Settings of {@link OnlineBoosting}; the defaults are the reference implementation's.
 *
 * @param members how many learners there are in the row; 1 … 1000
 * @param base what they are, as {@link dev.millrace.ml.learner.Learners#parse} reads it
 * @param driftDelta bound on the probability of a false alarm of the ADWIN on each member's error; 0 for no such watch; below 1
 */
public record BoostingSettings(int members, String base, double driftDelta) {
    public static final BoostingSettings DEFAULT = new BoostingSettings(10, "hoeffding-tree", 0);

    public BoostingSettings {
        BaggingSettings.check(members, base, 1);
        if (!(driftDelta >= 0 && driftDelta < 1)) {
            throw new IllegalArgumentException("drift-delta must be at least 0 and below 1, got " + driftDelta);
        }
    }
}
