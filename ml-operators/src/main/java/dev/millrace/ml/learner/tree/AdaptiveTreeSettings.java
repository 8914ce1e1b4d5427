package dev.millrace.ml.learner.tree;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link HoeffdingAdaptiveTree}; the defaults are the reference implementation's.
 */
public record AdaptiveTreeSettings(
        @About(value = "weight that a leaf takes between two attempts to split", range = "above 0")
        double gracePeriod,

        @About(value = "allowed probability of choosing a wrong split", range = "above 0 … below 1")
        double splitConfidence,

        @About(value = "below this Hoeffding bound the best split is taken even if the second is close", range = "≥ 0")
        double tieThreshold,

        @About(value = "bound on the probability of a false alarm of a node's ADWIN", range = "above 0 … below 1")
        double driftDelta,

        @About(value = "allowed probability of a wrong exchange of subtrees", range = "above 0 … below 1")
        double switchConfidence,

        @About(value = "events that both subtrees' errors must cover before they are compared", range = "≥ 1")
        int switchWidth,

        @About(value = "thresholds tried per number", range = "1 … 1000")
        int splitPoints,

        @About(value = "least share of the weight that two branches of a split must get", range = "0 … below 0.5")
        double minBranchFraction,

        @About("whether categories are split into one code and the rest only")
        boolean binarySplits,

        @About(
                value = "nodes, alternate subtrees included, at which the tree stops growing: the bound of its memory",
                range = "≥ 1")
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
