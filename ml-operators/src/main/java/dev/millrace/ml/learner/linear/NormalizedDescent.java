package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Steps that do not depend on the units of numbers: each coordinate's rate is divided by the largest size s seen of it and by
 * its gradients, w ← w − η·(t ÷ N)^(1−p)·G^−p·s^(2p−2)·g, where N sums Σ (x ÷ s)² over events and p is the adaptivity (½: as
 * published; 0: normalised only). A weight whose coordinate grows is brought down as if all steps so far had known its size: what steps
 * have made of it, not what it began with, which is in the number's own units. Where the loss
 * allows, a step follows the path of its slope instead of its first tangent, so that large rates and weights of events
 * do not overshoot.
 *
 * <p>Of G its inverse root is kept, which a small gradient changes by a factor near 1: a coordinate costs neither a root nor a
 * division then (0.25 µs an event less, of 0.5, with 12 values of 54 that are not 0).
 *
 * <p>Source: Ross, Mineiro and Langford, "Normalized online learning", UAI (2013); Karampatziakis and Langford, "Online
 * importance weight aware updates", UAI (2011). As in Vowpal Wabbit, a margin is taken before the event's own sizes count.
 */
final class NormalizedDescent extends Descent {
    static final String LARGEST = "largest";

    private static final String GIVEN = "given";

    /** Keeps s² above 0. */
    private static final double SMALLEST = 1e-100;

    /** Gradients count up to this. */
    private static final double STEEPEST = 1e50;

    /** Up to this share of all gradients so far, an event's changes their root as the first terms of its series say, within 1e-8. */
    private static final double SMALL_SHARE = 2e-3;

    private final double[] largest;

    /** 1 ÷ largest, ∞ before the first; no part of the state. */
    private final double[] inverses;

    /** 1 ÷ √G, ∞ before the first gradient. */
    private final double[] inverseRoots;

    private final double adaptivity;

    /** Whether no penalty takes part in a step, and roots are all that it needs. */
    private final boolean isPlain;

    /** What weights began with; null where that was 0. */
    private Parameters given;

    private double sizes;
    private double events;

    /** Of the event at hand, by its coordinates in their order: the rate of each, times x. */
    private double[] paces = new double[0];

    /** What the event at hand feels of all coordinates, Σ (x ÷ √G)². */
    private double feltInAll;

    private double sizesHere;
    private double reachBefore;
    private double rate;
    private double squaredSlope;
    private boolean isQuick;

    NormalizedDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates, Parameters.SQUARES, LARGEST);
        this.inverseRoots = parameters.squares(); // under that name as it was sums once
        this.largest = parameters.array(LARGEST);
        this.inverses = new double[largest.length];
        this.adaptivity = settings.adaptivity();
        this.isPlain = adaptivity == 0.5 && settings.l1() == 0 && settings.l2() == 0;
        Arrays.fill(inverses, Double.POSITIVE_INFINITY);
        Arrays.fill(inverseRoots, Double.POSITIVE_INFINITY);
    }

    @Override
    double margin(Support event, FeatureVector x) {
        touch(event);
        if (paces.length < event.padded) {
            paces = new double[event.values.length];
        }
        double margin = event.dot(weights, x);
        approach(event);
        return margin;
    }

    private void touch(Support event) {
        for (int i = 0; parameters.isLarge() && i < event.count; i++) {
            parameters.touch(event.at[i], event.at[i] + 1);
        }
    }

    /**
     * All that can be done of a step before its slope is known. How far the margin would move goes by the rates before the event;
     * {@link #meetSlowly} does it again where that is not near enough.
     */
    private void approach(Support event) {
        if (sum(event)) {
            for (int i = 0; i < event.count; i++) {
                double size = Math.abs(event.values[i]);
                if (size * inverses[event.at[i]] > 1) {
                    grow(event.at[i], size);
                }
            }
            sum(event);
        }
    }

    /** Whether a number is larger than its coordinate ever was: then it is to grow, and all of this to be done again. */
    private boolean sum(Support event) {
        int[] at = event.at;
        double[] values = event.values;
        double[] toPace = paces;
        double[] inverse = inverses;
        double[] inverseRoot = inverseRoots;
        double shares = 0;
        double squares = 0;
        double reach = 0;
        boolean grows = false;
        for (int i = 0, count = event.count; i < count; i++) {
            int c = at[i];
            double value = values[i];
            double share = value * inverse[c];
            grows |= Math.abs(share) > 1;
            double root = inverseRoot[c];
            double pace = root * share;
            double felt = root * value;
            toPace[i] = pace;
            shares += share * share;
            squares += felt * felt;
            reach += pace * value;
        }
        sizesHere = shares;
        feltInAll = squares;
        reachBefore = reach;
        return grows;
    }

    private void grow(int at, double value) {
        // As if every step so far had known this size.
        double size = Math.max(SMALLEST, value);
        double ratio = largest[at] / size;
        double factor = adaptivity == 0.5
                ? ratio
                : adaptivity == 0 || ratio == 0 ? ratio * ratio : Elementary.pow(ratio, 2 - 2 * adaptivity);
        if (given == null) {
            weights[at] *= factor;
        } else {
            double began = given.weights()[at];
            weights[at] = began + (weights[at] - began) * factor;
        }
        if (lags != null) {
            lags[at] *= factor;
        }
        largest[at] = size;
        inverses[at] = 1 / size;
    }

    @Override
    double prepare(Support event, double slope, double weight) {
        events++;
        sizes += sizesHere;
        double mean = sizes / events;
        double all = adaptivity == 0.5
                ? 1 / Math.sqrt(mean)
                : adaptivity == 0 ? 1 / mean : Elementary.pow(mean, adaptivity - 1);
        rate = rate() * (mean > 0 ? all : 0);
        squaredSlope = weight * slope * slope;
        isQuick = isPlain && feltInAll * squaredSlope <= SMALL_SHARE; // false for NaN and ∞, too
        return rate * (isQuick ? reachBefore : meetSlowly(event, Math.abs(slope), Math.sqrt(weight)));
    }

    private double meetSlowly(Support event, double slope, double rootOfWeight) {
        double reach = 0;
        for (int i = 0; i < event.count; i++) {
            int at = event.at[i];
            double value = event.values[i];
            double gradient = Math.min(STEEPEST, rootOfWeight * Math.min(STEEPEST, slope * Math.abs(value)));
            if (gradient > SMALLEST) {
                double share = gradient * inverseRoots[at];
                inverseRoots[at] = share < 1e8 ? inverseRoots[at] / Math.sqrt(1 + share * share) : 1 / gradient;
            }
            paces[i] = own(at) * value;
            reach += paces[i] * value;
        }
        return reach;
    }

    /** G^−p·s^(2p−2); 0 where no gradient was felt. */
    private double own(int at) {
        double root = inverseRoots[at];
        double inverse = inverses[at];
        if (root == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (adaptivity == 0.5) {
            return root * inverse;
        }
        return adaptivity == 0
                ? inverse * inverse
                : Elementary.pow(root, 2 * adaptivity) * Elementary.pow(largest[at], 2 * adaptivity - 2);
    }

    @Override
    void step(Support event, double slope, double weight) {
        if (isQuick) {
            stepQuickly(event, rate * slope);
        } else {
            super.step(event, slope, weight);
        }
    }

    private void stepQuickly(Support event, double far) {
        int[] at = event.at;
        double[] w = weights;
        double[] inverseRoot = inverseRoots;
        double[] fromPace = paces;
        double[] values = event.values;
        double half = 0.5 * squaredSlope;
        for (int i = 0, count = event.count; i < count; i++) {
            int c = at[i];
            double root = inverseRoot[c];
            double feels = root * values[i];
            double share = half * (feels * feels);
            double factor = 1 - share * (1 - 1.5 * share);
            inverseRoot[c] = root * factor;
            double before = w[c];
            double after = before - far * (fromPace[i] * factor);
            if (!(Math.abs(after) <= Usable.LARGEST)) {
                after = Double.isNaN(after) ? before : bounded(after);
            }
            if (lags != null) {
                lags[c] += (steps() - 1) * (after - before);
            }
            w[c] = after;
        }
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        double own = rate * own(at);
        return cut(weights[at] - own * pulled(at, gradient, penalty), own, penalty);
    }

    /** Of weights restored or taken over: what was never seen has 0 in states. */
    private void complete() {
        for (int at = 0; at < largest.length; at++) {
            inverses[at] = 1 / largest[at];
            if (inverseRoots[at] == 0) {
                inverseRoots[at] = Double.POSITIVE_INFINITY;
            }
        }
    }

    @Override
    double[] squaredGradients() {
        double[] squares = new double[inverseRoots.length];
        Arrays.setAll(squares, at -> 1 / (inverseRoots[at] * inverseRoots[at]));
        return squares;
    }

    @Override
    void sharePast(Descent past) {
        sizes = ((NormalizedDescent) past).sizes;
        events = ((NormalizedDescent) past).events;
        complete();
    }

    @Override
    void start(double[] from) {
        super.start(from);
        given = new Parameters(from.length, GIVEN);
        given.touch(0, from.length);
        Parameters.fill(given.weights(), from);
    }

    @Override
    void snapshot(StateWriter out) {
        super.snapshot(out);
        out.writeDouble(sizes);
        out.writeDouble(events);
        out.writeBoolean(given != null);
        if (given != null) {
            given.snapshot(out);
        }
    }

    @Override
    void restore(StateReader in, int before, int format) {
        super.restore(in, before, format);
        sizes = in.readDouble();
        events = in.readDouble();
        given = null;
        if (format > 2 && in.readBoolean()) {
            given = new Parameters(weights.length, GIVEN);
            given.restore(in, 1, before + 1);
        }
        complete();
        if (format == 1) {
            rootsOfSums();
        }
    }

    private void rootsOfSums() {
        parameters.touch(0, inverseRoots.length);
        for (int at = 0; at < inverseRoots.length; at++) {
            double sum = inverseRoots[at];
            inverseRoots[at] = sum == Double.POSITIVE_INFINITY ? sum : 1 / Math.sqrt(sum);
        }
    }
}
