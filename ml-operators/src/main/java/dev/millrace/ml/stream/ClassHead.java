package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Baselines;
import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learner;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;

/** Learns classes. */
final class ClassHead extends Head<Classifier> {
    private static final double[] NO_SCORES = {};

    private final Classes classes;
    private final Field labelField;

    /** Where the label is a text; else −1. */
    private final int labelSlot;

    private final Baselines baselines;
    private final Decider[] deciders;

    private String said;
    private int truth;

    /** Predictions at hand, by track; as many scores as classes were known. */
    private final double[][] scores;

    private final int[] predicted;

    /** Null if the learners take one event at a time. */
    private final HeldEvents held;

    /** Scores of a learner that is tried. */
    private double[] tried = NO_SCORES;

    private int noChange = -1;
    private int majority = -1;

    /**
     * @param labelField null if labels never come with the event
     * @param learners the model's learner, then the challengers
     * @param parallel for learners that have independent parts
     */
    ClassHead(LearningSpec spec, LearningModel model, Field labelField, Classifier[] learners, Parallel parallel) {
        super(spec, model, learners, () -> Evaluator.ofClasses(spec.label().positive(), spec.metricsWindow()));
        this.classes = model.classes;
        this.labelField = labelField;
        this.labelSlot = labelField != null && labelField.type() == FieldType.TEXT ? labelField.slot() : -1;
        this.scores = new double[learners.length][];
        this.predicted = new int[learners.length];
        this.held = HeldEvents.isWorthIt(learners) ? new HeldEvents(model.layout(), learners.length, parallel) : null;
        this.baselines = Baselines.ofClasses(spec.label().positive());
        for (int i = 0; i < learners.length; i++) {
            scores[i] = NO_SCORES;
        }
        this.deciders = new Decider[learners.length];
        for (int i = 0; i < learners.length; i++) {
            deciders[i] = i == 0 || spec.decide() == null
                    ? model.decider
                    : Decider.of(spec.decide(), classes.find(spec.label().positive()));
        }
        tellClasses();
    }

    @Override
    void begun() {
        tellClasses();
    }

    private void tellClasses() {
        List<String> names = classes.names();
        baselines.ensureClasses(names);
        for (Evaluator evaluator : evaluators) {
            evaluator.ensureClasses(names);
        }
        answers.ensureClasses(names);
    }

    @Override
    Found take(Row row) {
        String name = labelSlot >= 0 ? row.text(labelSlot) : labelField == null ? null : row.name(labelField);
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
        return "'" + said + "' is no class of this model; the classes are " + classes.names()
                + ". Correct the label, or name it in label.classes";
    }

    @Override
    void updateLabel(Lookups lookups, String key, Encoders encoders, FeatureVector x) {
        encoders.updateLabel(x, truth);
        lookups.updateLabel(key, classes.names().get(truth));
    }

    private void prepare() {
        int size = classes.size();
        if (scores[0].length != size) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = new double[size];
            }
        }
        noChange = baselines.noChange();
        majority = baselines.majority();
        answered = answering;
    }

    @Override
    void predict(FeatureVector x) {
        prepare();
        for (int i = 0; i < learners.length; i++) {
            if (scores[i].length > 0) {
                learners[i].predict(x, scores[i]);
            }
            predicted[i] = deciders[i].decide(scores[i]);
        }
    }

    @Override
    void scoreAndLearn(FeatureVector x, double weight) {
        meet();
        for (int i = 0; i < learners.length; i++) {
            evaluators[i].score(truth, predicted[i], noChange, majority, scores[i]);
            learners[i].learn(x, truth, weight);
        }
        tell();
        learnBaselines();
    }

    @Override
    void predictAndLearn(FeatureVector x, double weight) {
        if (truth == classes.size()) { // the learners share work only over classes that they have scores for
            predict(x);
            scoreAndLearn(x, weight);
            return;
        }
        prepare();
        for (int i = 0; i < learners.length; i++) {
            learners[i].predictAndLearn(x, truth, weight, scores[i]);
            predicted[i] = deciders[i].decide(scores[i]);
            evaluators[i].score(truth, predicted[i], noChange, majority, scores[i]);
        }
        tell();
        learnBaselines();
    }

    @Override
    void seen() {
        for (int i = 0; i < deciders.length; i++) {
            deciders[i].saw(scores[i]);
        }
    }

    @Override
    boolean canHold() {
        return held != null && truth < classes.size(); // a class that is new has no scores yet
    }

    @Override
    void hold(FeatureVector x, double weight) {
        prepare();
        held.add(x, truth, weight, classes.size(), noChange, majority);
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
        truth = held.label(event);
        answered = answering; // as if it had been scored before the next was predicted
        noChange = held.noChange(event);
        majority = held.majority(event);
        for (int i = 0; i < learners.length; i++) {
            System.arraycopy(held.scores(i, event), 0, scores[i], 0, scores[i].length);
            predicted[i] = deciders[i].decide(scores[i]);
            deciders[i].saw(scores[i]);
            evaluators[i].score(truth, predicted[i], noChange, majority, scores[i]);
        }
        tell();
    }

    @Override
    void forgetHeld() {
        held.clear();
    }

    private void meet() {
        if (truth == classes.size()) {
            classes.add(said);
            tellClasses();
        }
    }

    private void tell() {
        if (contested) {
            answers.score(truth, predicted[answered], noChange, majority, scores[answered]);
        }
        if (listener != null) {
            listener.scored(late, truth, predicted[answered], noChange, majority, scores[answered]);
        }
    }

    private void learnBaselines() {
        baselines.score(truth, noChange, majority);
        baselines.learn(truth);
    }

    @Override
    double error() {
        return predicted[answered] == truth ? 0 : 1;
    }

    @Override
    Prediction prediction(EventId id, boolean known, long eventsLearned) {
        List<String> names = classes.names();
        return new Prediction(
                id,
                predicted[answered] < 0 ? null : names.get(predicted[answered]),
                Double.NaN,
                names.size() == scores[0].length ? names : List.copyOf(names.subList(0, scores[0].length)),
                scores[answered].clone(),
                known ? nameOfTruth(names) : null,
                eventsLearned);
    }

    private String nameOfTruth(List<String> names) {
        return truth < names.size() ? names.get(truth) : said;
    }

    @Override
    int predictionBytes() {
        return (contested ? 16 : 12) + learners.length * (4 + 8 * scores[0].length);
    }

    @Override
    void writePrediction(ByteBuffer to) {
        if (contested) {
            to.putInt(answered);
        }
        to.putInt(noChange).putInt(majority).putInt(scores[0].length);
        for (int i = 0; i < learners.length; i++) {
            to.putInt(predicted[i]);
            for (double score : scores[i]) {
                to.putDouble(score);
            }
        }
    }

    @Override
    void readPrediction(ByteBuffer from) {
        if (contested) {
            answered = from.getInt();
        }
        noChange = from.getInt();
        majority = from.getInt();
        int known = from.getInt();
        for (int i = 0; i < learners.length; i++) {
            predicted[i] = from.getInt();
            if (scores[i].length != known) {
                scores[i] = new double[known];
            }
            for (int k = 0; k < known; k++) {
                scores[i][k] = from.getDouble();
            }
        }
    }

    @Override
    void losses(Promotion.Loss by, double[] losses) {
        for (int i = 0; i < losses.length; i++) {
            losses[i] = by == Promotion.Loss.BRIER ? brier(scores[i]) : predicted[i] == truth ? 0 : 1;
        }
    }

    /** Half the squared distance from the truth, which may be a class that had no score yet. */
    private double brier(double[] probabilities) {
        double sum = truth < probabilities.length ? 0 : 1;
        for (int k = 0; k < probabilities.length; k++) {
            double off = probabilities[k] - (k == truth ? 1 : 0);
            sum += off * off;
        }
        return 0.5 * sum;
    }

    @Override
    void answerBy(int track) {
        answering = track;
        model.learner = learners[track];
        model.decider = deciders[track];
    }

    @Override
    SortedMap<String, Metrics> baselines() {
        return baselines.metrics();
    }

    @Override
    double errorOf(Learner learner, FeatureVector x) {
        if (truth >= classes.size()) {
            return 1; // nobody can know a class that has not come yet
        }
        if (tried.length != classes.size()) {
            tried = new double[classes.size()];
        }
        ofThisKind(learner).predict(x, tried);
        return model.decide(tried) == truth ? 0 : 1;
    }

    @Override
    void teach(Learner learner, FeatureVector x, double weight) {
        ofThisKind(learner).learn(x, truth, weight);
    }

    @Override
    void snapshot(StateWriter out) {
        classes.snapshot(out);
        snapshotTracks(out);
        baselines.snapshot(out);
        for (Decider decider : deciders) {
            decider.snapshot(out);
        }
        snapshotAnswers(out);
    }

    @Override
    void restore(StateReader in) {
        classes.restore(in);
        restoreTracks(in);
        baselines.restore(in);
        for (Decider decider : deciders) {
            decider.restore(in);
        }
        restoreAnswers(in);
        tellClasses();
    }
}
