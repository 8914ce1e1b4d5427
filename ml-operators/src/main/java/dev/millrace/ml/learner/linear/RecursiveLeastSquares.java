package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;
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
 * <p>Cost: O(d²) per event learned, O(d) per prediction; 8·d² bytes for d coordinates (at most 4,096).
 * Source: see {@link #PAPER}.
 */
public final class RecursiveLeastSquares implements Regressor, Mergeable {
    static final String PAPER =
            "Plackett, \"Some theorems in least squares\", Biometrika 37 (1950); forgetting: Haykin,"
                    + " \"Adaptive Filter Theory\", 4th edition (2002), chapter 9";
    private static final int FORMAT = 1;

    private final RlsSettings settings;
    private final Layout layout;
    private final DenseEvent event;
    private final DMatrixRMaj weights;
    private final InverseGram inverse;

    public RecursiveLeastSquares(RlsSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.event = new DenseEvent(layout, settings.intercept());
        int size = event.size();
        if (size > InverseGram.MOST_COORDINATES) {
            throw new IllegalArgumentException("recursive least squares keeps a square of its " + size
                    + " coordinates; " + InverseGram.MOST_COORDINATES
                    + " are the most: hash into fewer bits, or use another learner");
        }
        this.weights = new DMatrixRMaj(size, 1);
        this.inverse = new InverseGram(size, 1 / settings.delta());
    }

    @Override
    public double predict(FeatureVector x) {
        return event.dot(weights.data, x);
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
        double error = target - predict(x);
        double lambda = settings.lambda();
        double scale = lambda / weight + inverse.variance(event.spread(x));
        if (!(scale > 0)) {
            return; // rounding has eaten the event's variance: it has nothing to tell
        }
        CommonOps_DDRM.addEquals(weights, error / scale, inverse.gain());
        inverse.shrink(1 / scale, 1 / lambda);
    }

    @Override
    public void merge(List<Part> parts) {
        if (settings.lambda() < 1) {
            throw new IllegalStateException(
                    "what was forgotten when is not known any more; lambda < 1 cannot be merged");
        }
        NormalEquations all = new NormalEquations(event.size(), settings.delta(), settings.intercept());
        for (Part part : parts) {
            RecursiveLeastSquares other = (RecursiveLeastSquares) part.learner();
            all.add(other.inverse, other.weights, part.features());
        }
        all.solve(inverse, weights);
    }

    /** Weights by coordinate, the intercept last if there is one; a copy. */
    public double[] weights() {
        return weights.data.clone();
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDoubles(weights.data);
        inverse.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState(
                    "recursive least squares of format " + format + " is unknown here; this is format " + FORMAT);
        }
        int stored = before.width() + (settings.intercept() ? 1 : 0);
        Parameters.fill(weights.data, in.readDoubles(), stored, settings.intercept());
        inverse.restore(in, stored, settings.intercept());
    }
}
