package dev.millrace.ml.learner.boosted;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.tree.RegressionTreeSettings;
import dev.millrace.ml.learner.tree.RegressionTreeSettings.LeafModel;
import dev.millrace.stream.settings.About;

/**
 * Settings of {@link GradientBoostedTrees} and {@link GradientBoostedRegression}.
 */
public record BoostedSettings(
        @About(value = "trees that follow each other, for each class from the second on", range = "1 … 1000")
        int stages,

        @About(value = "share of what a tree says that counts; 0.2 follows changes faster", range = "above 0 … 1")
        double rate,

        @About(value = "percent of the attributes that a leaf may split on", range = "above 0 … 100")
        double features,

        @About(value = "weight that a leaf takes between two attempts to split", range = "above 0")
        double gracePeriod,

        @About(value = "allowed probability of choosing a wrong split", range = "above 0 … below 1")
        double splitConfidence,

        @About(value = "below this Hoeffding bound the best split is taken even if the second is close", range = "≥ 0")
        double tieThreshold,

        @About(
                value = "of the test on the errors of each inner node, in standard deviations of what the tree learns",
                range = "above 0")
        double driftThreshold,

        @About(value = "nodes at which a tree stops growing: the bound of its memory", range = "≥ 1")
        int maxNodes) {

    /** Leaves with statistics of that many attributes, over all stages, are what memory is planned for. */
    private static final long MOST_PLACES = 2_000_000;

    public static final BoostedSettings DEFAULT = new BoostedSettings(30, 0.1, 75, 25, 0.05, 0.05, 50, 1_000);

    public BoostedSettings {
        if (stages < 1 || stages > 1000) {
            throw new IllegalArgumentException("stages must be in 1 … 1000, got " + stages);
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be above 0 and at most 1, got " + rate);
        }
        if (!(features > 0 && features <= 100)) {
            throw new IllegalArgumentException("features must be above 0 and at most 100 percent, got " + features);
        }
        tree(gracePeriod, splitConfidence, tieThreshold, driftThreshold, maxNodes); // checks them
    }

    RegressionTreeSettings tree() {
        return tree(gracePeriod, splitConfidence, tieThreshold, driftThreshold, maxNodes);
    }

    private static RegressionTreeSettings tree(
            double gracePeriod, double splitConfidence, double tieThreshold, double driftThreshold, int maxNodes) {
        RegressionTreeSettings defaults = RegressionTreeSettings.DEFAULT;
        return new RegressionTreeSettings(
                gracePeriod,
                splitConfidence,
                tieThreshold,
                LeafModel.MEAN,
                defaults.rate(),
                defaults.rateDecay(),
                driftThreshold,
                defaults.minBranchFraction(),
                maxNodes);
    }

    /** How many attributes the percentage means. */
    int attributes(Layout layout) {
        int all = layout.attributes().size();
        if ((long) all * stages > MOST_PLACES) {
            throw new IllegalArgumentException("boosted trees take " + MOST_PLACES / stages + " attributes with "
                    + stages + " stages, got " + all + "; select or hash features, or set fewer stages");
        }
        return (int) Math.max(1, Math.rint(all * features / 100));
    }
}
