package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Recursive least squares: after each event the weights are those of a ridge regression over all events so far, of which
 * the one k events ago counts λ^k times its weight, with δ·λ^n on the diagonal.
 *
 * <p>Keeps P, the inverse of the weighted Gram matrix, by Sherman and Morrison's formula, and makes it symmetric at every
 * step: without that, rounding makes λ &lt; 1 explode within a million events. While λ &lt; 1 lets directions that no event
 * excites fade, their variance grows up to a bound. What is missing counts as 0. Values of x count in full up to 1e6 and as 1e6 beyond; the
 * target likewise up to 1e100.
 *
 * <p>Cost: O(d²) per event learned, O(d) per prediction; 8·d² bytes for d coordinates (at most {@value #MOST_COORDINATES}).
 * Source: see {@link #PAPER}.
 */
public final class RecursiveLeastSquares implements Regressor {
    static final String PAPER =
            "Plackett, \"Some theorems in least squares\", Biometrika 37 (1950); forgetting: Haykin,"
                    + " \"Adaptive Filter Theory\", 4th edition (2002), chapter 9";
    private static final int FORMAT = 1;
    private static final int MOST_COORDINATES = 4096;
    private static final double LARGEST_VALUE = 1e6;
    private static final double LARGEST_VARIANCE = 1e12;

    private final RlsSettings settings;
    private final Coordinates coordinates;
    private final int size;
    private final DMatrixRMaj weights;
    private final DMatrixRMaj inverse;

    // For learning only: predicting shares nothing.
    private final DMatrixRMaj dense;
    private final DMatrixRMaj gain;

    public RecursiveLeastSquares(RlsSettings settings, Layout layout) {
        this.settings = settings;
        this.coordinates = new Coordinates(layout);
        this.size = coordinates.width + (settings.intercept() ? 1 : 0);
        if (size > MOST_COORDINATES) {
            throw new IllegalArgumentException(
                    "recursive least squares keeps a square of its " + size + " coordinates; " + MOST_COORDINATES
                            + " are the most: hash into fewer bits, or use another learner");
        }
        this.weights = new DMatrixRMaj(size, 1);
        this.inverse = CommonOps_DDRM.identity(size);
        CommonOps_DDRM.scale(1 / settings.delta(), inverse);
        this.dense = new DMatrixRMaj(size, 1);
        this.gain = new DMatrixRMaj(size, 1);
    }

    private static double usable(double value) {
        return Math.abs(value) <= Usable.LARGEST ? Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, value)) : 0;
    }

    @Override
    public double predict(FeatureVector x) {
        double[] w = weights.data;
        double sum = settings.intercept() ? w[coordinates.width] : 0;
        double[] values = x.numbers();
        for (int i = 0; i < coordinates.numbers.length; i++) {
            sum += w[coordinates.numbers[i]] * usable(values[i]);
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                sum += w[coordinates.ofCode(j, codes[j])];
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            sum += w[x.hashedIndex(j)] * usable(x.hashedValue(j));
        }
        return sum;
    }

    private void spread(FeatureVector x) {
        dense.zero();
        double[] values = x.numbers();
        for (int i = 0; i < coordinates.numbers.length; i++) {
            dense.data[coordinates.numbers[i]] = usable(values[i]);
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                dense.data[coordinates.ofCode(j, codes[j])] = 1;
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            dense.data[x.hashedIndex(j)] += usable(x.hashedValue(j));
        }
        if (settings.intercept()) {
            dense.data[coordinates.width] = 1;
        }
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
        double error = target - predict(x);
        spread(x);
        CommonOps_DDRM.mult(inverse, dense, gain);
        double lambda = settings.lambda();
        double scale = lambda / weight + CommonOps_DDRM.dot(dense, gain);
        if (!(scale > 0)) {
            return; // rounding has eaten the event's variance: it has nothing to tell
        }
        double step = error / scale;
        CommonOps_DDRM.addEquals(weights, step, gain);
        shrink(1 / scale, 1 / lambda);
    }

    /** P ← (P − g·gᵀ / scale) / λ, on both sides of the diagonal alike. */
    private void shrink(double share, double growth) {
        double[] p = inverse.data;
        double[] g = gain.data;
        for (int i = 0; i < size; i++) {
            int row = i * size;
            double factor = g[i] * share;
            for (int j = 0; j <= i; j++) {
                double value = (0.5 * (p[row + j] + p[j * size + i]) - factor * g[j]) * growth;
                p[row + j] = value;
                p[j * size + i] = value;
            }
        }
        if (growth > 1) {
            bound(p);
        }
    }

    /** A direction that no event excites keeps a finite variance: its row and column are scaled down together. */
    private void bound(double[] p) {
        for (int i = 0; i < size; i++) {
            double variance = p[i * size + i];
            if (variance > LARGEST_VARIANCE) {
                double factor = Math.sqrt(LARGEST_VARIANCE / variance);
                for (int j = 0; j < size; j++) {
                    p[i * size + j] *= factor;
                    p[j * size + i] *= factor;
                }
            }
        }
    }

    /** Weights by coordinate, the intercept last if there is one; a copy. */
    public double[] weights() {
        return weights.data.clone();
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDoubles(weights.data);
        double[] half = new double[size * (size + 1) / 2];
        for (int i = 0, at = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                half[at++] = inverse.data[i * size + j];
            }
        }
        out.writeDoubles(half);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState(
                    "recursive least squares of format " + format + " is unknown here; this is format " + FORMAT);
        }
        Parameters.fill(weights.data, in.readDoubles());
        double[] half = new double[size * (size + 1) / 2];
        Parameters.fill(half, in.readDoubles());
        for (int i = 0, at = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                inverse.data[i * size + j] = half[at];
                inverse.data[j * size + i] = half[at++];
            }
        }
    }
}
