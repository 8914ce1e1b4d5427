package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.learner.tree.RegressionTreeSettings;
import dev.millrace.ml.learner.tree.RegressionTreeSettings.LeafModel;
import dev.millrace.stream.settings.About;

/**
 * Settings of {@link RegressionForest}; the defaults are the reference implementation's, but for {@code features}, which is 60 there.
 */
public record RegressionForestSettings(
        @About(value = "how many trees are averaged", range = "1 … 1000")
        int members,

        @About(value = "percent of the attributes that a leaf may split on", range = "above 0 … 100")
        double features,

        @About(value = "mean of the Poisson weight that an event has for a tree", range = "above 0 … 100")
        double lambda,

        @About(value = "of the ADWIN whose alarm replaces a tree", range = "above 0 … below 1")
        double driftDelta,

        @About(value = "of the ADWIN whose alarm starts a tree in the background", range = "above 0 … below 1")
        double warningDelta,

        @About(value = "weight that a leaf takes between two attempts to split", range = "above 0")
        double gracePeriod,

        @About(value = "allowed probability of choosing a wrong split", range = "above 0 … below 1")
        double splitConfidence,

        @About(value = "below this Hoeffding bound the best split is taken even if the second is close", range = "≥ 0")
        double tieThreshold,

        @About("how leaves predict") LeafModel leafModel,

        @About(value = "nodes at which a tree stops growing: the bound of its memory", range = "≥ 1")
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
