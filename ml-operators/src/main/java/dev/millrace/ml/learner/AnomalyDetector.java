package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;

/** Learns what events usually look like and tells how unusual one is. It never sees a label. */
public non-sealed interface AnomalyDetector extends Learner {

    /**
     * How unusual an event is: 0 to 1, more for what is stranger, ½ where the detector's own theory draws the line. While too
     * little was learned to tell, it is 0.
     */
    double score(FeatureVector x);

    /**
     * Learns from one event, whatever it is.
     *
     * @param weight of the event: one that {@link Usable#isWeight} takes
     */
    void learn(FeatureVector x, double weight);

    /** Scores and then learns, sharing the work of both: the same bits as {@link #score} followed by {@link #learn}. */
    default double scoreAndLearn(FeatureVector x, double weight) {
        double score = score(x);
        learn(x, weight);
        return score;
    }
}
