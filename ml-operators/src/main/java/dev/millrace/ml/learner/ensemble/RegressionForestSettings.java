package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.learner.tree.RegressionTreeSettings;
import dev.millrace.ml.learner.tree.RegressionTreeSettings.LeafModel;

/**
 * Settings of {@link RegressionForest}; the defaults are the reference implementation's, but for {@code features}, which is 60 there.
 *
 * @param members how many trees are averaged; 1 … 1000
 * @param features percent of the attributes that a leaf may split on; above 0, at most 100
 * @param lambda mean of the Poisson weight that an event has for a tree; &gt; 0
 * @param driftDelta of the ADWIN whose alarm replaces a tree; in (0, 1)
 * @param warningDelta of the ADWIN whose alarm starts a tree in the background; in (0, 1)
 * @param gracePeriod weight that a leaf takes between two attempts to split; &gt; 0
 * @param splitConfidence allowed probability of choosing a wrong split; in (0, 1)
 * @param tieThreshold below this Hoeffding bound the best split is taken even if the second is close; ≥ 0
 * @param leafModel how leaves predict
 * @param maxNodes nodes at which a tree stops growing: the bound of its memory
 */
public record RegressionForestSettings(
        int members,
        double features,
        double lambda,
        double driftDelta,
        double warningDelta,
        double gracePeriod,
        double splitConfidence,
        double tieThreshold,
        LeafModel leafModel,
        int maxNodes) {

    public static final RegressionForestSettings DEFAULT =
            new RegressionForestSettings(10, 80, 6, 1e-3, 1e-2, 50, 0.01, 0.05, LeafModel.ADAPTIVE, 5_000);

    public RegressionForestSettings {
        BaggingSettings.check(members, "hoeffding-regression-tree", lambda);
        ForestSettings.check(features, driftDelta, warningDelta);
    }

    /** Of each tree: it does not watch itself, its place in the forest does. */
    RegressionTreeSettings tree() {
        RegressionTreeSettings defaults = RegressionTreeSettings.DEFAULT;
        return new RegressionTreeSettings(
                gracePeriod,
                splitConfidence,
                tieThreshold,
                leafModel,
                defaults.rate(),
                defaults.rateDecay(),
                Double.POSITIVE_INFINITY,
                defaults.minBranchFraction(),
                maxNodes);
    }
}
