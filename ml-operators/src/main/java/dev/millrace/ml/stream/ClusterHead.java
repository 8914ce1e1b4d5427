package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Grouping;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.learner.Learner;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns groups of events. Every event is put into a cluster and then learned when it comes, whatever its label; a label that
 * is known, then or later, only tells how far clusters agree with classes. The drift detector sees how much farther than need
 * be an event is from its cluster's centre: 0 on it, ½ half-way to another.
 */
final class ClusterHead extends Head<Clusterer> {
    private final Classes classes;
    private final Field labelField;

    private String said;
    private int truth;

    /** Where the event at hand was put, by track. */
    private final Assignment[] assigned;

    /** The event at hand was scored already, with its label. */
    private boolean isScored;

    /**
     * @param labelField null if labels never come with the event
     * @param learners the model's learner, then the challengers
     */
    ClusterHead(LearningSpec spec, LearningModel model, Field labelField, Clusterer[] learners) {
        super(spec, model, learners, () -> Evaluator.ofClusters(spec.metricsWindow()));
        this.classes = model.classes;
        this.labelField = labelField;
        this.assigned = new Assignment[learners.length];
        for (int i = 0; i < learners.length; i++) {
            assigned[i] = new Assignment();
        }
        tellClasses();
    }

    private void tellClasses() {
        for (Evaluator evaluator : evaluators) {
            evaluator.ensureClasses(classes.names());
        }
    }

    /** What a cluster is called: its number; nothing where an event is in none. */
    static String name(int cluster) {
        return cluster == Assignment.NONE ? "" : Integer.toString(cluster);
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
        return "'" + said + "' is none of the classes " + classes.names()
                + ". Correct the label, or name it in label.classes";
    }

    /** Labels are kept from everything that is learned. */
    @Override
    void updateLabel(Lookups lookups, String key, Encoders encoders, FeatureVector x) {}

    @Override
    void predict(FeatureVector x) {
        for (int i = 0; i < learners.length; i++) {
            learners[i].predict(x, assigned[i]);
        }
        isScored = false;
    }

    @Override
    void learn(FeatureVector x, double weight) {
        if (!isScored) {
            score(-1, true);
        }
        for (Clusterer learner : learners) {
            learner.learn(x, weight);
        }
    }

    private void score(int label, boolean isNew) {
        for (int i = 0; i < learners.length; i++) {
            Assignment to = assigned[i];
            Grouping grouping = new Grouping(to.cluster(), to.distance(), to.otherDistance(), label, isNew);
            evaluators[i].score(grouping);
            if (i == 0 && listener != null) {
                listener.scored(late, grouping);
            }
        }
    }

    /** Scores only: the event is learned when it comes. */
    @Override
    void scoreAndLearn(FeatureVector x, double weight) {
        if (truth == classes.size()) {
            classes.add(said);
            tellClasses();
        }
        score(truth, late == null);
        isScored = true;
    }

    @Override
    void predictAndLearn(FeatureVector x, double weight) {
        predict(x);
        scoreAndLearn(x, weight);
    }

    @Override
    double error() {
        double share = assigned[0].distance() / (assigned[0].distance() + assigned[0].otherDistance());
        return Double.isNaN(share) ? 0 : share;
    }

    @Override
    Prediction prediction(EventId id, boolean known, long eventsLearned) {
        return new Prediction(
                id,
                name(assigned[0].cluster()),
                assigned[0].distance(),
                List.of(),
                null,
                known ? classes.names().get(truth) : null,
                eventsLearned);
    }

    @Override
    int predictionBytes() {
        return learners.length * 20;
    }

    @Override
    void writePrediction(ByteBuffer to) {
        for (Assignment each : assigned) {
            to.putInt(each.cluster()).putDouble(each.distance()).putDouble(each.otherDistance());
        }
    }

    @Override
    void readPrediction(ByteBuffer from) {
        for (Assignment each : assigned) {
            each.set(from.getInt(), from.getDouble(), from.getDouble());
        }
    }

    /** There is nothing that a clusterer should not be worse than. */
    @Override
    SortedMap<String, Metrics> baselines() {
        return Collections.unmodifiableSortedMap(new TreeMap<>());
    }

    @Override
    double errorOf(Learner learner, FeatureVector x) {
        Assignment to = new Assignment();
        ofThisKind(learner).predict(x, to);
        return Double.isNaN(to.distance()) ? 0 : to.distance();
    }

    @Override
    void teach(Learner learner, FeatureVector x, double weight) {
        ofThisKind(learner).learn(x, weight);
    }

    @Override
    void snapshot(StateWriter out) {
        classes.snapshot(out);
        snapshotTracks(out);
    }

    @Override
    void restore(StateReader in) {
        classes.restore(in);
        restoreTracks(in);
        tellClasses();
    }
}
