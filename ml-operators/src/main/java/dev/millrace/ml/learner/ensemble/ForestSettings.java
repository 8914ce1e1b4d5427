package dev.millrace.ml.learner.ensemble;

/**
 * Settings of {@link AdaptiveRandomForest}; the defaults are the reference implementation's.
 *
 * @param members how many trees vote; 1 … 1000
 * @param features percent of the attributes that a leaf looks at; above 0, at most 100
 * @param lambda mean of the Poisson weight that an event has for a tree; &gt; 0
 * @param driftDelta of the ADWIN whose alarm replaces a tree; in (0, 1)
 * @param warningDelta of the ADWIN whose alarm starts a tree in the background; in (0, 1)
 * @param gracePeriod weight that a leaf takes between two attempts to split; &gt; 0
 * @param splitConfidence allowed probability of choosing a wrong split; in (0, 1)
 * @param tieThreshold below this Hoeffding bound the best split is taken even if the second is close; ≥ 0
 * @param maxNodes nodes at which a tree stops growing: the bound of its memory
 */
public record ForestSettings(
        int members,
        double features,
        double lambda,
        double driftDelta,
        double warningDelta,
        double gracePeriod,
        double splitConfidence,
        double tieThreshold,
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
