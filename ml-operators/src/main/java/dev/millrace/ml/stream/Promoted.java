package dev.millrace.ml.stream;

import dev.millrace.stream.Tag;

/**
 * Another learner answers from now on: an event of the side output {@link #TAG}.
 *
 * @param learner name of the one that answers now, with its settings
 * @param before name of the one that answered
 * @param eventTimeMillis largest event time that the partition had seen
 * @param eventsLearned labelled events that the model had learned from
 */
public record Promoted(String learner, String before, long eventTimeMillis, long eventsLearned) {

    /** The side output of changes of the learner that answers. */
    public static final Tag<Promoted> TAG = new Tag<>("promotions");
}
