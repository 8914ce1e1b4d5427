package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.LearnsInSlices;
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
    private final double[] lastValue = new double[Slice.MOST];
    private final double[] mean = new double[Slice.MOST];

    HeldEvents(Layout layout, int tracks, Parallel parallel) {
        this.parallel = parallel;
        this.slices = new Slice[tracks];
        Arrays.setAll(slices, i -> new Slice(layout));
    }

    /** Whether holding events back gains anything for these learners. */
    static boolean isWorthIt(LearnsInSlices[] learners) {
        return Arrays.stream(learners).anyMatch(LearnsInSlices::gainsFromSlices);
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

    void add(FeatureVector x, double value, double weight, double lastValueNow, double meanNow) {
        lastValue[size()] = lastValueNow;
        mean[size()] = meanNow;
        for (Slice slice : slices) {
            slice.add(x, value, weight);
        }
    }

    /** Predicts and learns all that is held; the scores are there afterwards. */
    void learn(LearnsInSlices[] learners) {
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

    double value(int event) {
        return slices[0].value(event);
    }

    /** What repeating the last value would have said when the event came. */
    double lastValue(int event) {
        return lastValue[event];
    }

    /** The mean of all values when the event came. */
    double mean(int event) {
        return mean[event];
    }

    double predicted(int track, int event) {
        return slices[track].predicted(event);
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
