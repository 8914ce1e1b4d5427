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
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;

/** Learns values. */
final class ValueHead extends Head {
    private final Field labelField;
    private final LearningModel model;
    private final Regressor[] learners;
    private final String[] scopes;
    private final Evaluator[] evaluators;

    /** Of the answers: the first learner's where no other can ever answer. */
    private final Evaluator answers;

    private final boolean contested;
    private final Baselines baselines = Baselines.ofValues();

    private String said;
    private double truth;
    private final double[] predicted;
    private double lastValue;
    private double mean;
    private double error;

    /**
     * @param labelField null if labels never come with the event
     * @param learners the model's learner, then the challengers
     */
    ValueHead(LearningSpec spec, LearningModel model, Field labelField, Regressor[] learners) {
        this.labelField = labelField;
        this.model = model;
        this.learners = learners;
        this.scopes = scopes(learners.length);
        this.predicted = new double[learners.length];
        this.evaluators = new Evaluator[learners.length];
        for (int i = 0; i < learners.length; i++) {
            evaluators[i] = Evaluator.ofValues(spec.metricsWindow());
        }
        this.contested = spec.promotion() != null;
        this.answers = contested ? Evaluator.ofValues(spec.metricsWindow()) : evaluators[0];
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
        answered = answering;
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = learners[i].predict(x);
        }
        lastValue = baselines.lastValue();
        mean = baselines.mean();
    }

    @Override
    void scoreAndLearn(FeatureVector x, double weight) {
        for (Regressor learner : learners) {
            learner.learn(x, truth, weight);
        }
        score();
    }

    @Override
    void predictAndLearn(FeatureVector x, double weight) {
        answered = answering;
        lastValue = baselines.lastValue();
        mean = baselines.mean();
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = learners[i].predictAndLearn(x, truth, weight);
        }
        score();
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
    Evaluator evaluator(int track) {
        return evaluators[track];
    }

    @Override
    Evaluator answers() {
        return answers;
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
        return Math.abs(truth - (learner == null ? learners[answering] : (Regressor) learner).predict(x));
    }

    @Override
    void teach(Learner learner, FeatureVector x, double weight) {
        ((Regressor) learner).learn(x, truth, weight);
    }

    @Override
    void succeed(Learner learner, String scope) {
        learners[0] = (Regressor) learner;
        scopes[0] = scope;
        model.learner = learner;
    }

    @Override
    void snapshot(StateWriter out) {
        for (int i = 0; i < learners.length; i++) {
            learners[i].snapshot(new ScopedStateWriter(out, scopes[i]));
            evaluators[i].snapshot(new ScopedStateWriter(out, metricsScope(i)));
        }
        baselines.snapshot(out);
        if (contested) {
            answers.snapshot(new ScopedStateWriter(out, ANSWERS));
        }
    }

    @Override
    void restore(StateReader in) {
        for (int i = 0; i < learners.length; i++) {
            restore(learners[i], new ScopedStateReader(in, scopes[i]));
            evaluators[i].restore(new ScopedStateReader(in, metricsScope(i)));
        }
        baselines.restore(in);
        if (contested) {
            answers.restore(new ScopedStateReader(in, ANSWERS));
        }
    }
}
