package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * A classifier whose scores go through a stage that learns how far they can be trusted: score pₖ becomes proportional to
 * e^bₖ · pₖ^a. The slope a (1 at first) and the class offsets bₖ (0) descend the log-loss of what they make of each scored event, before the
 * classifier learns it; events count alike, whatever they weigh, so that scores are shares of events. Steps are AdaGrad's with
 * sums that fade, so that the stage follows a classifier that changes.
 *
 * <p>Sources: Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers (1999); Guo, Pleiss, Sun
 * and Weinberger, "On calibration of modern neural networks", ICML (2017), vector scaling with one slope; learned online as by
 * Gupta and Ramdas, "Online Platt scaling with calibeating", ICML (2023).
 *
 * <p>Cost: an exponential and a logarithm per class beside the classifier's; a label that comes later than its event costs a second
 * prediction, since the stage learns from the scores that the classifier would give now. Memory: 16 bytes per class.
 * Threading: as the classifier's.
 */
public final class CalibratedClassifier implements Classifier, Mergeable {
    private static final int FORMAT = 1;

    /** Scores below it say no more than that: what is never right would have an infinite loss. */
    private static final double LEAST = 1e-9;

    private static final double RATE = 0.1;
    private static final double FADING = 0.9995;
    private static final double LEAST_SLOPE = 0.01;
    private static final double MOST = 50;

    private final Classifier inner;
    private double slope = 1;
    private double slopeSquares;
    private double[] offsets = {};
    private double[] offsetSquares = {};

    /** One past the largest class learned. */
    private int known;

    /** Buffers of who learns: scores, their logarithms, and what the stage makes of them. */
    private double[] scored = {};

    private double[] logs = {};
    private double[] made = {};

    public CalibratedClassifier(Classifier inner) {
        this.inner = inner;
    }

    /** The learner that it calibrates. */
    public Classifier inner() {
        return inner;
    }

    /** So many classes are known to the learner that it calibrates, before anything is learned. */
    public void begin(int classes) {
        meet(classes - 1);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        inner.predict(x, scores);
        transform(scores, 0, scores.length);
    }

    @Override
    public void predictAlone(FeatureVector x, double[] scores) {
        inner.predictAlone(x, scores);
        transform(scores, 0, scores.length);
    }

    @Override
    public void predictAll(FeatureVector each, NumberTable x, int classes, double[] scores) {
        inner.predictAll(each, x, classes, scores);
        for (int r = 0; r < x.rows(); r++) {
            transform(scores, r * classes, classes);
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        meet(label);
        inner.predictAlone(x, scored);
        update(scored, label);
        inner.learn(x, label, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        meet(label);
        if (scores.length != known) { // scores over other classes than those that the stage learns from
            predict(x, scores);
            learn(x, label, weight);
            return;
        }
        inner.predictAndLearn(x, label, weight, scores);
        System.arraycopy(scores, 0, scored, 0, known);
        transform(scores, 0, known);
        update(scored, label);
    }

    @Override
    public boolean gainsFromSlices() {
        return inner.gainsFromSlices();
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        if (slice.classes() != known) {
            for (int i = 0; i < slice.size(); i++) {
                predictAndLearn(slice.x(i), slice.label(i), slice.weight(i), slice.scores(i));
            }
            return;
        }
        inner.predictAndLearn(slice, parallel);
        for (int i = 0; i < slice.size(); i++) {
            double[] scores = slice.scores(i);
            System.arraycopy(scores, 0, scored, 0, known);
            transform(scores, 0, known);
            update(scored, slice.label(i));
        }
    }

    /** What the stage makes of scores, in place. Pure but for them. */
    private void transform(double[] scores, int from, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            double margin = slope * log(scores[from + k]) + (k < known ? offsets[k] : 0);
            scores[from + k] = margin;
            largest = Math.max(largest, margin);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double e = Elementary.exp(scores[from + k] - largest);
            scores[from + k] = e;
            sum += e;
        }
        for (int k = 0; k < count; k++) {
            scores[from + k] /= sum;
        }
    }

    /** One step down the log-loss of a label: by a for Σ (qₖ − yₖ)·log pₖ, by bₖ for qₖ − yₖ. */
    private void update(double[] scores, int label) {
        for (int k = 0; k < known; k++) {
            logs[k] = log(scores[k]);
        }
        System.arraycopy(scores, 0, made, 0, known);
        transform(made, 0, known);
        made[label] -= 1;
        double slopeStep = 0;
        for (int k = 0; k < known; k++) {
            double gradient = made[k];
            slopeStep += gradient * logs[k];
            offsetSquares[k] = FADING * offsetSquares[k] + gradient * gradient;
            offsets[k] = bounded(offsets[k] - step(gradient, offsetSquares[k]), -MOST, MOST);
        }
        slopeSquares = FADING * slopeSquares + slopeStep * slopeStep;
        slope = bounded(slope - step(slopeStep, slopeSquares), LEAST_SLOPE, MOST);
    }

    private static double step(double gradient, double squares) {
        return squares > 0 ? RATE * gradient / Math.sqrt(squares) : 0;
    }

    private static double bounded(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    private static double log(double score) {
        return Elementary.log(Math.max(LEAST, score));
    }

    private void meet(int label) {
        if (label >= known) {
            resize(label + 1);
        }
    }

    private void resize(int classes) {
        known = classes;
        offsets = Arrays.copyOf(offsets, classes);
        offsetSquares = Arrays.copyOf(offsetSquares, classes);
        scored = new double[classes];
        logs = new double[classes];
        made = new double[classes];
    }

    @Override
    public void merge(List<Part> parts) {
        ((Mergeable) inner)
                .merge(parts.stream().map(CalibratedClassifier::inner).toList());
        average(parts, null);
    }

    @Override
    public void merge(List<Part> parts, Base base) {
        ((Mergeable) inner)
                .merge(
                        parts.stream().map(CalibratedClassifier::inner).toList(),
                        new Base(
                                inner(base.merged()),
                                base.parts().stream()
                                        .map(CalibratedClassifier::inner)
                                        .toList()));
        average(parts, base);
    }

    private static Part inner(Part part) {
        return new Part(((CalibratedClassifier) part.learner()).inner, part.features(), part.classes(), part.events());
    }

    /**
     * Slope and offsets are those of the base (1 and 0 at the beginning) plus the mean of how far the partitions have moved them since,
     * each counted by the events that it has learned since.
     */
    private void average(List<Part> parts, Base base) {
        int classes = 0;
        long events = 0;
        for (int p = 0; p < parts.size(); p++) {
            events += parts.get(p).events()
                    - (base == null ? 0 : base.parts().get(p).events());
            for (int k = 0; k < ((CalibratedClassifier) parts.get(p).learner()).known; k++) {
                classes = Math.max(classes, parts.get(p).classes()[k] + 1);
            }
        }
        resize(classes);
        if (base != null) {
            add(base.merged(), 1);
        }
        for (int p = 0; p < parts.size() && events > 0; p++) {
            Part before = base == null ? null : base.parts().get(p);
            long since = parts.get(p).events() - (before == null ? 0 : before.events());
            double share = (double) since / events;
            add(parts.get(p), share);
            if (before != null) {
                add(before, -share);
            }
        }
    }

    /** Adds a share of how far another's stage is from one that says nothing. */
    private void add(Part part, double share) {
        CalibratedClassifier other = (CalibratedClassifier) part.learner();
        slope += share * (other.slope - 1);
        for (int k = 0; k < other.known; k++) {
            offsets[part.classes()[k]] += share * other.offsets[k];
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeByte(FORMAT);
        out.writeInt(known);
        out.writeDouble(slope);
        out.writeDouble(slopeSquares);
        for (int k = 0; k < known; k++) {
            out.writeDouble(offsets[k]);
            out.writeDouble(offsetSquares[k]);
        }
        inner.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        calibration(in);
        inner.restore(in);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        calibration(in);
        inner.restore(in, before);
    }

    private void calibration(StateReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new BadState(
                    "a calibrated classifier of format " + format + "; this Millrace reads format " + FORMAT);
        }
        offsets = new double[0];
        offsetSquares = new double[0];
        resize(in.readInt());
        slope = in.readDouble();
        slopeSquares = in.readDouble();
        for (int k = 0; k < known; k++) {
            offsets[k] = in.readDouble();
            offsetSquares[k] = in.readDouble();
        }
    }
}
