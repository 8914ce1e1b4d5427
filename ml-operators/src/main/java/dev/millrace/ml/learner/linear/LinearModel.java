package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;

/**
 * A learner whose prediction is a function of w·x + b, as exports see it. Threading: as the learner.
 */
public interface LinearModel {

    /** How margins become predictions. */
    enum Link {
        /** Scores of classes: the softmax of their margins. */
        SOFTMAX,
        /** The value is the margin. */
        IDENTITY,
        /** The value is e to the power of the margin. */
        EXPONENTIAL
    }

    Link link();

    /** Features by coordinate. */
    Layout layout();

    /** Classes learned so far; 1 for a value. */
    int outputs();

    /**
     * Weights at every coordinate of {@link #layout}, the intercept last (0 where there is none); a copy.
     *
     * @param output a class, or 0 for a value
     */
    double[] weights(int output);

    /**
     * How much was learned at every coordinate, the intercept last: sums of squared gradients; null if the optimiser keeps none.
     *
     * @param output a class, or 0 for a value
     */
    default double[] squaredGradients(int output) {
        return null;
    }

    /**
     * Starts from the weights of another model; optimisers begin anew.
     *
     * @param byOutput a vector for each class (two at least), or one for a value, each with the intercept last
     * @throws IllegalStateException if it has learned already
     * @throws IllegalArgumentException if the number of vectors or their lengths do not fit
     */
    void start(double[][] byOutput);
}
