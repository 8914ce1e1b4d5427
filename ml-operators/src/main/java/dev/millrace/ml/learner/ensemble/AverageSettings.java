package dev.millrace.ml.learner.ensemble;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link WeightedAverage}.
 */
public record AverageSettings(
        @About(
                value = "those that are averaged, with + between, in parentheses where they have settings",
                range = "1 … 100 learners")
        String learners,

        @About(value = "what is left of a weight after a loss of 1", range = "above 0 … below 1")
        double beta,

        @About(
                value =
                        "part of its weight that each gives to the others after every event, so that who is best now is trusted soon; 0: who was best overall",
                range = "0 … below 1")
        double share) {
    private static final String USUAL = "mean+hoeffding-regression-tree+(linear:optimizer=normalized,rate=0.5)";

    public static final AverageSettings DEFAULT = new AverageSettings(USUAL, 0.5, 0);

    public AverageSettings {
        Experts.check(learners, USUAL);
        ExpertWeights.check(beta, share);
    }
}
