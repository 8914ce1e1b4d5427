package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.feature.Adjusted;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.feature.TargetEncoding;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All that a learning operator is told: immutable, checked at birth. {@link Learning} builds one.
 *
 * @param features what is learned from, in order
 * @param label what is learned
 * @param key the field that events are keyed by, or null
 * @param weight a numeric field that says how much an event weighs when it is learned, or null for 1; metrics count events
 * @param learner what answers
 * @param challengers learners beside it: they see the same vectors and are scored alike
 * @param promotion when a challenger takes over, or null for never
 * @param drift what watches for changes, and what an alarm does
 * @param decide when the positive class is named, or null for the class with the largest score
 * @param metricsWindow predictions that the sliding metrics look back on
 * @param waitingBytes memory of the pipeline (all partitions) for events that wait for their labels; beyond it the oldest
 *     time out early, counted
 * @param emitPredictions whether a {@link Prediction} is emitted for every event; nothing that is learned depends on it
 */
public record LearningSpec(
        List<NamedFeature> features,
        Label label,
        String key,
        String weight,
        ChosenLearner learner,
        List<ChosenLearner> challengers,
        Promotion promotion,
        DriftPolicy drift,
        Decide decide,
        int metricsWindow,
        long waitingBytes,
        boolean emitPredictions) {

    /** Memory for waiting events unless told otherwise: 64 MiB. */
    public static final long WAITING_BYTES = 64L << 20;

    /** Predictions in the sliding metrics unless told otherwise. */
    public static final int METRICS_WINDOW = Evaluator.WINDOW;

    public LearningSpec {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(drift, "drift");
        features = List.copyOf(features);
        challengers = List.copyOf(challengers);
        requireTask(label, learner);
        challengers.forEach(challenger -> requireTask(label, challenger));
        if (label.task() == Task.ANOMALY || label.task() == Task.CLUSTERING) {
            requireNoLabels(features, drift);
        }
        if (decide != null && label.task() == Task.BANDIT) {
            throw new IllegalArgumentException("a bandit decides by itself; remove 'decide'");
        }
        if (promotion != null) {
            requireContest(label, challengers, promotion, drift);
        }
        if (decide != null && label.positive() == null) {
            throw new IllegalArgumentException("decide needs to know the positive class; set label.positive");
        }
        if (decide != null && label.closedClasses().size() != 2) {
            throw new IllegalArgumentException("decide needs two named classes; set label.classes");
        }
        if (waitingBytes < 1 << 16) {
            throw new IllegalArgumentException("events that wait for labels need 64 KiB at least, got " + waitingBytes
                    + " bytes; set waiting-bytes");
        }
    }

    private static void requireContest(
            Label label, List<ChosenLearner> challengers, Promotion promotion, DriftPolicy drift) {
        if (challengers.isEmpty()) {
            throw new IllegalArgumentException("there is nobody to promote; name challengers, or leave 'promote' out");
        }
        if (label.task() != Task.CLASSIFICATION && label.task() != Task.REGRESSION) {
            throw new IllegalArgumentException(
                    label.task() == Task.BANDIT
                            ? "bandits are compared by what they would have earned, not by losses; leave 'promote' out"
                            : "learners that learn without labels have no losses to be compared by; leave 'promote' out");
        }
        if (promotion.by() == Promotion.Loss.BRIER && label.task() != Task.CLASSIFICATION) {
            throw new IllegalArgumentException("a Brier score is about classes; set promote.by to error");
        }
        if (drift.onAlarm() == DriftPolicy.Reaction.RESET || drift.onAlarm() == DriftPolicy.Reaction.BACKGROUND) {
            throw new IllegalArgumentException("an alarm would exchange a learner that is being compared; set"
                    + " drift.on-alarm to alert or rollback, or leave 'promote' out");
        }
    }

    /** A detector of anomalies, or a clusterer, never sees a label, nor what was made of one. */
    private static void requireNoLabels(List<NamedFeature> features, DriftPolicy drift) {
        for (NamedFeature feature : features) {
            FeatureSpec spec = feature.spec() instanceof Adjusted adjusted ? adjusted.of() : feature.spec();
            if (spec instanceof FeatureSpec.LabelLag || spec instanceof TargetEncoding) {
                throw new IllegalArgumentException(
                        "feature '" + feature.name() + "' is made of labels, which this learner never sees; remove it");
            }
        }
        if (drift.onAlarm() == DriftPolicy.Reaction.BACKGROUND) {
            throw new IllegalArgumentException(
                    "what learns without labels has no error by which another could prove better;"
                            + " set drift.on-alarm to alert, reset or rollback");
        }
    }

    private static void requireTask(Label label, ChosenLearner learner) {
        if (learner.task() != label.task()) {
            throw new IllegalArgumentException("learner '" + learner.name() + "' does "
                    + learner.task().name().toLowerCase(java.util.Locale.ROOT) + ", but the label '" + label.field()
                    + "' asks for " + label.task().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** The same, with or without predictions on the main output. */
    public LearningSpec emitPredictions(boolean emit) {
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
                emit);
    }

    /** The same, with another way for labels to come. */
    public LearningSpec label(Label other) {
        return new LearningSpec(
                features,
                other,
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

    /** The same, with sliding metrics that look back on so many predictions. */
    public LearningSpec metricsWindow(int predictions) {
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
                predictions,
                waitingBytes,
                emitPredictions);
    }

    /** What is likely a mistake, though it can be run: to be shown once, when a pipeline starts. */
    public List<String> warnings() {
        List<String> learners = Stream.concat(Stream.of(learner), challengers.stream())
                .filter(each -> each.provider().wantsScaledNumbers())
                .map(ChosenLearner::name)
                .distinct()
                .toList();
        List<String> unscaled = features.stream()
                .filter(feature ->
                        feature.spec().isOfAnySize() && feature.spec().scale() == Scale.NONE)
                .filter(feature -> label.isNumber() || !(feature.spec() instanceof FeatureSpec.LabelLag))
                .map(NamedFeature::name)
                .toList();
        if (learners.isEmpty() || unscaled.isEmpty()) {
            return List.of();
        }
        return List.of(
                String.join(" and ", learners) + " learns in steps that large numbers blow up, and features are not"
                        + " scaled: " + String.join(", ", unscaled) + "; add 'scale: standard' to each");
    }

    /** Whether a learner begins with what a model of another program knows. */
    public boolean hasStart() {
        return Stream.concat(Stream.of(learner), challengers.stream()).anyMatch(ChosenLearner::startsFromModel);
    }

    /**
     * Reads the models that learners start from, and refuses what does not fit.
     *
     * @throws IllegalArgumentException saying what is wrong, in which file, and what to do
     */
    public void requireStarts(Schema schema) {
        if (hasStart()) {
            Beginning.require(this, schema);
        }
    }

    /**
     * Refuses learners that cannot go on with more features than they began with.
     *
     * @param newFeatures names of those that were appended
     * @throws IllegalArgumentException naming the learner and the features
     */
    public void requireTakesNewFeatures(List<String> newFeatures) {
        Stream.concat(Stream.of(learner), challengers.stream())
                .filter(each -> !each.provider().takesNewFeatures())
                .findFirst()
                .ifPresent(each -> {
                    throw new IllegalArgumentException("learner '" + each.name()
                            + "' cannot go on with more features than it began with, and there are new ones: "
                            + String.join(", ", newFeatures) + "; leave them out, give the pipeline a new name to"
                            + " learn again, or use another learner");
                });
    }

    /** What is said of the learner (0) or a challenger (1, …) to people. */
    String nameOf(int track) {
        return (track == 0 ? learner : challengers.get(track - 1)).toString();
    }

    /** The key of an event: empty where the pipeline has none, or the event. */
    static String keyOf(Row row, Field keyField) {
        String key = keyField == null ? null : row.name(keyField);
        return key == null ? "" : key;
    }

    /** Canonical text of all that changes what is learned: this step's part of a plan's fingerprint. */
    public String describe() {
        StringBuilder text = new StringBuilder("learning");
        features.forEach(feature -> text.append("\n feature ").append(feature));
        text.append("\n label ").append(label);
        text.append("\n key ").append(key).append(" weight ").append(weight);
        text.append("\n learner ").append(describe(learner));
        challengers.forEach(challenger -> text.append("\n challenger ").append(describe(challenger)));
        if (promotion != null) {
            text.append("\n promote ").append(promotion);
        }
        text.append("\n drift ").append(drift).append(" decide ").append(decide);
        text.append("\n window ").append(metricsWindow).append(" waiting ").append(waitingBytes);
        return text.toString();
    }

    private static String describe(ChosenLearner chosen) {
        String seed = chosen.seed().isEmpty() ? "" : " seed " + chosen.seed().getAsLong();
        return chosen.name()
                + ' '
                + chosen.settings()
                + seed
                + (chosen.calibrated() ? " calibrated" : "")
                + chosen.start().map(model -> " start " + model.sha256()).orElse("");
    }
}
