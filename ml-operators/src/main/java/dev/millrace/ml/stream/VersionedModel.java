package dev.millrace.ml.stream;

import dev.millrace.ml.feature.RawValues;
import dev.millrace.stream.time.Timestamps;

/**
 * What answers in place of a partition's own model, over the lookups of the partition that is asked: encoders and learner of one
 * partition as they were in a version, made by {@code LearningOperator.model()} of an operator restored from it, or those of all
 * partitions together, made by {@link Serve#joint}. Threading: any thread, for it never changes.
 */
public abstract sealed class VersionedModel permits LearningModel, VotingModel {
    private long eventTimeSeenMillis = Timestamps.NONE;

    /** Labelled events that it has learned from. */
    public abstract long eventsLearned();

    /**
     * Answers from raw values, with vectors of its own.
     *
     * @param occasion what a bandit draws an action for; see {@link Occasions}
     */
    abstract Reply.Answer answer(RawValues raw, long occasion, long eventTimeSeenMillis, long asOfMillis);

    /** Largest event time that any of its partitions had seen, for questions that no partition is meant by. */
    final long eventTimeSeenMillis() {
        return eventTimeSeenMillis;
    }

    final void eventTimeSeen(long millis) {
        eventTimeSeenMillis = millis;
    }
}
