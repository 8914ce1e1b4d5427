package dev.millrace.ml.learner.ensemble;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link AdaptiveRandomForest}; the defaults are the reference implementation's.
 */
public record ForestSettings(
        @About(value = "how many trees vote", range = "1 … 1000")
        int members,

        @About(value = "percent of the attributes that a leaf looks at", range = "above 0 … 100")
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

        @About(value = "nodes at which a tree stops growing: the bound of its memory", range = "≥ 1")
        int maxNodes) {

    public static final ForestSettings DEFAULT = new ForestSettings(10, 60, 6, 1e-3, 1e-2, 50, 0.01, 0.05, 20_000);

    public ForestSettings {
        BaggingSettings.check(members, "hoeffding-tree", lambda);
        check(features, driftDelta, warningDelta);
    }

    static void check(double features, double driftDelta, double warningDelta) {
        if (!(features > 0 && features <= 100)) {
            throw new IllegalArgumentException("features must be above 0 and at most 100 percent, got " + features);
        }
        if (!(driftDelta > 0 && driftDelta < 1 && warningDelta > 0 && warningDelta < 1)) {
            throw new IllegalArgumentException("drift-delta and warning-delta must be between 0 and 1, got "
                    + driftDelta + " and " + warningDelta);
        }
    }
}
