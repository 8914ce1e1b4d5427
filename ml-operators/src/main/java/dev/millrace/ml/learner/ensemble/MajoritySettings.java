package dev.millrace.ml.learner.ensemble;

/**
 * Settings of {@link WeightedMajority}.
 *
 * @param learners those that vote, with + between, each as {@link dev.millrace.ml.learner.Learners#parse} reads it, in parentheses
 *     where it has settings; 1 … 100
 * @param beta what is left of a weight after a loss of 1; between 0 and 1
 * @param share part of its weight that each gives to the others after every event; 0 … below 1
 * @param loss what a member loses by
 */
public record MajoritySettings(String learners, double beta, double share, Loss loss) {
    private static final String USUAL = "naive-bayes+hoeffding-tree+(logistic:optimizer=normalized,rate=0.5)";

    public static final MajoritySettings DEFAULT = new MajoritySettings(USUAL, 0.5, 0.01, Loss.MISTAKES);

    /** What a member says, and what it loses by. */
    public enum Loss {
        /** A vote for one class; 1 for a wrong one. */
        MISTAKES,
        /** Its scores; 1 less that of the true class. */
        SCORES
    }

    public MajoritySettings {
        Experts.check(learners, USUAL);
        ExpertWeights.check(beta, share);
        if (loss == null) {
            throw new IllegalArgumentException("loss must be mistakes or scores");
        }
    }
}
