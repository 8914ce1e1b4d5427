package dev.millrace.ml.math;

import java.util.Arrays;

/** Eight doubles in eight registers, one after the other: on any JVM. */
final class ScalarLanes extends EightLanes {
    @Override
    boolean isFast() {
        return true;
    }

    @Override
    public void addRows(double[] matrix, int[] rows, int first, double[] values, double largest, double[] sums) {
        // (p0 + p1) + (p2 + p3), where p0 starts from the sums as they are.
        double[] partial = new double[8];
        double[] right = new double[8];
        System.arraycopy(sums, first, partial, 0, 8);
        addEveryFourth(matrix, rows, 0, first, values, largest, partial);
        addEveryFourth(matrix, rows, 1, first, values, largest, right);
        for (int k = 0; k < 8; k++) {
            sums[first + k] = partial[k] + right[k];
            partial[k] = 0;
            right[k] = 0;
        }
        addEveryFourth(matrix, rows, 2, first, values, largest, partial);
        addEveryFourth(matrix, rows, 3, first, values, largest, right);
        for (int k = 0; k < 8; k++) {
            sums[first + k] += partial[k] + right[k];
        }
    }

    private static void addEveryFourth(
            double[] matrix, int[] rows, int from, int first, double[] values, double largest, double[] to) {
        double a0 = to[0];
        double a1 = to[1];
        double a2 = to[2];
        double a3 = to[3];
        double a4 = to[4];
        double a5 = to[5];
        double a6 = to[6];
        double a7 = to[7];
        for (int i = from; i < rows.length; i += 4) {
            double v = Math.abs(values[i]) <= largest ? values[i] : 0;
            int at = rows[i] + first;
            a0 += matrix[at] * v;
            a1 += matrix[at + 1] * v;
            a2 += matrix[at + 2] * v;
            a3 += matrix[at + 3] * v;
            a4 += matrix[at + 4] * v;
            a5 += matrix[at + 5] * v;
            a6 += matrix[at + 6] * v;
            a7 += matrix[at + 7] * v;
        }
        to[0] = a0;
        to[1] = a1;
        to[2] = a2;
        to[3] = a3;
        to[4] = a4;
        to[5] = a5;
        to[6] = a6;
        to[7] = a7;
    }

    @Override
    public void addOuter(double[] matrix, int[] rows, int first, double[] values, double largest, double[] factors) {
        double f0 = factors[first];
        double f1 = factors[first + 1];
        double f2 = factors[first + 2];
        double f3 = factors[first + 3];
        double f4 = factors[first + 4];
        double f5 = factors[first + 5];
        double f6 = factors[first + 6];
        double f7 = factors[first + 7];
        for (int i = 0; i < rows.length; i++) {
            double v = Math.abs(values[i]) <= largest ? values[i] : 0;
            int at = rows[i] + first;
            matrix[at] += f0 * v;
            matrix[at + 1] += f1 * v;
            matrix[at + 2] += f2 * v;
            matrix[at + 3] += f3 * v;
            matrix[at + 4] += f4 * v;
            matrix[at + 5] += f5 * v;
            matrix[at + 6] += f6 * v;
            matrix[at + 7] += f7 * v;
        }
    }

    @Override
    public void exp(double[] values, int first) {
        for (int k = first; k < first + 8; k++) {
            values[k] = Elementary.exp(values[k]);
        }
    }

    @Override
    public boolean meetNormalized(
            long eights,
            double[] values,
            int first,
            double[] weights,
            double[] bounds,
            double[] inverses,
            double[] roots,
            double[] sums) {
        Arrays.fill(sums, 0, 32, 0);
        boolean within = true;
        for (long left = eights; left != 0; left &= left - 1) {
            int from = Long.numberOfTrailingZeros(left);
            for (int k = 0; k < 8; k++) {
                int c = first + from + k;
                double value = values[from + k];
                within &= Math.abs(value) <= bounds[c];
                double share = value * inverses[c];
                double felt = roots[c] * value;
                sums[k] += weights[c] * value;
                sums[8 + k] += share * share;
                sums[16 + k] += felt * felt;
                sums[24 + k] += roots[c] * share * value;
            }
        }
        return within;
    }

    @Override
    public void stepNormalized(
            long eights,
            double[] values,
            int first,
            double[] weights,
            double[] inverses,
            double[] roots,
            double half,
            double far,
            double largest) {
        for (long left = eights; left != 0; left &= left - 1) {
            int from = Long.numberOfTrailingZeros(left);
            step(from, from + 8, values, first, weights, inverses, roots, half, far, largest);
        }
    }

    /** See {@link #stepNormalized}; of the values {@code from} … {@code to} − 1. */
    static void step(
            int from,
            int to,
            double[] values,
            int first,
            double[] weights,
            double[] inverses,
            double[] roots,
            double half,
            double far,
            double largest) {
        for (int i = from; i < to; i++) {
            int c = first + i;
            double root = roots[c];
            double felt = root * values[i];
            double share = half * (felt * felt);
            double factor = 1 - share * (1 - 1.5 * share);
            roots[c] = root * factor;
            double after = weights[c] - far * (root * (values[i] * inverses[c]) * factor);
            weights[c] = Math.abs(after) <= largest ? after : within(largest, weights[c], after);
        }
    }
}
