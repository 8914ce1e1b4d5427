package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.ScoreListener;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The part of a learning operator that knows whether classes, values, what is usual or what to do is learned: the label, the predictions of the
 * learner and its challengers for the event at hand, and their scores. Threading: the partition's thread.
 *
 * <p>For one event: {@code take} the label; {@code predict} (or {@link #readPrediction} what was predicted earlier);
 * {@link #scoreAndLearn} if the label is known. {@link #predictAndLearn} is the last two in one.
 */
abstract class Head<L extends Learner> {
    final LearningModel model;

    /** By track: the learner, then its challengers. */
    final L[] learners;

    final Evaluator[] evaluators;

    /** Of the answers: the first learner's where no other can ever answer. */
    final Evaluator answers;

    /** Whether another learner may come to answer. */
    final boolean contested;

    private final String[] scopes;

    /** Told of the learner's scores, not of its challengers'; null for nobody. */
    ScoreListener listener;

    /** The event whose late label is being scored; null when the label came with the event. */
    EventId late;

    /** The track that answers: another than the first once a challenger was promoted. */
    int answering;

    /** The track that answered the event at hand. */
    int answered;

    /** @param evaluator makes one that has scored nothing */
    Head(LearningSpec spec, LearningModel model, L[] learners, Supplier<Evaluator> evaluator) {
        this.model = model;
        this.learners = learners;
        this.evaluators = Stream.generate(evaluator).limit(learners.length).toArray(Evaluator[]::new);
        this.contested = spec.promotion() != null;
        this.answers = contested ? evaluator.get() : evaluators[0];
        this.scopes = IntStream.range(0, learners.length)
                .mapToObj(i -> "learner-" + i + "-")
                .toArray(String[]::new);
    }

    /** In front of the names of what a track's metrics keep; the same whichever learner is on the track. */
    private static String metricsScope(int track) {
        return "metrics-" + track + "-";
    }

    /** In front of the names of what the answers' metrics keep, where they are not one learner's. */
    private static final String ANSWERS = "metrics-answers-";

    /** The layout of the snapshot that is being read, if features were appended to it since; else null. */
    Layout grownFrom;

    /** Reads a learner's part of the snapshot. */
    final void restore(Learner learner, StateReader in) {
        if (grownFrom == null) {
            learner.restore(in);
        } else {
            learner.restore(in, grownFrom);
        }
    }

    /**
     * The head for what is learned.
     *
     * @param learners the model's learner, then the challengers
     * @param parallel for learners that have independent parts
     */
    static Head<?> of(LearningSpec spec, Schema schema, LearningModel model, Learner[] learners, Parallel parallel) {
        Field label = schema.find(spec.label().field()).orElse(null);
        return switch (spec.label().task()) {
            case CLASSIFICATION -> new ClassHead(spec, model, label, as(Classifier[].class, learners), parallel);
            case REGRESSION -> new ValueHead(spec, model, label, as(Regressor[].class, learners), parallel);
            case ANOMALY -> new AnomalyHead(spec, model, label, as(AnomalyDetector[].class, learners));
            case CLUSTERING -> new ClusterHead(spec, model, label, as(Clusterer[].class, learners));
            case BANDIT -> new BanditHead(spec, model, schema, label, as(ContextualBandit[].class, learners));
        };
    }

    private static <K extends Learner> K[] as(Class<K[]> kind, Learner[] learners) {
        return Arrays.copyOf(learners, learners.length, kind);
    }

    /** What became of a label. */
    enum Found {
        MISSING,
        KNOWN,
        REFUSED
    }

    /** Takes the label that came with an event. */
    abstract Found take(Row row);

    /** Takes a label that came late, as text. */
    abstract Found take(String said);

    /** Why the label was refused, and what to do. */
    abstract String refusal();

    /** The label taken puts itself into the lookups of a key, and the encoders of the vector that was predicted. */
    abstract void updateLabel(Lookups lookups, String key, Encoders encoders, FeatureVector x);

    abstract void predict(FeatureVector x);

    /** Scores the predictions at hand against the label taken, then learns it. */
    abstract void scoreAndLearn(FeatureVector x, double weight);

    /** The same as {@link #predict}, then {@link #scoreAndLearn}, sharing the learners' work. */
    abstract void predictAndLearn(FeatureVector x, double weight);

    /** The event has been predicted, and learned if its label came with it: what decides may take its scores in. */
    void seen() {}

    /**
     * Whether every event is learned as it comes, without its label: then the methods above that score and learn only score,
     * and {@link #learn} learns.
     */
    boolean learnsUnlabelled() {
        return false;
    }

    /** Learns an event without its label. */
    void learn(FeatureVector x, double weight) {
        throw new IllegalStateException("these learners learn labels");
    }

    /** Whether the event with the label taken may be held back, to be predicted and learned with others. */
    boolean canHold() {
        return false;
    }

    /** Holds an event back: the baselines and the lookups have seen its label, the learners have not. */
    void hold(FeatureVector x, double weight) {
        throw new IllegalStateException("these learners take one event at a time");
    }

    /** Events held back. */
    int held() {
        return 0;
    }

    boolean isHoldingAll() {
        return false;
    }

    /** Predicts and learns all events that are held back. */
    void learnHeld() {}

    /** Scores what was predicted for one of them, and has it at hand. */
    void scoreHeld(int event) {}

    /** All of them have been scored. */
    void forgetHeld() {}

    /** Error of the learner's last scored prediction, in [0, 1]: what the drift detector sees. */
    abstract double error();

    /**
     * The learner's prediction at hand.
     *
     * @param known the label taken is this event's
     */
    abstract Prediction prediction(EventId id, boolean known, long eventsLearned);

    /** Bytes that {@link #writePrediction} needs now. */
    abstract int predictionBytes();

    abstract void writePrediction(ByteBuffer to);

    abstract void readPrediction(ByteBuffer from);

    /** Of the learner (0) and its challengers (1, …). */
    Evaluator evaluator(int track) {
        return evaluators[track];
    }

    /** Of the answers, whichever learners gave them. */
    Evaluator answers() {
        return answers;
    }

    /** What each track's prediction at hand has lost against the label taken, by track. */
    void losses(Promotion.Loss by, double[] losses) {
        throw new IllegalStateException("these learners are not compared");
    }

    /** That track answers from now on. */
    void answerBy(int track) {
        throw new IllegalStateException("these learners are not compared");
    }

    /** Metrics of the baselines by name; copies. */
    abstract SortedMap<String, Metrics> baselines();

    /**
     * The error that a learner makes on an event now, against the label taken: 0 or 1 for classes, the distance for values.
     *
     * @param learner null for the one that answers
     */
    abstract double errorOf(Learner learner, FeatureVector x);

    /** Teaches another learner the label taken. */
    abstract void teach(Learner learner, FeatureVector x, double weight);

    /**
     * Another learner answers from now on.
     *
     * @param scope in front of the names of its large state
     */
    void succeed(Learner learner, String scope) {
        learners[0] = ofThisKind(learner);
        scopes[0] = scope;
        model.learner = learner;
    }

    /** The same, or the one that answers for null. */
    @SuppressWarnings("unchecked") // their kind is that of the task
    L ofThisKind(Learner learner) {
        return learner == null ? learners[answering] : (L) learner;
    }

    /** Learners, and classes with them, have been given a beginning. */
    void begun() {}

    void snapshotTracks(StateWriter out) {
        for (int i = 0; i < learners.length; i++) {
            learners[i].snapshot(new ScopedStateWriter(out, scopes[i]));
            evaluators[i].snapshot(new ScopedStateWriter(out, metricsScope(i)));
        }
    }

    void restoreTracks(StateReader in) {
        for (int i = 0; i < learners.length; i++) {
            restore(learners[i], new ScopedStateReader(in, scopes[i]));
            evaluators[i].restore(new ScopedStateReader(in, metricsScope(i)));
        }
    }

    void snapshotAnswers(StateWriter out) {
        if (contested) {
            answers.snapshot(new ScopedStateWriter(out, ANSWERS));
        }
    }

    void restoreAnswers(StateReader in) {
        if (contested) {
            answers.restore(new ScopedStateReader(in, ANSWERS));
        }
    }

    /** Learners, evaluators and baselines. */
    abstract void snapshot(StateWriter out);

    abstract void restore(StateReader in);
}
