package dev.millrace.ml.learner.tree;

/**
 * Settings of {@link ExtremelyFastTree}; the defaults are the reference implementation's.
 *
 * @param gracePeriod events that a leaf takes between two attempts to split; ≥ 1
 * @param reEvaluationPeriod events between two looks at the splits on an event's path; ≥ 1
 * @param splitConfidence allowed probability of choosing a wrong split; in (0, 1)
 * @param tieThreshold below this Hoeffding bound a split is taken even if it is hardly better; ≥ 0
 * @param splitPoints thresholds tried per number; 1 … 1000
 * @param minBranchFraction least share of the weight that two branches of a split must get; in [0, 0.5)
 * @param binarySplits whether categories are split into one code and the rest only
 * @param maxNodes nodes at which the tree stops growing: the bound of its memory
 */
public record EfdtSettings(
        int gracePeriod,
        int reEvaluationPeriod,
        double splitConfidence,
        double tieThreshold,
        int splitPoints,
        double minBranchFraction,
        boolean binarySplits,
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
