package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.parallel.Parallel;

/** Learns which of a few classes an event belongs to. Classes are numbered 0, 1, … in the order in which they arrived. */
public non-sealed interface Classifier extends Learner, LearnsInSlices {

    /**
     * Scores every class.
     *
     * @param scores filled whole: finite, ≥ 0, summing to 1. Its length is the number of classes known to the caller, at
     *     least that of the classes learned; a class never learned gets what the learner's theory gives it. Before
     *     anything was learned all are equal
     */
    void predict(FeatureVector x, double[] scores);

    /**
     * Learns from one labelled event.
     *
     * @param label ≥ 0; a number one past the largest so far is a new class
     * @param weight of the event: one that {@link Usable#isWeight} takes
     */
    void learn(FeatureVector x, int label, double weight);

    /**
     * Predicts and then learns, sharing the work of both: the same bits as {@link #predict} followed by {@link #learn}.
     *
     * @param scores filled as by {@link #predict}, before anything of this event was learned
     */
    default void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        predict(x, scores);
        learn(x, label, weight);
    }

    /** The same as {@link #predict}, for whoever alone may use this learner now: may use buffers of the learner. */
    default void predictAlone(FeatureVector x, double[] scores) {
        predict(x, scores);
    }

    /**
     * Scores every class for each of many events that have numbers only: the same bits as {@link #predict} of each.
     *
     * @param each has what the events have in common, such as their time; its numbers are changed
     * @param x by slot of its layout, which has neither categories nor hashed values
     * @param classes scores per event
     * @param scores filled event by event
     */
    default void predictAll(FeatureVector each, NumberTable x, int classes, double[] scores) {
        double[] one = new double[classes];
        for (int r = 0; r < x.rows(); r++) {
            x.copyRow(r, each.numbers());
            predict(each, one);
            System.arraycopy(one, 0, scores, r * classes, classes);
        }
    }

    /** The same bits as {@link #predictAndLearn(FeatureVector, int, double, double[])} of each event in turn. */
    @Override
    default void predictAndLearn(Slice slice, Parallel parallel) {
        for (int i = 0; i < slice.size(); i++) {
            predictAndLearn(slice.x(i), slice.label(i), slice.weight(i), slice.scores(i));
        }
    }
}
