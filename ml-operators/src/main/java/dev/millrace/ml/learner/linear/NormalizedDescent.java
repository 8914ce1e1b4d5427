package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.EightLanes;
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

    /** 1 ÷ largest, 0 before the first; no part of the state. */
    private final double[] inverses;

    /** 1 ÷ √G, 0 before the first gradient. */
    private final double[] inverseRoots;

    /** The largest size again, 0 while there was no gradient: what is larger takes the slow way. No part of the state. */
    private final double[] bounds;

    private final double adaptivity;

    /** Whether no penalty and no average take part in a step, and roots are all that it needs. */
    private final boolean isPlain;

    private final EightLanes lanes = EightLanes.best();

    /** A bit for the first of each eight numbers that lie side by side. */
    private final long eights;

    /** Coordinate of the first of them. */
    private final int first;

    /** All of an event that takes the slow way. */
    private final Support whole;

    /** What weights began with; null where that was 0. */
    private Parameters given;

    private double sizes;
    private double events;

    // Of the event at hand: numbers in eights by themselves, and the others as they were gathered.

    private FeatureVector x;
    private long eightsHere;

    /** Eight sums each: see {@link EightLanes#meetNormalized}. */
    private final double[] sums = new double[4 * 8];

    /** The rate of each of the others, times x; or of all that {@link #whole} has. */
    private double[] paces = new double[0];

    private boolean isSlow;

    /** What the event feels of all coordinates, Σ (x ÷ √G)². */
    private double feltInAll;

    private double sizesHere;
    private double reachBefore;
    private double rate;
    private double squaredSlope;

    NormalizedDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates, Parameters.SQUARES, LARGEST);
        this.inverseRoots = parameters.squares(); // under that name as it was sums once
        this.largest = parameters.array(LARGEST);
        this.inverses = new double[largest.length];
        this.bounds = new double[largest.length];
        this.adaptivity = settings.adaptivity();
        this.isPlain = adaptivity == 0.5 && settings.l1() == 0 && settings.l2() == 0 && lags == null;
        int inEights = coordinates.inEights;
        this.first = inEights == 0 ? 0 : coordinates.numbers[0];
        this.eights = inEights == 0 ? 0 : firstOfEights(-1L >>> Long.SIZE - inEights);
        this.whole = super.support();
    }

    /** A bit for the first of each eight that has a bit. */
    private static long firstOfEights(long bits) {
        long fours = bits | bits >>> 4;
        long twos = fours | fours >>> 2;
        return (twos | twos >>> 1) & 0x0101010101010101L;
    }

    @Override
    Support support() {
        return new Support(coordinates, settings.intercept(), coordinates.inEights);
    }

    /** Numbers in eights have a sum for each place in an eight; zeros change none of them, and eights of zeros are not looked at. */
    @Override
    double dot(double[] w, FeatureVector asked) {
        double[] values = asked.numbers();
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double a4 = 0;
        double a5 = 0;
        double a6 = 0;
        double a7 = 0;
        for (long left = firstOfEights(asked.notZero()) & eights; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            int c = first + i;
            a0 += w[c] * Usable.orZero(values[i]);
            a1 += w[c + 1] * Usable.orZero(values[i + 1]);
            a2 += w[c + 2] * Usable.orZero(values[i + 2]);
            a3 += w[c + 3] * Usable.orZero(values[i + 3]);
            a4 += w[c + 4] * Usable.orZero(values[i + 4]);
            a5 += w[c + 5] * Usable.orZero(values[i + 5]);
            a6 += w[c + 6] * Usable.orZero(values[i + 6]);
            a7 += w[c + 7] * Usable.orZero(values[i + 7]);
        }
        return ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + dot(w, coordinates, asked, coordinates.inEights);
    }

    private double sum(int from) {
        double[] s = sums;
        return ((s[from] + s[from + 1]) + (s[from + 2] + s[from + 3]))
                + ((s[from + 4] + s[from + 5]) + (s[from + 6] + s[from + 7]));
    }

    @Override
    double margin(Support others, FeatureVector asked) {
        x = asked;
        eightsHere = firstOfEights(x.notZero()) & eights;
        isSlow = !isPlain || !approach(others);
        if (isSlow) {
            double margin = dot(weights, x);
            whole.gather(x);
            grow();
            return margin;
        }
        return sum(0) + others.dot(weights, x);
    }

    /**
     * All that can be done of a step before its slope is known. How far the margin would move goes by the rates before the event;
     * {@link #meetSlowly} does it again where that is not near enough.
     *
     * @return false if a number is larger than its coordinate ever was, or has no gradient yet: then nothing of this counts
     */
    private boolean approach(Support others) {
        if (!lanes.meetNormalized(eightsHere, x.numbers(), first, weights, bounds, inverses, inverseRoots, sums)) {
            return false;
        }
        int[] at = others.at;
        double[] values = others.values;
        double[] toPace = paces(others);
        double[] bound = bounds;
        double[] inverse = inverses;
        double[] inverseRoot = inverseRoots;
        double shares = 0;
        double squares = 0;
        double reach = 0;
        boolean fits = true;
        for (int i = 0, count = others.count; i < count; i++) {
            int c = at[i];
            double value = values[i];
            fits &= Math.abs(value) <= bound[c];
            double share = value * inverse[c];
            double root = inverseRoot[c];
            double pace = root * share;
            double felt = root * value;
            toPace[i] = pace;
            shares += share * share;
            squares += felt * felt;
            reach += pace * value;
        }
        sizesHere = sum(8) + shares;
        feltInAll = sum(16) + squares;
        reachBefore = sum(24) + reach;
        return fits;
    }

    private double[] paces(Support event) {
        if (paces.length < event.count) {
            paces = new double[event.values.length];
        }
        return paces;
    }

    /** Lets all coordinates know of the event's sizes. */
    private void grow() {
        double shares = 0;
        for (int i = 0; i < whole.count; i++) {
            int at = whole.at[i];
            double size = Math.abs(whole.values[i]);
            parameters.touch(at, at + 1);
            if (size > largest[at]) {
                grow(at, size);
            }
            double share = size * inverses[at];
            shares += share * share;
        }
        sizesHere = shares;
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
        bounds[at] = inverseRoots[at] == 0 ? 0 : size;
    }

    @Override
    double prepare(Support others, double slope, double weight) {
        events++;
        sizes += sizesHere;
        double mean = sizes / events;
        double all = adaptivity == 0.5
                ? 1 / Math.sqrt(mean)
                : adaptivity == 0 ? 1 / mean : Elementary.pow(mean, adaptivity - 1);
        rate = rate() * (mean > 0 ? all : 0);
        squaredSlope = weight * slope * slope;
        if (!isSlow && feltInAll * squaredSlope <= SMALL_SHARE) { // not for NaN and ∞, either
            return rate * reachBefore;
        }
        if (!isSlow) {
            isSlow = true;
            whole.gather(x);
        }
        return rate * meetSlowly(Math.abs(slope), Math.sqrt(weight));
    }

    private double meetSlowly(double slope, double rootOfWeight) {
        double[] toPace = paces(whole);
        double reach = 0;
        for (int i = 0; i < whole.count; i++) {
            int at = whole.at[i];
            double value = whole.values[i];
            parameters.touch(at, at + 1);
            double gradient = Math.min(STEEPEST, rootOfWeight * Math.min(STEEPEST, slope * Math.abs(value)));
            if (gradient > SMALLEST) {
                double share = gradient * inverseRoots[at];
                inverseRoots[at] = inverseRoots[at] > 0 && share < 1e8
                        ? inverseRoots[at] / Math.sqrt(1 + share * share)
                        : 1 / gradient;
                bounds[at] = largest[at];
            }
            toPace[i] = own(at) * value;
            reach += toPace[i] * value;
        }
        return reach;
    }

    /** G^−p·s^(2p−2); 0 where no gradient was felt. */
    private double own(int at) {
        double root = inverseRoots[at];
        double inverse = inverses[at];
        if (root == 0) {
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
    void step(Support others, double slope, double weight) {
        if (isSlow) {
            super.step(whole, slope, weight);
        } else {
            stepQuickly(others, rate * slope);
        }
    }

    private void stepQuickly(Support others, double far) {
        if (parameters.isLarge()) {
            touch(others);
        }
        double half = 0.5 * squaredSlope;
        lanes.stepNormalized(
                eightsHere, x.numbers(), first, weights, inverses, inverseRoots, half, far, Usable.LARGEST);
        int[] at = others.at;
        double[] w = weights;
        double[] inverseRoot = inverseRoots;
        double[] fromPace = paces;
        double[] values = others.values;
        for (int i = 0, count = others.count; i < count; i++) {
            int c = at[i];
            double root = inverseRoot[c];
            double felt = root * values[i];
            double share = half * (felt * felt);
            double factor = 1 - share * (1 - 1.5 * share);
            inverseRoot[c] = root * factor;
            double before = w[c];
            double after = before - far * (fromPace[i] * factor);
            if (!(Math.abs(after) <= Usable.LARGEST)) {
                after = Double.isNaN(after) ? before : bounded(after);
            }
            w[c] = after;
        }
    }

    private void touch(Support others) {
        for (long left = eightsHere; left != 0; left &= left - 1) {
            int from = first + Long.numberOfTrailingZeros(left);
            parameters.touch(from, from + 8);
        }
        for (int i = 0; i < others.count; i++) {
            parameters.touch(others.at[i], others.at[i] + 1);
        }
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        double own = rate * own(at);
        return cut(weights[at] - own * pulled(at, gradient, penalty), own, penalty);
    }

    /** Of weights restored or taken over. Earlier states have ∞ where no gradient was felt. */
    private void complete() {
        for (int at = 0; at < largest.length; at++) {
            if (inverseRoots[at] == Double.POSITIVE_INFINITY) {
                inverseRoots[at] = 0;
            }
            inverses[at] = largest[at] == 0 ? 0 : 1 / largest[at];
            bounds[at] = inverseRoots[at] == 0 ? 0 : largest[at];
        }
    }

    @Override
    double[] squaredGradients() {
        double[] squares = new double[inverseRoots.length];
        Arrays.setAll(squares, at -> inverseRoots[at] == 0 ? 0 : 1 / (inverseRoots[at] * inverseRoots[at]));
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
        if (format == 1) {
            rootsOfSums();
        }
        complete();
    }

    private void rootsOfSums() {
        parameters.touch(0, inverseRoots.length);
        for (int at = 0; at < inverseRoots.length; at++) {
            double sum = inverseRoots[at];
            inverseRoots[at] = sum == Double.POSITIVE_INFINITY || sum == 0 ? 0 : 1 / Math.sqrt(sum);
        }
    }
}
