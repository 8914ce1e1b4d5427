package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.stream.parallel.Parallel;

/** Learns a number from an event. */
public non-sealed interface Regressor extends Learner, LearnsInSlices {

    /** The expected value: finite; 0 before anything was learned. */
    double predict(FeatureVector x);

    /**
     * Learns from one labelled event.
     *
     * @param value finite
     * @param weight of the event: one that {@link Usable#isWeight} takes
     */
    void learn(FeatureVector x, double value, double weight);

    /** Predicts and then learns, sharing the work of both: the same bits as {@link #predict} followed by {@link #learn}. */
    default double predictAndLearn(FeatureVector x, double value, double weight) {
        double predicted = predict(x);
        learn(x, value, weight);
        return predicted;
    }

    /** The same bits as {@link #predictAndLearn(FeatureVector, double, double)} of each event in turn. */
    @Override
    default void predictAndLearn(Slice slice, Parallel parallel) {
        for (int i = 0; i < slice.size(); i++) {
            slice.predicted(i, predictAndLearn(slice.x(i), slice.value(i), slice.weight(i)));
        }
    }
}
