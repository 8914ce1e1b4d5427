package dev.millrace.ml.stream;

/**
 * Encoders and learner of one partition as they were in a version: what an alias or an arm of an experiment answers with.
 * Made by {@code LearningOperator.model()} of an operator restored from that version.
 */
public interface VersionedModel {
    /** Labelled events that it has learned from. */
    long eventsLearned();
}
