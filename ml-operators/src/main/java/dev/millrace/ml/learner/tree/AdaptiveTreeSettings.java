package dev.millrace.ml.learner.tree;

/**
 * Settings of {@link HoeffdingAdaptiveTree}; the defaults are the reference implementation's.
 *
 * @param gracePeriod weight that a leaf takes between two attempts to split; &gt; 0
 * @param splitConfidence allowed probability of choosing a wrong split; in (0, 1)
 * @param tieThreshold below this Hoeffding bound the best split is taken even if the second is close; ≥ 0
 * @param driftDelta bound on the probability of a false alarm of a node's ADWIN; in (0, 1)
 * @param switchConfidence allowed probability of a wrong exchange of subtrees; in (0, 1)
 * @param switchWidth events that both subtrees' errors must cover before they are compared; ≥ 1
 * @param splitPoints thresholds tried per number; 1 … 1000
 * @param minBranchFraction least share of the weight that two branches of a split must get; in [0, 0.5)
 * @param binarySplits whether categories are split into one code and the rest only
 * @param maxNodes nodes, alternate subtrees included, at which the tree stops growing: the bound of its memory
 */
public record AdaptiveTreeSettings(
        double gracePeriod,
        double splitConfidence,
        double tieThreshold,
        double driftDelta,
        double switchConfidence,
        int switchWidth,
        int splitPoints,
        double minBranchFraction,
        boolean binarySplits,
        int maxNodes) {

    public static final AdaptiveTreeSettings DEFAULT =
            new AdaptiveTreeSettings(200, 1e-7, 0.05, 0.002, 0.05, 300, 10, 0.01, false, 20_000);

    public AdaptiveTreeSettings {
        if (!(gracePeriod > 0)) {
            throw new IllegalArgumentException("grace-period must be above 0, got " + gracePeriod);
        }
        open("split-confidence", splitConfidence);
        open("drift-delta", driftDelta);
        open("switch-confidence", switchConfidence);
        if (!(tieThreshold >= 0)) {
            throw new IllegalArgumentException("tie-threshold must be 0 or more, got " + tieThreshold);
        }
        if (switchWidth < 1) {
            throw new IllegalArgumentException("switch-width must be 1 or more, got " + switchWidth);
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

    private static void open(String key, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, got " + value);
        }
    }
}
