package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import java.util.Arrays;

/**
 * Labelled events whose vectors are made and whose predictions and learning were put off, to go through the members of an
 * ensemble in one slice. Threading: the partition's thread; learners may use others while they learn.
 */
final class HeldEvents {
    private final Parallel parallel;

    /** By track: all with the same events, each with its own scores. */
    private final Slice[] slices;

    private final int[] noChange = new int[Slice.MOST];
    private final int[] majority = new int[Slice.MOST];

    HeldEvents(Layout layout, int tracks, Parallel parallel) {
        this.parallel = parallel;
        this.slices = new Slice[tracks];
        Arrays.setAll(slices, i -> new Slice(layout));
    }

    /** Whether holding events back gains anything for these learners. */
    static boolean isWorthIt(Classifier[] learners) {
        return Arrays.stream(learners).anyMatch(Classifier::gainsFromSlices);
    }

    int size() {
        return slices[0].size();
    }

    boolean isFull() {
        return slices[0].isFull();
    }

    void add(FeatureVector x, int label, double weight, int classes, int noChangeNow, int majorityNow) {
        noChange[size()] = noChangeNow;
        majority[size()] = majorityNow;
        for (Slice slice : slices) {
            slice.add(x, label, weight, classes);
        }
    }

    /** Predicts and learns all that is held; the scores are there afterwards. */
    void learn(Classifier[] learners) {
        for (int i = 0; i < learners.length; i++) {
            learners[i].predictAndLearn(slices[i], parallel);
        }
    }

    int label(int event) {
        return slices[0].label(event);
    }

    /** What repeating the last label would have said when the event came. */
    int noChange(int event) {
        return noChange[event];
    }

    /** What the most frequent class was when the event came. */
    int majority(int event) {
        return majority[event];
    }

    double[] scores(int track, int event) {
        return slices[track].scores(event);
    }

    void clear() {
        for (Slice slice : slices) {
            slice.clear();
        }
    }
}
