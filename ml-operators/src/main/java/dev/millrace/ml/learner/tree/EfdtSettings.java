package dev.millrace.ml.learner.tree;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link ExtremelyFastTree}; the defaults are the reference implementation's.
 */
public record EfdtSettings(
        @About(value = "events that a leaf takes between two attempts to split", range = "≥ 1")
        int gracePeriod,

        @About(value = "events between two looks at the splits on an event's path", range = "≥ 1")
        int reEvaluationPeriod,

        @About(value = "allowed probability of choosing a wrong split", range = "above 0 … below 1")
        double splitConfidence,

        @About(value = "below this Hoeffding bound a split is taken even if it is hardly better", range = "≥ 0")
        double tieThreshold,

        @About(value = "thresholds tried per number", range = "1 … 1000")
        int splitPoints,

        @About(value = "least share of the weight that two branches of a split must get", range = "0 … below 0.5")
        double minBranchFraction,

        @About("whether categories are split into one code and the rest only")
        boolean binarySplits,

        @About(value = "nodes at which the tree stops growing: the bound of its memory", range = "≥ 1")
        int maxNodes) {

    public static final EfdtSettings DEFAULT = new EfdtSettings(200, 2000, 1e-7, 0.05, 10, 0.01, false, 20_000);

    public EfdtSettings {
        if (gracePeriod < 1 || reEvaluationPeriod < 1) {
            throw new IllegalArgumentException("grace-period and re-evaluation-period must be 1 or more, got "
                    + gracePeriod + " and " + reEvaluationPeriod);
        }
        if (!(splitConfidence > 0 && splitConfidence < 1)) {
            throw new IllegalArgumentException("split-confidence must be between 0 and 1, got " + splitConfidence);
        }
        if (!(tieThreshold >= 0)) {
            throw new IllegalArgumentException("tie-threshold must be 0 or more, got " + tieThreshold);
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
