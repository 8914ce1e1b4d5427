package dev.millrace.serving.model;

import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.journal.Journal;
import java.util.Objects;

/**
 * Where events that come over HTTP become durable, and where their predictions come out again.
 *
 * @param journal the pipeline's journal
 * @param codec how events are written there
 * @param source index of the journal in the pipeline's sequence of sources: a part of each event's id
 * @param answers listens to the predictions of the learning operator
 * @param maxAheadMillis an event whose time lies further ahead of its arrival is none that the pipeline takes
 */
public record Intake(Journal journal, EventCodec codec, int source, StreamAnswers answers, long maxAheadMillis) {
    public Intake {
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(answers, "answers");
        if (maxAheadMillis <= 0) {
            throw new IllegalArgumentException(
                    "how far ahead times may lie is positive, got " + maxAheadMillis + " ms");
        }
    }
}
