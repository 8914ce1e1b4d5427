package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Baselines;
import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;

/** Learns values. */
final class ValueHead extends Head<Regressor> {
    private final Field labelField;

    private final Baselines baselines = Baselines.ofValues();

    /** Null if the learners take one event at a time. */
    private final HeldEvents held;

    private String said;
    private double truth;
    private final double[] predicted;
    private double lastValue;
    private double mean;
    private double error;

    /**
     * @param labelField null if labels never come with the event
     * @param learners the model's learner, then the challengers
     * @param parallel for learners that have independent parts
     */
    ValueHead(LearningSpec spec, LearningModel model, Field labelField, Regressor[] learners, Parallel parallel) {
        super(spec, model, learners, () -> Evaluator.ofValues(spec.metricsWindow()));
        this.labelField = labelField;
        this.predicted = new double[learners.length];
        this.held = HeldEvents.isWorthIt(learners) ? new HeldEvents(model.layout(), learners.length, parallel) : null;
    }

    @Override
    Found take(Row row) {
        truth = labelField == null ? Double.NaN : row.numeric(labelField);
        if (Double.isNaN(truth)) {
            return Found.MISSING;
        }
        said = null;
        return Double.isInfinite(truth) ? Found.REFUSED : Found.KNOWN;
    }

    @Override
    Found take(String text) {
        said = text;
        try {
            truth = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            truth = Double.NaN; // refused below, with its text
        }
        return Double.isFinite(truth) ? Found.KNOWN : Found.REFUSED;
    }

    @Override
    String refusal() {
        return "the label must be a finite number, got '" + (said == null ? Double.toString(truth) : said) + "'";
    }

    @Override
    void updateLabel(Lookups lookups, String key, Encoders encoders, FeatureVector x) {
        encoders.updateLabel(x, truth);
        lookups.updateLabel(key, truth);
    }

    @Override
    void predict(FeatureVector x) {
        prepare();
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = learners[i].predict(x);
        }
    }

    @Override
    void scoreAndLearn(FeatureVector x, double weight) {
        for (Regressor learner : learners) {
            learner.learn(x, truth, weight);
        }
        score();
        learnBaselines();
    }

    private void prepare() {
        answered = answering;
        lastValue = baselines.lastValue();
        mean = baselines.mean();
    }

    @Override
    void predictAndLearn(FeatureVector x, double weight) {
        prepare();
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = learners[i].predictAndLearn(x, truth, weight);
        }
        score();
        learnBaselines();
    }

    @Override
    boolean canHold() {
        return held != null;
    }

    @Override
    void hold(FeatureVector x, double weight) {
        prepare();
        held.add(x, truth, weight, lastValue, mean);
        learnBaselines();
    }

    @Override
    int held() {
        return held == null ? 0 : held.size();
    }

    @Override
    boolean isHoldingAll() {
        return held.isFull();
    }

    @Override
    void learnHeld() {
        held.learn(learners);
    }

    @Override
    void scoreHeld(int event) {
        truth = held.value(event);
        answered = answering; // as if it had been scored before the next was predicted
        lastValue = held.lastValue(event);
        mean = held.mean(event);
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = held.predicted(i, event);
        }
        score();
    }

    @Override
    void forgetHeld() {
        held.clear();
    }

    private void score() {
        double off = Math.abs(truth - predicted[answered]);
        double usual = answers.fading().mae();
        error = off == 0 ? 0 : usual > 0 ? off / (off + usual) : 0.5;
        for (int i = 0; i < learners.length; i++) {
            evaluators[i].score(truth, predicted[i]);
        }
        if (contested) {
            answers.score(truth, predicted[answered]);
        }
        if (listener != null) {
            listener.scored(late, truth, predicted[answered], lastValue, mean);
        }
    }

    private void learnBaselines() {
        baselines.score(truth, lastValue, mean);
        baselines.learn(truth);
    }

    /** The absolute error relative to itself plus the usual one: ½ when it is as usual. */
    @Override
    double error() {
        return error;
    }

    @Override
    Prediction prediction(EventId id, boolean known, long eventsLearned) {
        return new Prediction(
                id, null, predicted[answered], List.of(), null, known ? Double.toString(truth) : null, eventsLearned);
    }

    @Override
    int predictionBytes() {
        return (contested ? 4 : 0) + 8 * (2 + predicted.length);
    }

    @Override
    void writePrediction(ByteBuffer to) {
        if (contested) {
            to.putInt(answered);
        }
        to.putDouble(lastValue).putDouble(mean);
        for (double value : predicted) {
            to.putDouble(value);
        }
    }

    @Override
    void readPrediction(ByteBuffer from) {
        if (contested) {
            answered = from.getInt();
        }
        lastValue = from.getDouble();
        mean = from.getDouble();
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = from.getDouble();
        }
    }

    @Override
    void losses(Promotion.Loss by, double[] losses) {
        for (int i = 0; i < losses.length; i++) {
            losses[i] = Math.abs(truth - predicted[i]);
        }
    }

    @Override
    void answerBy(int track) {
        answering = track;
        model.learner = learners[track];
    }

    @Override
    SortedMap<String, Metrics> baselines() {
        return baselines.metrics();
    }

    @Override
    double errorOf(Learner learner, FeatureVector x) {
        return Math.abs(truth - ofThisKind(learner).predict(x));
    }

    @Override
    void teach(Learner learner, FeatureVector x, double weight) {
        ofThisKind(learner).learn(x, truth, weight);
    }

    @Override
    void snapshot(StateWriter out) {
        snapshotTracks(out);
        baselines.snapshot(out);
        snapshotAnswers(out);
    }

    @Override
    void restore(StateReader in) {
        restoreTracks(in);
        baselines.restore(in);
        restoreAnswers(in);
    }
}
