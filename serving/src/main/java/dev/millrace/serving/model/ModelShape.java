package dev.millrace.serving.model;

import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.ml.stream.Serve;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import java.util.Objects;

/**
 * What can be asked of a model, and how its events look.
 *
 * @param schema fields of an event
 * @param key field that decides which partition answers; null if the pipeline has no key
 * @param time field with the event time; null if events are timed by their arrival
 * @param label what is predicted
 * @param partitions the pipeline's fixed number of partitions
 * @param serve whose model answers
 * @param base the version that averages of merged models are taken from, as the pipeline names it; null for the beginning
 */
public record ModelShape(Schema schema, Field key, Field time, Label label, int partitions, Serve serve, String base) {
    /** The hash of the key of every event where there is no key. */
    static final int NO_KEY_HASH = 0;

    public ModelShape {
        Objects.requireNonNull(serve, "serve");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(label, "label");
        if (partitions < 1) {
            throw new IllegalArgumentException("a model has at least one partition, got " + partitions);
        }
    }

    /** Each partition answers for its own keys. */
    public ModelShape(Schema schema, Field key, Field time, Label label, int partitions) {
        this(schema, key, time, label, partitions, Serve.BY_KEY);
    }

    /** Averages, if any, are taken from the beginning. */
    public ModelShape(Schema schema, Field key, Field time, Label label, int partitions, Serve serve) {
        this(schema, key, time, label, partitions, serve, null);
    }

    /** Whether a question must say whom it asks. */
    public boolean needsKey() {
        return key != null && !serve.isJoint();
    }

    /** The stable hash of an event's key, as it stands in the event's id; 0 without a key. */
    public int keyHash(Row row) {
        return key == null ? NO_KEY_HASH : StableHash.of(row, key);
    }

    /** Whether a number is predicted, not a class. */
    public boolean isRegression() {
        return label.task() == Task.REGRESSION;
    }

    /** Whether an action is chosen. */
    public boolean isBandit() {
        return label.task() == Task.BANDIT;
    }

    /** Whether a prediction depends on nothing but numbers of the event at hand, so that many can be asked as a table. */
    public boolean takesTables() {
        if (key != null || time != null || isBandit() || isClustering()) {
            return false;
        }
        for (Field field : schema.fields()) {
            if (field.type() != FieldType.NUMBER && !field.name().equals(label.field())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a cluster is found. */
    public boolean isClustering() {
        return label.task() == Task.CLUSTERING;
    }

    /** What is predicted, as users read it. */
    public String task() {
        return switch (label.task()) {
            case CLASSIFICATION -> "classification";
            case REGRESSION -> "regression";
            case ANOMALY -> "anomaly";
            case BANDIT -> "bandit";
            case CLUSTERING -> "clustering";
        };
    }

    public int partitionOf(int keyHash) {
        return StableHash.partition(keyHash, partitions);
    }
}
