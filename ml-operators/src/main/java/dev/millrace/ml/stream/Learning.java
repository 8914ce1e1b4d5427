package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link LearningSpec} as it reads.
 *
 * <pre>{@code
 * LearningSpec spec = Learning.classify("fraud").classes("fraud", "fine").within(minutes(30)).otherwise("fine")
 *     .key("card")
 *     .feature("amount", number("amount").scale(STANDARD))
 *     .feature("merchant", category("merchant").hash(14))
 *     .feature("spend", window("amount", hours(1), hours(24)).take(COUNT, MEAN, MAX))
 *     .with("logistic", Map.of("rate", 0.01))
 *     .build();
 * }</pre>
 */
public final class Learning {
    private final String labelField;
    private final Task task;
    private final Map<String, String> classes = new LinkedHashMap<>();
    private final List<NamedFeature> features = new ArrayList<>();
    private final List<ChosenLearner> challengers = new ArrayList<>();
    private Label.Action action;
    private EarlierEvent earlier;
    private Promotion promotion;
    private String positive;
    private long withinMillis;
    private String otherwise;
    private String key;
    private String weight;
    private ChosenLearner learner;
    private DriftPolicy drift = DriftPolicy.NONE;
    private Decide decide;
    private int metricsWindow = LearningSpec.METRICS_WINDOW;
    private long waitingBytes = LearningSpec.WAITING_BYTES;
    private boolean emitPredictions = true;

    private Learning(String labelField, Task task) {
        this.labelField = labelField;
        this.task = task;
    }

    /** Learns the class that a field names. */
    public static Learning classify(String labelField) {
        return new Learning(labelField, Task.CLASSIFICATION);
    }

    /** Learns the value of a numeric field. */
    public static Learning regress(String labelField) {
        return new Learning(labelField, Task.REGRESSION);
    }

    /** Learns what events usually look like; labels in a field that may be there only tell how well that goes. */
    public static Learning detect() {
        return detect(Label.ANOMALY_FIELD);
    }

    /** Learns what events usually look like; labels in this field only tell how well that goes. */
    public static Learning detect(String labelField) {
        return new Learning(labelField, Task.ANOMALY);
    }

    /** Learns groups of events; labels in a field that may be there only tell how far groups agree with them. */
    public static Learning cluster() {
        return cluster(Label.CLUSTER_FIELD);
    }

    /** Learns groups of events; labels in this field only tell how far groups agree with them. */
    public static Learning cluster(String labelField) {
        return new Learning(labelField, Task.CLUSTERING);
    }

    /** Learns which action earns most: the reward is in a numeric field, the action that was taken in another. */
    public static Learning choose(String rewardField, String actionField) {
        Learning learning = new Learning(rewardField, Task.BANDIT);
        learning.action = new Label.Action(actionField, null);
        return learning;
    }

    /** The probability with which the action was taken is in this field. */
    public Learning propensity(String field) {
        if (action == null) {
            throw new IllegalArgumentException("propensities are for actions; begin with Learning.choose");
        }
        action = new Label.Action(action.field(), field);
        return this;
    }

    /** Closes the set of actions, in the order of their numbers. */
    public Learning actions(String... names) {
        return classes(names);
    }

    /** Closes the set of classes, in the order of their numbers. */
    public Learning classes(String... names) {
        for (String name : names) {
            classes.put(name, name);
        }
        return this;
    }

    /** Closes the set of classes, one by one in the order of their numbers: labels that say this are of the class of that name. */
    public Learning className(String label, String name) {
        classes.put(label, name);
        return this;
    }

    /** The class that ranking metrics and decisions are about. */
    public Learning positive(String name) {
        positive = name;
        return this;
    }

    /** A label may come that much event time after its event. */
    public Learning within(long millis) {
        withinMillis = millis;
        return this;
    }

    /**
     * A row may carry the label of an earlier event, in the field of the label. The stream goes through
     * {@link dev.millrace.ml.label.LabelRows} before it is keyed.
     */
    public Learning of(EarlierEvent event) {
        earlier = event;
        return this;
    }

    /** What is learned when no label came in time. */
    public Learning otherwise(String name) {
        otherwise = name;
        return this;
    }

    /** Lookups are kept by this field; events are keyed by it. */
    public Learning key(String field) {
        key = field;
        return this;
    }

    /** A numeric field says how much an event weighs. */
    public Learning weight(String field) {
        weight = field;
        return this;
    }

    public Learning feature(String name, FeatureSpec spec) {
        features.add(new NamedFeature(name, spec));
        return this;
    }

    /** The learner that answers, by name, with settings in place of its defaults. */
    public Learning with(String name, Map<String, ?> settings) {
        return with(Learners.choose(name, settings));
    }

    public Learning with(ChosenLearner chosen) {
        learner = chosen;
        return this;
    }

    /** A learner beside it, scored alike. */
    public Learning challenger(String name, Map<String, ?> settings) {
        return challenger(Learners.choose(name, settings));
    }

    public Learning challenger(ChosenLearner chosen) {
        challengers.add(chosen);
        return this;
    }

    /** A challenger takes over once it has proved better. */
    public Learning promote(Promotion when) {
        promotion = when;
        return this;
    }

    /** What watches for changes, and what an alarm does. */
    public Learning drift(DriftPolicy policy) {
        drift = policy;
        return this;
    }

    /** The positive class is named at this score, not at the largest. */
    public Learning decideAt(double threshold) {
        decide = new Decide.Threshold(threshold);
        return this;
    }

    /** The positive class is named for about this share of events: those with the highest scores. */
    public Learning decideAtAlertRate(double share) {
        decide = new Decide.AlertRate(share);
        return this;
    }

    /** Predictions that the sliding metrics look back on. */
    public Learning metricsWindow(int predictions) {
        metricsWindow = predictions;
        return this;
    }

    /** Memory of all partitions for events that wait for their labels. */
    public Learning waitingBytes(long bytes) {
        waitingBytes = bytes;
        return this;
    }

    /** Nothing is emitted for each event: for training alone. */
    public Learning withoutPredictions() {
        emitPredictions = false;
        return this;
    }

    public LearningSpec build() {
        if (learner == null) {
            throw new IllegalArgumentException("no learner was chosen; name one with(name, settings)");
        }
        Label label = new Label(labelField, task, classes, positive, withinMillis, otherwise, action, earlier);
        return new LearningSpec(
                features,
                label,
                key,
                weight,
                learner,
                challengers,
                promotion,
                drift,
                decide,
                metricsWindow,
                waitingBytes,
                emitPredictions);
    }
}
