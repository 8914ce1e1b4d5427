package dev.millrace.ml.learner.boosted;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Gradient boosting of classes on a stream: stage by stage a tree for each class takes a Newton step of the log-loss at what the stages
 * before say. A tree learns minus gradient over curvature, the event counted by the curvature. Trees replace subtrees whose error rises;
 * no tree waits for those before it to be done, as all go on learning. The first class is the one that the others are compared
 * with: its output is 0. Missing and hashed values as in {@link dev.millrace.ml.learner.tree.HoeffdingRegressionTree}.
 *
 * <p>Cost and memory: stages times (classes − 1) times a small tree's. Source: see {@link #PAPER}.
 */
public final class GradientBoostedTrees implements Classifier {
    static final String PAPER = "Gunasekara, Pfahringer, Gomes and Bifet, \"Gradient boosted trees for evolving data"
            + " streams\", Machine Learning 113 (2024)";
    private static final int FORMAT = 1;

    /** Of the ratio of gradient and curvature, as LogitBoost does: events that are quite wrong would teach nothing else. */
    private static final double MOST = 4;

    /** Least curvature. */
    private static final double LEAST = 1e-4;

    private final BoostedSettings settings;
    private final Boosters boosters;

    /** Classes seen in learning. */
    private int classes;

    // For learning only. Events at hand:
    private final FeatureVector[] vectors = new FeatureVector[Slice.MOST];
    private final int[] labels = new int[Slice.MOST];
    private final double[] weights = new double[Slice.MOST];

    /** Outputs by event, then class. */
    private double[] outputs = new double[2];

    /** Shares of classes by event, then class, at the stages so far. */
    private double[] shares = new double[2];

    /** Of one event. */
    private double[] scratch = new double[2];

    public GradientBoostedTrees(BoostedSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.boosters = new Boosters(settings, layout, seed);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        for (int k = 1; k < classes; k++) {
            scores[k] = boosters.predict(k - 1, 0, x);
        }
        answer(scores, classes);
    }

    /** Makes scores of outputs, of which the first class has none. */
    private static void answer(double[] scores, int known) {
        if (known == 0) {
            Scores.uniform(scores);
        } else {
            scores[0] = 0;
            Scores.softmax(scores, known);
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        meet(label);
        put(0, x, label, weight);
        learn(1, Parallel.NONE);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        int known = classes;
        learn(x, label, weight);
        tell(0, known, scores);
    }

    @Override
    public boolean gainsFromSlices() {
        return true;
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        for (int from = 0; from < slice.size(); ) {
            int known = classes;
            meet(slice.label(from));
            int until = from;
            while (until < slice.size() && slice.label(until) < classes && (until == from || known == classes)) {
                put(until - from, slice.x(until), slice.label(until), slice.weight(until));
                until++;
            }
            learn(until - from, parallel);
            for (int i = from; i < until; i++) {
                tell(i - from, known, slice.scores(i));
            }
            from = until;
        }
    }

    private void meet(int label) {
        if (label >= classes) {
            classes = label + 1;
            boosters.ensure(classes - 1);
        }
    }

    private void put(int event, FeatureVector x, int label, double weight) {
        vectors[event] = x;
        labels[event] = label;
        weights[event] = weight;
    }

    /** Scores of an event at hand, from before it was learned. */
    private void tell(int event, int known, double[] scores) {
        System.arraycopy(outputs, event * classes, scores, 0, known);
        answer(scores, known);
    }

    /** Stage by stage; in each, a tree goes through all events at hand before the next: nothing that it learns is needed by the others. */
    private void learn(int events, Parallel parallel) {
        if (outputs.length < events * classes) {
            outputs = new double[events * classes];
            shares = new double[events * classes];
        }
        Arrays.fill(outputs, 0, events * classes, 0);
        for (int m = 0; m < settings.stages(); m++) {
            share(events);
            if (classes == 2) {
                step(1, m, events);
            } else if (classes > 2) {
                int stage = m;
                parallel.run(classes - 1, k -> step(k + 1, stage, events));
            }
        }
    }

    private void share(int events) {
        if (scratch.length != classes) {
            scratch = new double[classes];
        }
        for (int i = 0; i < events; i++) {
            System.arraycopy(outputs, i * classes, scratch, 0, classes);
            Scores.softmax(scratch, classes);
            System.arraycopy(scratch, 0, shares, i * classes, classes);
        }
    }

    /** The tree of a class takes its step at each event. */
    private void step(int k, int stage, int events) {
        for (int i = 0; i < events; i++) {
            int at = i * classes + k;
            double share = shares[at];
            double curvature = Math.max(LEAST, share * (1 - share));
            double step = ((labels[i] == k ? 1 : 0) - share) / curvature;
            // The curvature is at most a quarter: an event of which nothing is known weighs what it weighs.
            outputs[at] += boosters.step(
                    k - 1, stage, vectors[i], Math.max(-MOST, Math.min(MOST, step)), 4 * curvature * weights[i]);
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(classes);
        boosters.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("boosted trees of format " + format + " are unknown here; this is format " + FORMAT);
        }
        classes = in.readInt();
        boosters.restore(in);
        if (boosters.outputs() != Math.max(0, classes - 1)) {
            throw new BadState("boosted trees for " + boosters.outputs() + " outputs and " + classes
                    + " classes; the snapshot is damaged");
        }
    }
}
