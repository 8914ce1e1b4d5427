package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.learner.MembersSetting;
import dev.millrace.stream.settings.About;

/**
 * Settings of {@link OnlineBagging}.
 */
public record BaggingSettings(
        @About(value = "how many learners vote", range = "1 … 1000")
        int members,

        @About("what they are: a learner with its settings in parentheses, as (logistic:rate=0.1)")
        String base,

        @About(value = "mean of the Poisson weight that an event has for a member", range = "above 0 … 100")
        double lambda) {
    static final MembersSetting NAMED_IN = new MembersSetting("base", false);
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
