package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;

/**
 * Labelled events in a row, to be predicted and learned one after the other, and room for their scores. For learners made of
 * parts that learn apart: each part goes through the whole slice alone. Reused. Threading: filled by one caller; while it is
 * being learned it is only read, but for the scores.
 */
public final class Slice {
    /** Events at most: enough that handing parts to other threads costs nothing beside them. */
    public static final int MOST = 256;

    /** Numbers and codes of all vectors together at most, so that wide events do not fill the memory. */
    private static final int MOST_VALUES = 1 << 20;

    private final FeatureVector[] vectors;
    private final int[] labels;
    private final double[] values;
    private final double[] weights;
    private final double[][] scores;
    private int size;
    private int classes;

    public Slice(Layout layout) {
        int room = Math.max(
                1, Math.min(MOST, MOST_VALUES / Math.max(1, layout.attributes().size())));
        vectors = new FeatureVector[room];
        labels = new int[room];
        values = new double[room];
        weights = new double[room];
        scores = new double[room][];
        for (int i = 0; i < room; i++) {
            vectors[i] = new FeatureVector(layout);
            scores[i] = new double[0];
        }
    }

    /** Empties it. */
    public void clear() {
        size = 0;
    }

    /**
     * Appends a copy of an event; all in a slice have scores for the same classes.
     *
     * @param known classes that it has scores for, the label's among them
     */
    public void add(FeatureVector x, int label, double weight, int known) {
        if (size == vectors.length || (size > 0 && known != classes) || label >= known) {
            throw new IllegalStateException("a slice of " + size + " events over " + classes
                    + " classes cannot take one of class " + label + " of " + known);
        }
        classes = known;
        vectors[size].copyFrom(x);
        labels[size] = label;
        weights[size] = weight;
        if (scores[size].length != known) {
            scores[size] = new double[known];
        }
        size++;
    }

    /** Appends a copy of an event with a value to predict; its score is the prediction. */
    public void add(FeatureVector x, double value, double weight) {
        int at = size;
        add(x, 0, weight, 1);
        values[at] = value;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == vectors.length;
    }

    /** Classes that every event has scores for. */
    public int classes() {
        return classes;
    }

    public FeatureVector x(int i) {
        return vectors[i];
    }

    public int label(int i) {
        return labels[i];
    }

    /** The value to predict. */
    public double value(int i) {
        return values[i];
    }

    /** What was predicted for a value, before it was learned. */
    public double predicted(int i) {
        return scores[i][0];
    }

    /** Writes down what was predicted for a value. */
    public void predicted(int i, double prediction) {
        scores[i][0] = prediction;
    }

    public double weight(int i) {
        return weights[i];
    }

    /** Where the scores of an event go: what was predicted before it was learned. */
    public double[] scores(int i) {
        return scores[i];
    }
}
