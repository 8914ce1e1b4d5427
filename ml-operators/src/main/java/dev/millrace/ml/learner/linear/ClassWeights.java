package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.EightLanes;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * A weight for every coordinate and class, coordinate by coordinate with the classes side by side and padded to eights: one
 * value of x meets eight weights that lie in one cache line, summed in eight registers.
 */
final class ClassWeights {
    private static final EightLanes LANES = EightLanes.best();

    private final Coordinates coordinates;
    private final double rate;
    private final double l2;
    private final boolean intercept;
    private final boolean adaptive;
    private int classes;
    private int stride;

    /** Where the weights of each number begin, by slot. */
    private int[] rows;

    private Parameters parameters;

    /** {@code [coordinate · stride + class]}, the intercept after the last coordinate; padding stays 0. */
    private double[] weights;

    /** Sums of squared gradients, for AdaGrad; else null. */
    private double[] squares;

    ClassWeights(LogisticSettings settings, Coordinates coordinates, int classes) {
        this.coordinates = coordinates;
        this.rate = settings.rate();
        this.l2 = settings.l2();
        this.intercept = settings.intercept();
        this.adaptive = settings.optimizer() == Optimizer.ADAGRAD;
        this.classes = classes;
        this.stride = (classes + 7) & -8;
        hold(new Parameters(size(stride), adaptive));
    }

    private void hold(Parameters held) {
        parameters = held;
        weights = held.weights();
        squares = held.squares();
        rows = new int[coordinates.numbers.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = coordinates.numbers[i] * stride;
        }
    }

    private int size(int width) {
        long size = (coordinates.width + 1L) * width;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(coordinates.width + " coordinates times " + width
                    + " classes are more weights than fit; hash into fewer bits");
        }
        return (int) size;
    }

    int stride() {
        return stride;
    }

    /** Takes over a two-class model, as the second class against a first of zero. */
    void start(MarginWeights two) {
        double[] second = two.weights();
        double[] seen = two.squares();
        for (int c = 0; c <= coordinates.width; c++) {
            weights[c * stride + 1] = second[c];
            if (adaptive) {
                squares[c * stride] = seen[c];
                squares[c * stride + 1] = seen[c];
            }
        }
    }

    void grow(int known) {
        int wider = (known + 7) & -8;
        if (wider > stride) {
            Parameters wide = new Parameters(size(wider), adaptive);
            widen(weights, wide.weights(), wider);
            if (adaptive) {
                widen(squares, wide.squares(), wider);
            }
            stride = wider;
            hold(wide);
        }
        classes = known;
    }

    private void widen(double[] old, double[] wide, int wider) {
        for (int c = 0; c <= coordinates.width; c++) {
            System.arraycopy(old, c * stride, wide, c * wider, stride);
        }
    }

    /**
     * w·x + b for every class: numbers, then categories, then hashed values.
     *
     * @param out as long as the stride
     */
    void scores(FeatureVector x, double[] out) {
        System.arraycopy(weights, coordinates.width * stride, out, 0, stride);
        for (int first = 0; first < classes; first += 8) {
            LANES.addRows(weights, rows, first, x.numbers(), Usable.LARGEST, out);
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                int base = coordinates.ofCode(j, codes[j]) * stride;
                for (int k = 0; k < classes; k++) {
                    out[k] += weights[base + k];
                }
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            double value = Usable.orZero(x.hashedValue(j));
            int base = x.hashedIndex(j) * stride;
            for (int k = 0; k < classes; k++) {
                out[k] += weights[base + k] * value;
            }
        }
    }

    /**
     * One step up the gradient of the log-likelihood.
     *
     * @param residuals per class, truth minus probability; as long as the stride; changed
     */
    void step(FeatureVector x, double[] residuals, double weight) {
        boolean plain = !adaptive && l2 == 0;
        double[] values = x.numbers();
        int[] at = coordinates.numbers;
        if (plain) {
            Arrays.fill(residuals, classes, stride, 0);
            for (int k = 0; k < classes; k++) {
                residuals[k] *= rate * weight;
            }
            if (parameters.isLarge()) {
                for (int i : at) {
                    parameters.touch(i * stride, (i + 1) * stride);
                }
            }
            for (int first = 0; first < classes; first += 8) {
                LANES.addOuter(weights, rows, first, values, Usable.LARGEST, residuals);
            }
        } else {
            for (int i = 0; i < at.length; i++) {
                move(at[i], residuals, Usable.orZero(values[i]), weight, l2);
            }
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                stepOne(plain, coordinates.ofCode(j, codes[j]), residuals, 1, weight, l2);
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            stepOne(plain, x.hashedIndex(j), residuals, Usable.orZero(x.hashedValue(j)), weight, l2);
        }
        if (intercept) {
            stepOne(plain, coordinates.width, residuals, 1, weight, 0);
        }
    }

    private void stepOne(boolean plain, int coordinate, double[] residuals, double value, double weight, double pull) {
        if (!plain) {
            move(coordinate, residuals, value, weight, pull);
            return;
        }
        int base = coordinate * stride;
        parameters.touch(base, base + classes);
        for (int k = 0; k < classes; k++) {
            weights[base + k] += residuals[k] * value;
        }
    }

    private void move(int coordinate, double[] residuals, double value, double weight, double pull) {
        if (value == 0) {
            return;
        }
        int base = coordinate * stride;
        parameters.touch(base, base + classes);
        for (int k = 0; k < classes; k++) {
            double gradient = weight * (residuals[k] * value - pull * weights[base + k]);
            if (adaptive) {
                squares[base + k] += gradient * gradient;
                weights[base + k] += rate / (Parameters.EPSILON + Math.sqrt(squares[base + k])) * gradient;
            } else {
                weights[base + k] += rate * gradient;
            }
        }
    }

    /** Starts from a vector for each class, the intercept last. */
    void start(double[][] byClass) {
        parameters.touch(0, weights.length);
        for (int k = 0; k < byClass.length; k++) {
            for (int c = 0; c <= coordinates.width; c++) {
                weights[c * stride + k] = byClass[k][c];
            }
        }
    }

    /** Weights of a class, the intercept last. */
    double[] column(int label) {
        return column(weights, label);
    }

    /** Sums of squared gradients of a class, the intercept last; null without AdaGrad. */
    double[] squares(int label) {
        return adaptive ? column(squares, label) : null;
    }

    private double[] column(double[] from, int label) {
        double[] column = new double[coordinates.width + 1];
        for (int c = 0; c < column.length; c++) {
            column[c] = from[c * stride + label];
        }
        return column;
    }

    void snapshot(StateWriter out) {
        parameters.snapshot(out);
    }

    /** @param before coordinates of the snapshot's layout */
    void restore(StateReader in, int before) {
        parameters.restore(in, stride, (before + 1) * stride);
    }
}
