package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.HeldNumbers;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.learner.linear.InverseGram;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * How far an event's numbers lie from their means, in the shape of their covariance: numbers that go together may be strange
 * together though each is usual. Means and covariance fade; the inverse is kept by Sherman and Morrison's formula. The score
 * is d² / (d² + q), q the χ² quantile (by Wilson and Hilferty's approximation) that is as rare as the threshold's standard
 * deviations.
 *
 * <p>Only numbers count; scale them alike, so that the ridge suits all. What is missing lies at its mean; values count in full
 * up to 1e9 and as that beyond. An event is learned once, whatever its weight. The first events, ten more than there are
 * numbers, score 0.
 *
 * <p>Cost: O(d²) per score and event learned; 8·d² bytes for d numbers (at most 4,096). Source: see {@link #PAPER}.
 */
public final class MahalanobisDistance implements AnomalyDetector {
    static final String PAPER =
            "Mahalanobis, \"On the generalised distance in statistics\", Proceedings of the National"
                    + " Institute of Sciences of India 2 (1936); quantile: Wilson and Hilferty, \"The distribution of chi-square\","
                    + " PNAS 17 (1931)";
    private static final int FORMAT = 2;
    private static final int LEAST_EVENTS = 10;
    /** What must have been seen of a new number before distances count it. */
    private static final double LEAST_SEEN = 30;

    private static final double LARGEST_VALUE = 1e9;

    private static final double LARGEST_VARIANCE = LARGEST_VALUE * LARGEST_VALUE;

    private final MahalanobisSettings settings;
    private final Layout layout;
    private final int size;
    private final double[] means;
    private final InverseGram inverse;
    private final HeldNumbers held = new HeldNumbers(1);
    private long events;

    // For learning only: scoring shares nothing.
    private final DMatrixRMaj off;

    public MahalanobisDistance(MahalanobisSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.size = layout.numbers().size();
        if (size == 0) {
            throw new IllegalArgumentException(
                    "mahalanobis looks at numbers, and there are none among the features; add"
                            + " one, or use half-space-trees for categories");
        }
        if (size > InverseGram.MOST_COORDINATES) {
            throw new IllegalArgumentException("mahalanobis keeps a square of its " + size + " numbers; "
                    + InverseGram.MOST_COORDINATES + " are the most: leave some out, or use another detector");
        }
        this.means = new double[size];
        this.inverse = new InverseGram(size, 1 / settings.ridge());
        this.off = new DMatrixRMaj(size, 1);
    }

    /** Distances from the means; how many numbers are there. */
    private int distances(FeatureVector x, double[] to) {
        double[] values = x.numbers();
        if (!held.isEmpty()) {
            values = values.clone();
            held.hide(values);
        }
        int present = 0;
        for (int i = 0; i < size; i++) {
            if (Usable.isUsable(values[i])) {
                to[i] = Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, values[i])) - means[i];
                present++;
            } else {
                to[i] = 0;
            }
        }
        return present;
    }

    @Override
    public double score(FeatureVector x) {
        double[] distances = new double[size];
        int present = distances(x, distances);
        if (events < LEAST_EVENTS + size || present == 0) {
            return 0;
        }
        double square = inverse.varianceOf(distances);
        return square / (square + quantile(present));
    }

    /** The value of χ² with that many degrees of freedom beyond which it lies as rarely as a normal value beyond the threshold. */
    private double quantile(int freedom) {
        double share = 2.0 / (9.0 * freedom);
        double root = 1 - share + settings.threshold() * Math.sqrt(share);
        return freedom * root * root * root;
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        events++;
        double share = 1.0 / Math.min(events, settings.memory());
        distances(x, off.data);
        if (events > 1) {
            double variance = inverse.variance(off);
            inverse.shrink(share / (1 + share * variance), 1 / (1 - share));
        }
        for (int i = 0; i < size; i++) {
            means[i] += share * off.data[i];
        }
        if (!held.isEmpty()) {
            letIn(x);
        }
    }

    /** A new number counts once its own mean and variance are known; how it goes with the others is learned from then on. */
    private void letIn(FeatureVector x) {
        held.observe(x.numbers(), 0, 1);
        for (int slot : held.slots()) {
            if (held.weight(0, slot) >= LEAST_SEEN) {
                means[slot] = Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, held.mean(0, slot)));
                inverse.vary(slot, 1 / (Math.min(held.variance(0, slot), LARGEST_VARIANCE) + settings.ridge()));
                held.letIn(slot);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(events);
        out.writeDoubles(means);
        inverse.snapshot(out);
        held.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("Mahalanobis distances of format " + format
                    + " are unknown here; this reads formats up to " + FORMAT);
        }
        events = in.readLong();
        double[] stored = in.readDoubles();
        if (stored.length != before.numbers().size()) {
            throw new BadState("the snapshot has means of " + stored.length + " numbers where its layout had "
                    + before.numbers().size() + "; it belongs to other features");
        }
        Arrays.fill(means, 0);
        System.arraycopy(stored, 0, means, 0, stored.length);
        inverse.restore(in, stored.length, false);
        held.clear();
        if (format > 1) {
            held.restore(in);
        }
        held.hold(stored.length, size);
    }
}
