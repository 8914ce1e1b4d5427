package dev.millrace.ml.learner.tree;

/**
 * Settings of {@link HoeffdingRegressionTree}.
 *
 * @param gracePeriod weight that a leaf takes between two attempts to split; &gt; 0
 * @param splitConfidence allowed probability of choosing a wrong split; in (0, 1)
 * @param tieThreshold below this Hoeffding bound the best split is taken even if the second is close; ≥ 0
 * @param leafModel how leaves predict
 * @param rate step of the linear models, first; in (0, 1]
 * @param rateDecay the step after n events of a leaf is rate / (1 + n · rate-decay); ≥ 0
 * @param driftThreshold of the Page-Hinkley test on each inner node's errors, in standard deviations of the value; &gt; 0; infinite: nobody
 *     watches
 * @param minBranchFraction least share of the weight that both branches of a split must get; in [0, 0.5)
 * @param maxNodes nodes at which the tree stops growing: the bound of its memory
 */
public record RegressionTreeSettings(
        double gracePeriod,
        double splitConfidence,
        double tieThreshold,
        LeafModel leafModel,
        double rate,
        double rateDecay,
        double driftThreshold,
        double minBranchFraction,
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
