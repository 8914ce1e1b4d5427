package dev.millrace.ml.learner.tree;

/**
 * Settings of {@link HoeffdingTree}; the defaults are the reference implementation's.
 *
 * @param gracePeriod weight that a leaf takes between two attempts to split; &gt; 0
 * @param splitConfidence allowed probability of choosing a wrong split; in (0, 1)
 * @param tieThreshold below this Hoeffding bound the best split is taken even if the second is close; ≥ 0
 * @param leafPrediction how leaves predict
 * @param splitPoints thresholds tried per number; 1 … 1000
 * @param minBranchFraction least share of the weight that two branches of a split must get; in [0, 0.5)
 * @param binarySplits whether categories are split into one code and the rest only
 * @param maxNodes nodes at which the tree stops growing: the bound of its memory
 */
public record HoeffdingTreeSettings(
        double gracePeriod,
        double splitConfidence,
        double tieThreshold,
        LeafPrediction leafPrediction,
        int splitPoints,
        double minBranchFraction,
        boolean binarySplits,
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
