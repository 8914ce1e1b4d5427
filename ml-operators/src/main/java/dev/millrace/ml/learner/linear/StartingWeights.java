package dev.millrace.ml.learner.linear;

import dev.millrace.ml.learner.Usable;

/** Weights that a model starts from: their checks. Pure functions. */
final class StartingWeights {
    private StartingWeights() {}

    static void check(double[][] byOutput, int classesLearned, int width) {
        if (classesLearned > 0) {
            throw new IllegalStateException(
                    "the model has learned " + classesLearned + " classes already; start a new one");
        }
        if (byOutput.length < 2) {
            throw new IllegalArgumentException("a classifier starts from two classes at least, got " + byOutput.length);
        }
        for (double[] weights : byOutput) {
            check(weights, width);
        }
    }

    static void check(double[] weights, int width) {
        if (weights.length != width + 1) {
            throw new IllegalArgumentException(
                    "the layout has " + width + " coordinates and an intercept, got " + weights.length + " weights");
        }
        for (double weight : weights) {
            if (!Usable.isUsable(weight)) {
                throw new IllegalArgumentException("weights must be within ±1e100, got " + weight);
            }
        }
    }

    /** Of the second class against the first. */
    static double[] difference(double[][] two) {
        double[] difference = two[1].clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= two[0][i];
        }
        return difference;
    }
}
