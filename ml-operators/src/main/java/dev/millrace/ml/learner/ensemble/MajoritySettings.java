package dev.millrace.ml.learner.ensemble;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link WeightedMajority}.
 */
public record MajoritySettings(
        @About(
                value = "those that vote, with + between, in parentheses where they have settings: "
                        + "(logistic:rate=0.1)+naive-bayes",
                range = "1 … 100 learners")
        String learners,

        @About(value = "what is left of a weight after a loss of 1", range = "above 0 … below 1")
        double beta,

        @About(
                value =
                        "part of its weight that each gives to the others after every event, so that who is best now is trusted soon; 0: who was best overall",
                range = "0 … below 1")
        double share,

        @About(
                "what a member loses by: mistakes counts votes for the wrong class; with scores members give their scores, and lose 1 less that of the true class")
        Loss loss) {
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
