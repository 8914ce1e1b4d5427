package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.HeldNumbers;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * How much of an event its principal components do not explain: the squared distance to the subspace of the directions in
 * which events vary most, e². Components are learned by CCIPCA, each from what those before it leave over, in an amnesic mean; of
 * one number there is none, and e is its distance from the mean. The score is e² / (e² + q), where q is as rare among the
 * errors as the threshold's standard deviations: errors are taken for g·χ² of h degrees of freedom, g and h by their fading
 * mean and variance (Box), the quantile by Wilson and Hilferty's approximation.
 *
 * <p>Only numbers count; scale them alike. What is missing lies at its mean; values count in full up to 1e9 and as that beyond.
 * An event is learned once, whatever its weight, and moves what was learned by no more than one ten times as far away as
 * usual would. The first events, eleven more than there are components, score 0.
 *
 * <p>Cost: O(numbers · components) per score and event learned; 8 bytes for each number and component, and the means.
 * Source: see {@link #PAPER}.
 */
public final class OnlinePca implements AnomalyDetector {
    static final String PAPER =
            "Weng, Zhang and Hwang, \"Candid covariance-free incremental principal component analysis\","
                    + " IEEE Transactions on Pattern Analysis and Machine Intelligence 25 (2003); limit of errors: Box, \"Some theorems"
                    + " on quadratic forms applied in the study of analysis of variance problems I\", Annals of Mathematical"
                    + " Statistics 25 (1954)";
    private static final int FORMAT = 2;
    static final int LEAST_ERRORS = 10;

    /** How much more than its share the newest event counts; the source advises 2 to 4. */
    private static final double AMNESIA = 2;

    /** What must have been seen of a new number before errors count it. */
    private static final double LEAST_SEEN = 30;

    private static final double LARGEST_VALUE = 1e9;

    /** Squared: ten times as far as usual. */
    private static final double MOST_TIMES_USUAL = 100;

    /** Errors below this share of the whole variance are rounding. */
    private static final double ROUNDING = 1e-12;

    private static final int MOST_VALUES = 1 << 24;

    private final OnlinePcaSettings settings;
    private final Layout layout;
    private final int size;
    private final double[] means;

    /** Directions, each as long as the variance along it; those found so far come first. */
    private final double[][] components;

    private final long[] updates;
    private final HeldNumbers held = new HeldNumbers(1);
    private int found;
    private long events;

    /** Fading mean of the squared distance from the means. */
    private double variance;

    private long errors;
    private double meanError;
    private double errorVariance;

    // For learning only: scoring shares nothing.
    private final double[] off;

    private final double[] rest;

    public OnlinePca(OnlinePcaSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.size = layout.numbers().size();
        if (size == 0) {
            throw new IllegalArgumentException(
                    "online-pca looks at numbers, and there are none among the features; add one,"
                            + " or use half-space-trees for categories");
        }
        int count = Math.min(settings.components(), size - 1);
        if ((long) count * size > MOST_VALUES) {
            throw new IllegalArgumentException("online-pca keeps " + count + " components of " + size + " numbers, "
                    + MOST_VALUES + " values are the most; set fewer components");
        }
        this.means = new double[size];
        this.components = new double[count][size];
        this.updates = new long[count];
        this.off = new double[size];
        this.rest = new double[size];
    }

    /** Distances from the means; whether any number is there. */
    private boolean distances(FeatureVector x, double[] to) {
        double[] values = x.numbers();
        if (!held.isEmpty()) {
            values = values.clone();
            held.hide(values);
        }
        boolean any = false;
        for (int i = 0; i < size; i++) {
            if (Usable.isUsable(values[i])) {
                to[i] = Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, values[i])) - means[i];
                any = true;
            } else {
                to[i] = 0;
            }
        }
        return any;
    }

    @Override
    public double score(FeatureVector x) {
        if (errors < LEAST_ERRORS) {
            return 0;
        }
        double[] rest = new double[size];
        if (!distances(x, rest)) {
            return 0;
        }
        double error = error(rest);
        return error <= ROUNDING * variance ? 0 : error / (error + limit());
    }

    /** Takes the components off; the square of what is left. */
    private double error(double[] rest) {
        for (int k = 0; k < found; k++) {
            takeOff(components[k], rest);
        }
        return Elementary.dot(rest, rest, size);
    }

    /** Leaves what is orthogonal to a direction. */
    private void takeOff(double[] direction, double[] rest) {
        double square = Elementary.dot(direction, direction, size);
        if (square > 0) {
            double share = Elementary.dot(direction, rest, size) / square;
            for (int i = 0; i < size; i++) {
                rest[i] -= share * direction[i];
            }
        }
    }

    /** The error that is as rare as the threshold. */
    private double limit() {
        double share = meanError > 0 ? Math.min(1, errorVariance / (9 * meanError * meanError)) : 0; // 2 / 9h
        double root = 1 - share + settings.threshold() * Math.sqrt(share);
        return Math.max(meanError * root * root * root, ROUNDING * variance);
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        if (!held.isEmpty()) {
            letIn(x);
        }
        if (!distances(x, off)) {
            return;
        }
        events++;
        double share = 1.0 / Math.min(events, settings.memory());
        double square = Elementary.dot(off, off, size);
        double most = MOST_TIMES_USUAL * variance;
        double shrink = events > LEAST_ERRORS && variance > 0 && square > most ? Math.sqrt(most / square) : 1;
        for (int i = 0; i < size; i++) {
            off[i] *= shrink;
            means[i] += share * off[i];
        }
        if (events == 1) {
            return; // the first is the mean
        }
        double usual = square * shrink * shrink;
        variance += (usual - variance) / Math.min(events - 1, settings.memory());
        System.arraycopy(off, 0, rest, 0, size);
        double error = error(rest);
        learnComponents(ROUNDING * usual);
        if (events > components.length + 1) {
            learnError(error);
        }
    }

    /** Moves each component towards what those before it leave of the event; what is below the least is rounding. */
    private void learnComponents(double least) {
        for (int k = 0; k < components.length; k++) {
            double[] direction = components[k];
            double length = Math.sqrt(Elementary.dot(direction, direction, size));
            if (!(length > 0)) {
                if (Elementary.dot(off, off, size) > least) {
                    System.arraycopy(off, 0, direction, 0, size);
                    updates[k] = 1;
                    found = Math.max(found, k + 1);
                }
                return; // nothing is left for those behind it
            }
            double share = Math.max(1.0 / settings.memory(), (1 + AMNESIA) / (++updates[k] + AMNESIA));
            double along = Elementary.dot(off, direction, size) / length;
            for (int i = 0; i < size; i++) {
                direction[i] += share * (along * off[i] - direction[i]);
            }
            takeOff(direction, off);
        }
    }

    private void learnError(double error) {
        double counted = errors < LEAST_ERRORS ? error : Math.min(error, MOST_TIMES_USUAL * limit());
        errors++;
        double share = 1.0 / Math.min(errors, settings.memory());
        double distance = counted - meanError;
        meanError += share * distance;
        errorVariance += share * (distance * (counted - meanError) - errorVariance);
    }

    /**
     * A new number counts once its own mean and variance are known. No component explains it yet, so errors are expected to be
     * larger by its variance, and to vary by that of its square.
     */
    private void letIn(FeatureVector x) {
        held.observe(x.numbers(), 0, 1);
        for (int slot : held.slots()) {
            if (held.weight(0, slot) >= LEAST_SEEN) {
                double own = Math.min(held.variance(0, slot), LARGEST_VALUE * LARGEST_VALUE);
                means[slot] = Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, held.mean(0, slot)));
                variance += own;
                meanError += own;
                errorVariance += 2 * own * own;
                held.letIn(slot);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(events);
        out.writeDouble(variance);
        out.writeLong(errors);
        out.writeDouble(meanError);
        out.writeDouble(errorVariance);
        out.writeDoubles(means);
        out.writeInt(found);
        for (int k = 0; k < found; k++) {
            out.writeLong(updates[k]);
            out.writeDoubles(components[k]);
        }
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
            throw new BadState("principal components of format " + format
                    + " are unknown here; this reads formats up to " + FORMAT);
        }
        int numbers = before.numbers().size();
        events = in.readLong();
        variance = in.readDouble();
        errors = in.readLong();
        meanError = in.readDouble();
        errorVariance = in.readDouble();
        fill(means, in.readDoubles(), numbers);
        found = in.readInt();
        if (found > components.length) {
            throw new BadState(
                    "the snapshot has " + found + " components, the settings and features say " + components.length);
        }
        for (int k = 0; k < found; k++) {
            updates[k] = in.readLong();
            fill(components[k], in.readDoubles(), numbers);
        }
        held.clear();
        if (format > 1) {
            held.restore(in);
        }
        held.hold(numbers, size);
    }

    private static void fill(double[] target, double[] stored, int numbers) {
        if (stored.length != numbers) {
            throw new BadState("the snapshot has " + stored.length + " numbers where its layout had " + numbers
                    + "; it belongs to other features");
        }
        Arrays.fill(target, 0);
        System.arraycopy(stored, 0, target, 0, stored.length);
    }
}
