package dev.millrace.ml.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight doubles in one vector register, or in two. Compiled apart, for the module is an incubating one; made only by
 * {@link EightLanes}, where the module is there. The classes' scores and steps of 54 numbers took a quarter of the time.
 */
final class VectorLanes extends EightLanes {
    private static final VectorSpecies<Double> SPECIES =
            DoubleVector.SPECIES_PREFERRED.length() > 8 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** In front of it the exponent of the result is that of a normal number. */
    private static final double SMALLEST = -708;

    private static final double LARGEST = 709;

    @Override
    boolean isFast() {
        return LANES >= 4;
    }

    @Override
    public void addRows(double[] matrix, int[] rows, int first, double[] values, double largest, double[] sums) {
        boolean usable = allUsable(values, rows.length, largest);
        for (int at = first; at < first + 8; at += LANES) {
            if (usable) {
                add(matrix, rows, at, values, sums);
            } else {
                addUsable(matrix, rows, at, values, largest, sums);
            }
        }
    }

    private static void add(double[] matrix, int[] rows, int first, double[] values, double[] sums) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, sums, first);
        DoubleVector b = DoubleVector.zero(SPECIES);
        DoubleVector c = b;
        DoubleVector d = b;
        int i = 0;
        for (int end = rows.length - 3; i < end; i += 4) {
            a = a.add(row(matrix, rows[i] + first).mul(values[i]));
            b = b.add(row(matrix, rows[i + 1] + first).mul(values[i + 1]));
            c = c.add(row(matrix, rows[i + 2] + first).mul(values[i + 2]));
            d = d.add(row(matrix, rows[i + 3] + first).mul(values[i + 3]));
        }
        if (i < rows.length) {
            a = a.add(row(matrix, rows[i] + first).mul(values[i]));
        }
        if (i + 1 < rows.length) {
            b = b.add(row(matrix, rows[i + 1] + first).mul(values[i + 1]));
        }
        if (i + 2 < rows.length) {
            c = c.add(row(matrix, rows[i + 2] + first).mul(values[i + 2]));
        }
        a.add(b).add(c.add(d)).intoArray(sums, first);
    }

    private static void addUsable(
            double[] matrix, int[] rows, int first, double[] values, double largest, double[] sums) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, sums, first);
        DoubleVector b = DoubleVector.zero(SPECIES);
        DoubleVector c = b;
        DoubleVector d = b;
        for (int i = 0; i < rows.length; i++) {
            DoubleVector product = row(matrix, rows[i] + first).mul(usable(values[i], largest));
            switch (i & 3) {
                case 0 -> a = a.add(product);
                case 1 -> b = b.add(product);
                case 2 -> c = c.add(product);
                default -> d = d.add(product);
            }
        }
        a.add(b).add(c.add(d)).intoArray(sums, first);
    }

    private static DoubleVector row(double[] matrix, int at) {
        return DoubleVector.fromArray(SPECIES, matrix, at);
    }

    private static double usable(double value, double largest) {
        return Math.abs(value) <= largest ? value : 0;
    }

    private static boolean allUsable(double[] values, int count, double largest) {
        int i = 0;
        for (int end = count - LANES; i <= end; i += LANES) {
            if (!DoubleVector.fromArray(SPECIES, values, i)
                    .abs()
                    .compare(VectorOperators.LE, largest)
                    .allTrue()) {
                return false;
            }
        }
        for (; i < count; i++) {
            if (!(Math.abs(values[i]) <= largest)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void addOuter(double[] matrix, int[] rows, int first, double[] values, double largest, double[] factors) {
        boolean usable = allUsable(values, rows.length, largest);
        for (int at = first; at < first + 8; at += LANES) {
            DoubleVector factor = DoubleVector.fromArray(SPECIES, factors, at);
            if (usable) {
                for (int i = 0; i < rows.length; i++) {
                    int to = rows[i] + at;
                    row(matrix, to).add(factor.mul(values[i])).intoArray(matrix, to);
                }
            } else {
                for (int i = 0; i < rows.length; i++) {
                    int to = rows[i] + at;
                    row(matrix, to).add(factor.mul(usable(values[i], largest))).intoArray(matrix, to);
                }
            }
        }
    }

    @Override
    public void exp(double[] values, int first) {
        for (int at = first; at < first + 8; at += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, values, at);
            if (x.compare(VectorOperators.GT, SMALLEST)
                    .and(x.compare(VectorOperators.LT, LARGEST))
                    .allTrue()) {
                exp(x).intoArray(values, at);
            } else {
                for (int k = at; k < at + LANES; k++) {
                    values[k] = Elementary.exp(values[k]);
                }
            }
        }
    }

    /** The steps of {@link Elementary#exp}, in its order. */
    private static DoubleVector exp(DoubleVector x) {
        DoubleVector shifted = x.mul(Elementary.LOG2_E).add(Elementary.ROUNDER);
        DoubleVector k = shifted.sub(Elementary.ROUNDER);
        DoubleVector r = x.sub(k.mul(Elementary.LN2_HIGH)).sub(k.mul(Elementary.LN2_LOW));
        DoubleVector r2 = r.mul(r);
        DoubleVector r4 = r2.mul(r2);
        DoubleVector a = r.mul(1.0 / 6).add(1.0 / 2);
        DoubleVector b = r.mul(1.0 / 120).add(1.0 / 24);
        DoubleVector c = r.mul(1.0 / 5040).add(1.0 / 720);
        DoubleVector d = r.mul(1.0 / 362880).add(1.0 / 40320);
        DoubleVector e = r.mul(1.0 / 39916800).add(1.0 / 3628800);
        DoubleVector f = r.mul(1.0 / 6227020800.0).add(1.0 / 479001600);
        DoubleVector tail = a.add(r2.mul(b)).add(r4.mul(c.add(r2.mul(d)).add(r4.mul(e.add(r2.mul(f))))));
        DoubleVector y = r.add(r2.mul(tail)).add(1.0);
        // The low bits of the rounder's sum are k: moved up, with the bias, they are the power of two.
        LongVector exponent = shifted.reinterpretAsLongs().add(1023).lanewise(VectorOperators.LSHL, 52);
        return y.mul(exponent.reinterpretAsDoubles());
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
        if (!allWithin(eights, values, first, bounds)) {
            return false;
        }
        for (int half = 0; half < 8; half += LANES) {
            DoubleVector margin = DoubleVector.zero(SPECIES);
            DoubleVector shares = margin;
            DoubleVector squares = margin;
            DoubleVector reach = margin;
            for (long left = eights; left != 0; left &= left - 1) {
                int i = Long.numberOfTrailingZeros(left) + half;
                int c = first + i;
                DoubleVector value = row(values, i);
                DoubleVector root = row(roots, c);
                DoubleVector share = value.mul(row(inverses, c));
                DoubleVector felt = root.mul(value);
                margin = margin.add(row(weights, c).mul(value));
                shares = shares.add(share.mul(share));
                squares = squares.add(felt.mul(felt));
                reach = reach.add(root.mul(share).mul(value));
            }
            margin.intoArray(sums, half);
            shares.intoArray(sums, 8 + half);
            squares.intoArray(sums, 16 + half);
            reach.intoArray(sums, 24 + half);
        }
        return true;
    }

    /** In a loop of its own: with a way out of the one that sums, its vectors stayed objects in some JVMs. */
    private static boolean allWithin(long eights, double[] values, int first, double[] bounds) {
        for (long left = eights; left != 0; left &= left - 1) {
            int from = Long.numberOfTrailingZeros(left);
            for (int i = from; i < from + 8; i += LANES) {
                if (!row(values, i)
                        .abs()
                        .compare(VectorOperators.LE, row(bounds, first + i))
                        .allTrue()) {
                    return false;
                }
            }
        }
        return true;
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
            for (int i = from; i < from + 8; i += LANES) {
                int c = first + i;
                DoubleVector value = row(values, i);
                DoubleVector root = row(roots, c);
                DoubleVector felt = root.mul(value);
                DoubleVector share = felt.mul(felt).mul(half);
                DoubleVector factor = share.mul(share.mul(1.5).sub(1)).add(1);
                DoubleVector pace = root.mul(value.mul(row(inverses, c)));
                DoubleVector after = row(weights, c).sub(pace.mul(factor).mul(far));
                if (after.abs().compare(VectorOperators.LE, largest).allTrue()) {
                    root.mul(factor).intoArray(roots, c);
                    after.intoArray(weights, c);
                } else {
                    ScalarLanes.step(i, i + LANES, values, first, weights, inverses, roots, half, far, largest);
                }
            }
        }
    }
}
