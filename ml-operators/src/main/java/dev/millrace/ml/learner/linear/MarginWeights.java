package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.EightLanes;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** One vector of weights, an intercept after the last, and the gradient step of its margin. */
final class MarginWeights {
    /** Makes what is larger than {@link Usable#LARGEST} infinite, and some that is a little smaller. */
    private static final double BEYOND = 2e208;

    private final Coordinates coordinates;
    private final double rate;
    private final double l2;
    private final boolean intercept;
    private final Parameters parameters;
    private final double[] weights;

    /** Sums of squared gradients, for AdaGrad; else null. */
    private final double[] squares;

    MarginWeights(LogisticSettings settings, Coordinates coordinates) {
        this.coordinates = coordinates;
        this.rate = settings.rate();
        this.l2 = settings.l2();
        this.intercept = settings.intercept();
        this.parameters = new Parameters(coordinates.width + 1, settings.optimizer() == Optimizer.ADAGRAD);
        this.weights = parameters.weights();
        this.squares = parameters.squares();
    }

    /** w·x + b, with a fixed shape: four sums over the numbers, then categories, then hashed values. */
    double margin(FeatureVector x) {
        double sum = marginOfNumbers(x.numbers());
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                sum += weights[coordinates.ofCode(j, codes[j])];
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            sum += weights[x.hashedIndex(j)] * Usable.orZero(x.hashedValue(j));
        }
        return sum;
    }

    private double marginOfNumbers(double[] values) {
        int[] at = coordinates.numbers;
        double start = weights[coordinates.width];
        return coordinates.inOneRun && at.length > 0
                ? EightLanes.dot(weights, at[0], values, at.length, Usable.LARGEST, start)
                : marginApart(values, at, start);
    }

    /** The same sums over coordinates that do not lie side by side. */
    private double marginApart(double[] values, int[] at, double start) {
        double a0 = start;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        int i = 0;
        for (int end = at.length - 3; i < end; i += 4) {
            a0 += weights[at[i]] * Usable.orZero(values[i]);
            a1 += weights[at[i + 1]] * Usable.orZero(values[i + 1]);
            a2 += weights[at[i + 2]] * Usable.orZero(values[i + 2]);
            a3 += weights[at[i + 3]] * Usable.orZero(values[i + 3]);
        }
        for (; i < at.length; i++) {
            a0 += weights[at[i]] * Usable.orZero(values[i]);
        }
        return (a0 + a1) + (a2 + a3);
    }

    /**
     * The margins of many events that have numbers only, the same bits as {@link #margin} of each: each event's four sums
     * grow in the same order, side by side with those of the others.
     *
     * @param x by slot
     * @param margins as long as there are rows, or longer
     */
    void margins(NumberTable x, double[] margins) {
        int rows = x.rows();
        int[] at = coordinates.numbers;
        double[][] sums = {margins, new double[rows], new double[rows], new double[rows]};
        double[] wrong = new double[rows];
        Arrays.fill(margins, 0, rows, weights[coordinates.width]);
        int fours = at.length & -4;
        for (int i = 0; i < at.length; i++) {
            addColumn(x.column(i), weights[at[i]], rows, sums[i < fours ? i & 3 : 0], wrong);
        }
        addSums(rows, margins, sums[1], sums[2], sums[3]);
        for (int r = 0; r < rows; r++) {
            if (wrong[r] != 0) {
                margins[r] = marginOfUsable(x, r);
            }
        }
    }

    /** What a row has that is not usable makes {@code wrong} NaN there: ∞ · 0. Anything usable leaves it 0. */
    private static void addColumn(double[] column, double weight, int rows, double[] sums, double[] wrong) {
        for (int r = 0; r < rows; r++) {
            double value = column[r];
            sums[r] += weight * value;
            wrong[r] += value * BEYOND * 0.0;
        }
    }

    private static void addSums(int rows, double[] first, double[] second, double[] third, double[] fourth) {
        for (int r = 0; r < rows; r++) {
            first[r] = (first[r] + second[r]) + (third[r] + fourth[r]);
        }
    }

    private double marginOfUsable(NumberTable x, int row) {
        double[] values = new double[coordinates.numbers.length];
        x.copyRow(row, values);
        return marginOfNumbers(values);
    }

    /** One step up the gradient of the log-likelihood. */
    void step(FeatureVector x, double residual, double weight) {
        double[] values = x.numbers();
        int[] at = coordinates.numbers;
        if (squares == null && l2 == 0) {
            double scaled = rate * weight * residual;
            if (coordinates.inOneRun && at.length > 0) {
                parameters.touch(at[0], at[0] + at.length);
                EightLanes.add(weights, at[0], values, at.length, Usable.LARGEST, scaled);
            } else {
                stepApart(values, at, scaled);
            }
        } else {
            for (int i = 0; i < at.length; i++) {
                move(at[i], residual, Usable.orZero(values[i]), weight, l2);
            }
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                move(coordinates.ofCode(j, codes[j]), residual, 1, weight, l2);
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            move(x.hashedIndex(j), residual, Usable.orZero(x.hashedValue(j)), weight, l2);
        }
        if (intercept) {
            move(coordinates.width, residual, 1, weight, 0);
        }
    }

    private void stepApart(double[] values, int[] at, double scaled) {
        for (int i = 0; i < at.length; i++) {
            parameters.touch(at[i], at[i] + 1);
            weights[at[i]] += scaled * Usable.orZero(values[i]);
        }
    }

    private void move(int at, double residual, double value, double weight, double pull) {
        if (value == 0) {
            return;
        }
        parameters.touch(at, at + 1);
        double gradient = weight * (residual * value - pull * weights[at]);
        if (squares == null) {
            weights[at] += rate * gradient;
        } else {
            squares[at] += gradient * gradient;
            weights[at] += rate / (Parameters.EPSILON + Math.sqrt(squares[at])) * gradient;
        }
    }

    void start(double[] from) {
        parameters.touch(0, weights.length);
        Parameters.fill(weights, from);
    }

    /** A copy. */
    double[] weights() {
        return weights.clone();
    }

    /** A copy, or null without AdaGrad. */
    double[] squares() {
        return squares == null ? null : squares.clone();
    }

    void snapshot(StateWriter out) {
        parameters.snapshot(out);
    }

    /** @param before coordinates of the snapshot's layout */
    void restore(StateReader in, int before) {
        parameters.restore(in, 1, before + 1);
    }
}
