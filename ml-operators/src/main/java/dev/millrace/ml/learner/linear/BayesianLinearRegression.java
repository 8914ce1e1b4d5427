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
 * Linear regression that knows how sure it is: a normal distribution over the weights and a gamma distribution over the
 * precision of the noise, which is not known either; both conjugate, so that each event turns one posterior into the next
 * exactly. Predicts the mean of a Student distribution, whose other facts {@link #predictive} tells.
 *
 * <p>An event of weight w has a noise of 1/w times the variance. What is missing counts as 0. Values of x count in full up to
 * 1e6 and as 1e6 beyond; the target likewise up to 1e100.
 *
 * <p>Cost: O(d²) per event learned and per {@link #predictive}, O(d) per prediction; 8·d² bytes for d coordinates (at most
 * 4,096). Source: see {@link #PAPER}.
 */
public final class BayesianLinearRegression implements Regressor, Mergeable {
    static final String PAPER = "Bishop, \"Pattern Recognition and Machine Learning\", Springer (2006), section 3.3 and"
            + " exercises 3.12 and 3.13";
    private static final int FORMAT = 1;

    private final BayesianSettings settings;
    private final Layout layout;
    private final DenseEvent event;
    private final DMatrixRMaj mean;

    /** Covariance of the weights in units of the noise's variance. */
    private final InverseGram covariance;

    private double shape;
    private double rate;

    public BayesianLinearRegression(BayesianSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        event = new DenseEvent(layout, settings.intercept());
        int size = event.size();
        if (size > InverseGram.MOST_COORDINATES) {
            throw new IllegalArgumentException("Bayesian linear regression keeps a square of its " + size
                    + " coordinates; " + InverseGram.MOST_COORDINATES
                    + " are the most: hash into fewer bits, or use another learner");
        }
        mean = new DMatrixRMaj(size, 1);
        covariance = new InverseGram(size, 1 / settings.delta());
        shape = settings.shape();
        rate = settings.rate();
    }

    /**
     * What is believed of a value: a Student distribution.
     *
     * @param mean what {@link #predict} says
     * @param scale its squared spread, noise included: the variance of the normal distribution that it tends to
     * @param freedom degrees of freedom; the variance is {@code scale · freedom / (freedom − 2)} above 2
     */
    public record Predictive(double mean, double scale, double freedom) {
        /** Of the value, noise included; infinite up to two degrees of freedom. */
        public double variance() {
            return freedom > 2 ? scale * freedom / (freedom - 2) : Double.POSITIVE_INFINITY;
        }
    }

    @Override
    public double predict(FeatureVector x) {
        return event.dot(mean.data, x);
    }

    /** The whole distribution of the value of an event of weight 1. */
    public Predictive predictive(FeatureVector x) {
        double[] column = new double[event.size()];
        event.spread(x, column);
        return new Predictive(predict(x), rate / shape * (1 + covariance.varianceOf(column)), 2 * shape);
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
        double error = target - predict(x);
        double scale = 1 / weight + covariance.variance(event.spread(x));
        if (!(scale > 0)) {
            return; // rounding has eaten the event's variance: it has nothing to tell
        }
        CommonOps_DDRM.addEquals(mean, error / scale, covariance.gain());
        covariance.shrink(1 / scale, 1);
        shape += 0.5;
        rate += 0.5 * error * (error / scale);
    }

    @Override
    public void merge(List<Part> parts) {
        NormalEquations all = new NormalEquations(event.size(), settings.delta(), settings.intercept());
        for (Part part : parts) {
            BayesianLinearRegression other = (BayesianLinearRegression) part.learner();
            all.add(other.covariance, other.mean, part.features());
            shape += other.shape - settings.shape();
            rate += other.rate - settings.rate();
        }
        all.solve(covariance, mean);
        rate += 0.5 * all.lost(mean);
    }

    /** Means of the weights by coordinate, the intercept last if there is one; a copy. */
    public double[] weights() {
        return mean.data.clone();
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(shape);
        out.writeDouble(rate);
        out.writeDoubles(mean.data);
        covariance.snapshot(out);
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
                    "Bayesian linear regression of format " + format + " is unknown here; this is format " + FORMAT);
        }
        shape = in.readDouble();
        rate = in.readDouble();
        int stored = before.width() + (settings.intercept() ? 1 : 0);
        Parameters.fill(mean.data, in.readDoubles(), stored, settings.intercept());
        covariance.restore(in, stored, settings.intercept());
    }
}
