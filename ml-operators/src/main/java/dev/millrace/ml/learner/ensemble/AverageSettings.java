package dev.millrace.ml.learner.ensemble;

/**
 * Settings of {@link WeightedAverage}.
 *
 * @param learners those that are averaged, as in {@link MajoritySettings}
 * @param beta what is left of a weight after a loss of 1; between 0 and 1
 * @param share part of its weight that each gives to the others after every event; 0 … below 1
 */
public record AverageSettings(String learners, double beta, double share) {
    private static final String USUAL = "mean+hoeffding-regression-tree+(linear:optimizer=normalized,rate=0.5)";

    public static final AverageSettings DEFAULT = new AverageSettings(USUAL, 0.5, 0);

    public AverageSettings {
        Experts.check(learners, USUAL);
        ExpertWeights.check(beta, share);
    }
}
