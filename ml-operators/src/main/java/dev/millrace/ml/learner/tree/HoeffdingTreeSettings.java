package dev.millrace.ml.learner.tree;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link HoeffdingTree}; the defaults are the reference implementation's.
 */
public record HoeffdingTreeSettings(
        @About(value = "weight that a leaf takes between two attempts to split", range = "above 0")
        double gracePeriod,

        @About(value = "allowed probability of choosing a wrong split", range = "above 0 … below 1")
        double splitConfidence,

        @About(value = "below this Hoeffding bound the best split is taken even if the second is close", range = "≥ 0")
        double tieThreshold,

        @About("how leaves predict") LeafPrediction leafPrediction,

        @About(value = "thresholds tried per number", range = "1 … 1000")
        int splitPoints,

        @About(value = "least share of the weight that two branches of a split must get", range = "0 … below 0.5")
        double minBranchFraction,

        @About("whether categories are split into one code and the rest only")
        boolean binarySplits,

        @About(value = "nodes at which the tree stops growing: the bound of its memory", range = "≥ 1")
        int maxNodes) {

    /** How a leaf predicts. */
    public enum LeafPrediction {
        /** The classes' shares. */
        MAJORITY,
        /** Naive Bayes over what the leaf has seen. */
        NAIVE_BAYES,
        /** Of these two, the one that has been right more often in this leaf. */
        ADAPTIVE
    }

    public static final HoeffdingTreeSettings DEFAULT =
            new HoeffdingTreeSettings(200, 1e-7, 0.05, LeafPrediction.ADAPTIVE, 10, 0.01, false, 20_000);

    public HoeffdingTreeSettings {
        if (!(gracePeriod > 0)) {
            throw new IllegalArgumentException("grace-period must be above 0, got " + gracePeriod);
        }
        if (!(splitConfidence > 0 && splitConfidence < 1)) {
            throw new IllegalArgumentException("split-confidence must be between 0 and 1, got " + splitConfidence);
        }
        if (!(tieThreshold >= 0)) {
            throw new IllegalArgumentException("tie-threshold must be 0 or more, got " + tieThreshold);
        }
        if (leafPrediction == null) {
            throw new IllegalArgumentException("leaf-prediction must be majority, naive-bayes or adaptive");
        }
        if (splitPoints < 1 || splitPoints > 1000) {
            throw new IllegalArgumentException("split-points must be in 1 … 1000, got " + splitPoints);
        }
        if (!(minBranchFraction >= 0 && minBranchFraction < 0.5)) {
            throw new IllegalArgumentException("min-branch-fraction must be in 0 … 0.5, got " + minBranchFraction);
        }
        if (maxNodes < 1) {
            throw new IllegalArgumentException("max-nodes must be 1 or more, got " + maxNodes);
        }
    }
}
