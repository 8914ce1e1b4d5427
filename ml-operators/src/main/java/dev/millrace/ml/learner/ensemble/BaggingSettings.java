package dev.millrace.ml.learner.ensemble;

/**
 * Settings of {@link OnlineBagging}.
 *
 * @param members how many learners vote; 1 … 1000
 * @param base what they are, as {@link dev.millrace.ml.learner.Learners#parse} reads it
 * @param lambda mean of the Poisson weight that an event has for a member; &gt; 0
 */
public record BaggingSettings(int members, String base, double lambda) {
    public static final BaggingSettings DEFAULT = new BaggingSettings(10, "hoeffding-tree", 1);

    public BaggingSettings {
        check(members, base, lambda);
    }

    static void check(int members, String base, double lambda) {
        if (members < 1 || members > 1000) {
            throw new IllegalArgumentException("members must be in 1 … 1000, got " + members);
        }
        if (base == null || base.isBlank()) {
            throw new IllegalArgumentException("base must name a learner, hoeffding-tree say");
        }
        if (!(lambda > 0 && lambda <= 100)) {
            throw new IllegalArgumentException("lambda must be above 0 and at most 100, got " + lambda);
        }
    }
}
