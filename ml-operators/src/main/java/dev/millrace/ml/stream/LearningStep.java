package dev.millrace.ml.stream;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.KeyedStream;
import dev.millrace.stream.plan.Stream;

/** The step of a plan that learns: events dealt to partitions by their key, one learner a partition. */
public final class LearningStep {
    private LearningStep() {}

    /**
     * Learns from events and predicts each before it is learned.
     *
     * @param step its name, under which the job is asked ({@link Question}); chance is seeded by it as well
     * @param events rows of the schema, and labels that come later
     * @throws IllegalArgumentException if the specification and the schema do not fit, naming the field or feature
     */
    public static Stream<Prediction> learn(String step, Stream<Event> events, LearningSpec spec, Schema schema) {
        Field key = spec.key() == null ? null : schema.field(spec.key());
        return keyed(events, key).process(step, LearningOperator.factory(spec, schema), spec.describe());
    }

    /**
     * Dealt to partitions by a key; each call makes an exchange of its own. A late label goes where its event went.
     *
     * @param key null for none: rows are dealt by their place in the source
     */
    public static KeyedStream<Integer, Event> keyed(Stream<Event> events, Field key) {
        return events.keyByHash(event -> keyHash(event, key), event -> keyHash(event, key));
    }

    private static int keyHash(Event event, Field key) {
        if (event instanceof Row row) {
            return key == null ? StableHash.of(row.offset()) : StableHash.of(row, key);
        }
        Feedback feedback = (Feedback) event;
        return key == null && feedback.event() instanceof EventId id
                ? StableHash.of(id.offset())
                : feedback.event().keyHash();
    }
}
