package dev.millrace.ml.learner;

import dev.millrace.stream.parallel.Parallel;

/** Learns labelled events, several at once if that gains anything: the same bits as one after the other. */
public interface LearnsInSlices {

    /** Whether it is made of parts that learn apart, so that it gains from events that come in slices. */
    default boolean gainsFromSlices() {
        return false;
    }

    /** Predicts and then learns each event in turn; what was predicted is in the slice's scores. */
    void predictAndLearn(Slice slice, Parallel parallel);
}
