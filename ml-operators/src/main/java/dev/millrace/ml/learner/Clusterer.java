package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;

/** Learns which groups events fall into. It never sees a label. */
public non-sealed interface Clusterer extends Learner {

    /** Puts an event into a cluster, or into none: an outlier, or nothing was learned yet. */
    void predict(FeatureVector x, Assignment to);

    /** Clusters that there are now. */
    int clusters();

    /**
     * Learns from one event, whatever it is.
     *
     * @param weight of the event: one that {@link Usable#isWeight} takes
     */
    void learn(FeatureVector x, double weight);
}
