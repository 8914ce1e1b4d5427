package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.Map;
import org.tribuo.classification.Label;

/**
 * Any batch trainer of Tribuo in a stream: every so many events it is trained anew on those that are remembered, in the
 * background. Exactly {@code delay} events later its model and the one in use are compared on just these events, which neither has
 * learned, and the one that is right more often answers from then on. What is computed depends on the stream alone; how long a training
 * takes only on how long the event waits at which its model is due. Before the first model, answers are the classes' shares.
 *
 * <p>Missing values are left out; an event's weight is its weight in Tribuo. Cost: a Tribuo prediction per event, two more for those
 * of a delay, and the training beside the stream. Memory: the events that are remembered, twice while a training runs. As
 * Tribuo uses {@code Math.exp}, models are the same bits on the same machine and JDK. Source: see {@link #PAPER}.
 */
public final class RetrainedClassifier implements Classifier {
    static final String PAPER = "Pocock, \"Tribuo: machine learning with provenance in Java\", arXiv:2110.03022 (2021);"
            + " the reservoir: Vitter, \"Random sampling with a reservoir\", ACM TOMS 11 (1985)";

    /** 1: classes as whole numbers. */
    private static final int FORMAT = 2;

    private final Layout layout;
    private final Retraining<Label> retraining;

    /** Weight by class. */
    private double[] weights = new double[0];

    public RetrainedClassifier(RetrainedSettings settings, Layout layout, long seed) {
        this.layout = layout;
        this.retraining = new Retraining<>(settings, layout, seed, Outputs.CLASSES, this::mistake);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        predict(retraining.model(), x, scores);
    }

    private void predict(StoredModel<Label> by, FeatureVector x, double[] scores) {
        if (by == null || !scores(by, x, scores)) {
            Arrays.fill(scores, 0);
            System.arraycopy(weights, 0, scores, 0, Math.min(weights.length, scores.length));
            Scores.normalize(scores);
        }
    }

    /** Scores by class; false, with scores of no meaning, if the model's are not numbers. */
    private static boolean scores(StoredModel<Label> by, FeatureVector x, double[] scores) {
        Map<String, Label> said = by.predict(x).getOutputScores();
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (Map.Entry<String, Label> one : said.entrySet()) {
            double score = one.getValue().getScore();
            int label = Integer.parseInt(one.getKey());
            if (!Double.isFinite(score)) {
                return false;
            }
            if (label < scores.length) {
                scores[label] = score;
            }
        }
        if (!by.generatesProbabilities()) {
            return Scores.softmax(scores, scores.length);
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.max(0, scores[k]);
        }
        Scores.normalize(scores);
        return true;
    }

    private double mistake(StoredModel<Label> by, Remembered event) {
        double[] scores = new double[weights.length];
        predict(by, event.x(), scores);
        return Scores.argmax(scores, scores.length) == event.target() ? 0 : 1;
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        if (label >= weights.length) {
            weights = Arrays.copyOf(weights, label + 1);
        }
        weights[label] += weight;
        retraining.learn(x, label, weight);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        retraining.snapshotCounts(out);
        out.writeDoubles(weights);
        retraining.snapshotModels(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("a retrained classifier of format " + format
                    + " is unknown here; this reads formats up to " + FORMAT);
        }
        retraining.restoreCounts(in);
        weights = in.readDoubles();
        retraining.restoreModels(in, before, format == 1);
    }
}
