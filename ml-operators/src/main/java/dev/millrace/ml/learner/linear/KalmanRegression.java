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
 * Linear regression whose weights walk at random: y = wₜ·x + noise of variance r, wₜ = wₜ₋₁ + a step of variance q·r in every
 * direction. The Kalman filter keeps the exact normal distribution of wₜ given all events so far. Only q says how fast the weights follow: r
 * scales what is known of a prediction's spread, and is set, or estimated as a fading mean of squared errors, each divided by
 * the variance that was expected in units of r. With q = 0 it is recursive least squares with λ = 1.
 *
 * <p>An event of weight v has a noise of variance r ÷ v. The covariance is made symmetric at every step; while q lets directions that no
 * event excites drift, their variance grows up to a bound. What is missing counts as 0. Values of x count in full up to 1e6 and as 1e6
 * beyond; the target likewise up to 1e100. Numbers want one scale, as all weights walk alike.
 *
 * <p>Cost: O(d²) per event learned and per {@link #predictive}, O(d) per prediction; 8·d² bytes for d coordinates (at most
 * 4,096). Source: see {@link #PAPER}.
 */
public final class KalmanRegression implements Regressor {
    static final String PAPER =
            "Kalman, \"A new approach to linear filtering and prediction problems\", Journal of Basic"
                    + " Engineering 82 (1960); the noise: West and Harrison, \"Bayesian forecasting and dynamic models\", 2nd edition,"
                    + " Springer (1997), section 4.5";
    private static final int FORMAT = 1;

    private final KalmanSettings settings;
    private final Layout layout;
    private final DenseEvent event;
    private final DMatrixRMaj mean;

    /** Of the weights after the last event, in units of r. */
    private final InverseGram covariance;

    /** Estimate of r. */
    private double noise;

    /** Events that the estimate is worth. */
    private double known;

    public KalmanRegression(KalmanSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.event = new DenseEvent(layout, settings.intercept());
        int size = event.size();
        if (size > InverseGram.MOST_COORDINATES) {
            throw new IllegalArgumentException("a Kalman filter keeps a square of its " + size + " coordinates; "
                    + InverseGram.MOST_COORDINATES + " are the most: hash into fewer bits, or use another learner");
        }
        this.mean = new DMatrixRMaj(size, 1);
        this.covariance = new InverseGram(size, 1 / settings.delta());
        this.noise = settings.noise();
    }

    /**
     * What is believed of a value: a normal distribution.
     *
     * @param mean what {@link #predict} says
     * @param variance noise included; 0 where the noise is estimated and nothing was learned
     */
    public record Predictive(double mean, double variance) {}

    @Override
    public double predict(FeatureVector x) {
        return event.dot(mean.data, x);
    }

    /** The distribution of the value of the next event, of weight 1. */
    public Predictive predictive(FeatureVector x) {
        double[] column = new double[event.size()];
        event.spread(x, column);
        double squares = 0;
        for (double value : column) {
            squares += value * value;
        }
        double spread = covariance.varianceOf(column) + settings.processNoise() * squares;
        return new Predictive(predict(x), noise * (1 + spread));
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
        double error = target - predict(x);
        if (settings.processNoise() > 0) {
            covariance.widen(settings.processNoise());
        }
        double scale = 1 / weight + covariance.variance(event.spread(x));
        if (!(scale > 0)) {
            return; // rounding has eaten the event's variance: it has nothing to tell
        }
        if (settings.noise() == 0) {
            known = Math.min(known + 1, settings.memory());
            noise += (Math.min(Usable.LARGEST, error * (error / scale)) - noise) / known;
        }
        CommonOps_DDRM.addEquals(mean, error / scale, covariance.gain());
        covariance.shrink(1 / scale, 1);
    }

    /** Means of the weights by coordinate, the intercept last if there is one; a copy. */
    public double[] weights() {
        return mean.data.clone();
    }

    /** Variance of the noise: as set, or as estimated. */
    public double noise() {
        return noise;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(noise);
        out.writeDouble(known);
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
            throw new BadState("a Kalman filter of format " + format + " is unknown here; this is format " + FORMAT);
        }
        noise = in.readDouble();
        known = in.readDouble();
        int stored = before.width() + (settings.intercept() ? 1 : 0);
        Parameters.fill(mean.data, in.readDoubles(), stored, settings.intercept());
        covariance.restore(in, stored, settings.intercept());
    }
}
