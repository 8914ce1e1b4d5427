package dev.millrace.ml.learner.tree;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link HoeffdingRegressionTree}.
 */
public record RegressionTreeSettings(
        @About(value = "weight that a leaf takes between two attempts to split", range = "above 0")
        double gracePeriod,

        @About(value = "allowed probability of choosing a wrong split", range = "above 0 … below 1")
        double splitConfidence,

        @About(value = "below this Hoeffding bound the best split is taken even if the second is close", range = "≥ 0")
        double tieThreshold,

        @About("how leaves predict") LeafModel leafModel,

        @About(value = "step of the linear models, first", range = "above 0 … 1")
        double rate,

        @About(value = "the step after n events of a leaf is rate / (1 + n · rate-decay)", range = "≥ 0")
        double rateDecay,

        @About(
                value =
                        "of the Page-Hinkley test on each inner node's errors, in standard deviations of the value; Infinity: "
                                + "nobody watches",
                range = "above 0")
        double driftThreshold,

        @About(value = "least share of the weight that both branches of a split must get", range = "0 … below 0.5")
        double minBranchFraction,

        @About(value = "nodes at which the tree stops growing: the bound of its memory", range = "≥ 1")
        int maxNodes) {

    /** How a leaf predicts. */
    public enum LeafModel {
        /** The mean of the values seen. */
        MEAN,
        /** A linear function of the numbers and codes, inherited by the leaves of a split. */
        LINEAR,
        /** Of these two, the one with less error of late in this leaf. */
        ADAPTIVE
    }

    public static final RegressionTreeSettings DEFAULT =
            new RegressionTreeSettings(200, 1e-7, 0.05, LeafModel.ADAPTIVE, 0.02, 0.001, 50, 0.01, 5_000);

    public RegressionTreeSettings {
        if (!(gracePeriod > 0)) {
            throw new IllegalArgumentException("grace-period must be above 0, got " + gracePeriod);
        }
        if (!(splitConfidence > 0 && splitConfidence < 1)) {
            throw new IllegalArgumentException("split-confidence must be between 0 and 1, got " + splitConfidence);
        }
        if (!(tieThreshold >= 0)) {
            throw new IllegalArgumentException("tie-threshold must be 0 or more, got " + tieThreshold);
        }
        if (leafModel == null) {
            throw new IllegalArgumentException("leaf-model must be mean, linear or adaptive");
        }
        if (!(rate > 0 && rate <= 1) || !(rateDecay >= 0)) {
            throw new IllegalArgumentException(
                    "rate must be above 0 and at most 1, and rate-decay 0 or more, got " + rate + " and " + rateDecay);
        }
        if (!(driftThreshold > 0)) {
            throw new IllegalArgumentException("drift-threshold must be above 0, got " + driftThreshold);
        }
        if (!(minBranchFraction >= 0 && minBranchFraction < 0.5)) {
            throw new IllegalArgumentException("min-branch-fraction must be in 0 … 0.5, got " + minBranchFraction);
        }
        if (maxNodes < 1) {
            throw new IllegalArgumentException("max-nodes must be 1 or more, got " + maxNodes);
        }
    }
}
