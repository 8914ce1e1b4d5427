package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Baselines;
import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Learner;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.SortedMap;

/**
 * Learns what events look like. Every event is learned when it comes, whatever its label; a label that is known, then or
 * later, only scores what was predicted, as one of two classes. The drift detector sees the learner's anomaly scores.
 */
final class AnomalyHead extends Head<AnomalyDetector> {
    private final Classes classes;
    private final Field labelField;
    private final Baselines baselines;
    private final Decider[] deciders;

    private String said;
    private int truth;

    /** Predictions at hand, by track: what is left of 1, and the anomaly score, at the places of their classes. */
    private final double[][] scores;

    private final int[] predicted;
    private int noChange = -1;
    private int majority = -1;

    /**
     * @param labelField null if labels never come with the event
     * @param learners the model's learner, then the challengers
     */
    AnomalyHead(LearningSpec spec, LearningModel model, Field labelField, AnomalyDetector[] learners) {
        super(spec, model, learners, () -> Evaluator.ofClasses(spec.label().positive(), spec.metricsWindow()));
        this.classes = model.classes;
        this.labelField = labelField;
        this.scores = new double[learners.length][2];
        this.predicted = new int[learners.length];
        this.baselines = Baselines.ofClasses(spec.label().positive());
        this.deciders = new Decider[learners.length];
        for (int i = 0; i < learners.length; i++) {
            deciders[i] = i == 0
                    ? model.decider
                    : Decider.of(spec.decide(), classes.find(spec.label().positive()));
        }
        tellClasses();
    }

    private void tellClasses() {
        baselines.ensureClasses(classes.names());
        for (Evaluator evaluator : evaluators) {
            evaluator.ensureClasses(classes.names());
        }
    }

    @Override
    boolean learnsUnlabelled() {
        return true;
    }

    @Override
    Found take(Row row) {
        String name = labelField == null ? null : row.name(labelField);
        return name == null ? Found.MISSING : take(name);
    }

    @Override
    Found take(String name) {
        said = name;
        truth = classes.find(name);
        return truth == Classes.UNKNOWN ? Found.REFUSED : Found.KNOWN;
    }

    @Override
    String refusal() {
        return "'" + said + "' says neither " + classes.names().get(0) + " nor "
                + classes.names().get(1) + ". Correct the label, or name it in label.classes";
    }

    /** Labels are kept from everything that is learned. */
    @Override
    void updateLabel(Lookups lookups, String key, Encoders encoders, FeatureVector x) {}

    @Override
    void predict(FeatureVector x) {
        for (int i = 0; i < learners.length; i++) {
            model.spread(learners[i].score(x), scores[i]);
            predicted[i] = deciders[i].decide(scores[i]);
        }
        noChange = baselines.noChange();
        majority = baselines.majority();
    }

    @Override
    void seen() {
        for (int i = 0; i < deciders.length; i++) {
            deciders[i].saw(scores[i]);
        }
    }

    @Override
    void learn(FeatureVector x, double weight) {
        for (AnomalyDetector learner : learners) {
            learner.learn(x, weight);
        }
    }

    /** Scores only: the event was learned when it came. */
    @Override
    void scoreAndLearn(FeatureVector x, double weight) {
        for (int i = 0; i < learners.length; i++) {
            evaluators[i].score(truth, predicted[i], noChange, majority, scores[i]);
        }
        if (listener != null) {
            listener.scored(late, truth, predicted[0], noChange, majority, scores[0]);
        }
        baselines.score(truth, noChange, majority);
        baselines.learn(truth);
    }

    @Override
    void predictAndLearn(FeatureVector x, double weight) {
        predict(x);
        scoreAndLearn(x, weight);
    }

    /** The anomaly score: what the drift detector sees needs no label. */
    @Override
    double error() {
        return model.anomalyScore(scores[0]);
    }

    @Override
    Prediction prediction(EventId id, boolean known, long eventsLearned) {
        return new Prediction(
                id,
                classes.names().get(predicted[0]),
                model.anomalyScore(scores[0]),
                classes.names(),
                scores[0].clone(),
                known ? classes.names().get(truth) : null,
                eventsLearned);
    }

    @Override
    int predictionBytes() {
        return 8 + learners.length * 20;
    }

    @Override
    void writePrediction(ByteBuffer to) {
        to.putInt(noChange).putInt(majority);
        for (int i = 0; i < learners.length; i++) {
            to.putInt(predicted[i]).putDouble(scores[i][0]).putDouble(scores[i][1]);
        }
    }

    @Override
    void readPrediction(ByteBuffer from) {
        noChange = from.getInt();
        majority = from.getInt();
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = from.getInt();
            scores[i][0] = from.getDouble();
            scores[i][1] = from.getDouble();
        }
    }

    @Override
    SortedMap<String, Metrics> baselines() {
        return baselines.metrics();
    }

    @Override
    double errorOf(Learner learner, FeatureVector x) {
        return ofThisKind(learner).score(x);
    }

    @Override
    void teach(Learner learner, FeatureVector x, double weight) {
        ofThisKind(learner).learn(x, weight);
    }

    @Override
    void snapshot(StateWriter out) {
        classes.snapshot(out);
        snapshotTracks(out);
        baselines.snapshot(out);
        for (Decider decider : deciders) {
            decider.snapshot(out);
        }
    }

    @Override
    void restore(StateReader in) {
        classes.restore(in);
        restoreTracks(in);
        baselines.restore(in);
        for (Decider decider : deciders) {
            decider.restore(in);
        }
        tellClasses();
    }
}
