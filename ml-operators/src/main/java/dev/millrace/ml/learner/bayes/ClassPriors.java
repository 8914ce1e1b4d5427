package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** Weight of each class that was learned, and the classes' shares. Threading: one caller. */
final class ClassPriors {
    private double[] weights = {};
    private double total;

    int classes() {
        return weights.length;
    }

    /** Weight of a class. */
    double weight(int label) {
        return weights[label];
    }

    void observe(int label, double weight) {
        if (label >= weights.length) {
            weights = Arrays.copyOf(weights, label + 1);
        }
        weights[label] += weight;
        total += weight;
    }

    /** Adds the weights of another's classes, whose numbers here are given. */
    void add(ClassPriors other, int[] classes) {
        for (int k = 0; k < other.weights.length; k++) {
            if (other.weights[k] > 0) {
                observe(classes[k], other.weights[k]);
            }
        }
    }

    /** The live weights by class, to be read only. */
    double[] weights() {
        return weights;
    }

    /** Logarithms of the weights: those of the shares, up to a constant; −∞ for a class never learned. */
    void logs(double[] scores) {
        for (int k = 0; k < weights.length; k++) {
            scores[k] = weights[k] > 0 ? Elementary.log(weights[k]) : Double.NEGATIVE_INFINITY;
        }
    }

    /** The share of each class; 0 beyond those learned. */
    void shares(double[] scores) {
        Arrays.fill(scores, 0);
        for (int k = 0; k < weights.length; k++) {
            scores[k] = weights[k] / total;
        }
    }

    void snapshot(StateWriter out) {
        out.writeDoubles(weights);
        out.writeDouble(total);
    }

    void restore(StateReader in) {
        weights = in.readDoubles();
        if (weights.length > 1 << 20) {
            throw new BadState("weights of " + weights.length + " classes; the snapshot is damaged");
        }
        total = in.readDouble();
    }
}
