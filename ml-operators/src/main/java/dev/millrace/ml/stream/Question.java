package dev.millrace.ml.stream;

import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;

/** What a partition's learning operator can be asked; asking changes nothing. Answered by a {@link Reply}. */
public sealed interface Question permits Question.Predict, Question.PredictTable, Question.Status {

    /**
     * What would be predicted for this event? Answered by {@link Reply.Answer}.
     *
     * @param row the event, under the pipeline's schema; its label is ignored
     * @param asOfMillis event time at which to ask, or {@link dev.millrace.stream.time.Timestamps#NONE} for the largest
     *     that the partition has seen
     * @param model answers in place of the live model, with the live lookups; null for the live model
     * @param occasion names what an action is chosen for, for bandits: questions of different names are drawn independently,
     *     those of the same name alike. Null for one that is told by its content and what was learned: the same question
     *     gets the same answer until more is known
     */
    record Predict(Row row, long asOfMillis, VersionedModel model, String occasion) implements Question {
        /** An occasion told by its content. */
        public Predict(Row row, long asOfMillis, VersionedModel model) {
            this(row, asOfMillis, model, null);
        }
    }

    /**
     * What would be predicted for each of these events, of which only numbers are known? Answered by {@link Reply.Table}, with the
     * bits that {@link Predict} of each would be answered with.
     *
     * @param rows by slot of the schema's numbers; every other field is missing, the key too
     * @param asOfMillis event time at which to ask about all, or {@link dev.millrace.stream.time.Timestamps#NONE}
     * @param model as in {@link Predict}
     */
    record PredictTable(NumberTable rows, long asOfMillis, VersionedModel model) implements Question {}

    /** How is the partition doing? Answered by {@link Reply.Status}. */
    record Status() implements Question {}
}
