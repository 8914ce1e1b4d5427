package dev.millrace.stream;

import dev.millrace.stream.event.Event;
import java.util.Objects;

/**
 * A record that could not be processed, with its cause and where it came from. Emitted to {@link #TAG} by any source or
 * operator; the engine counts each and hands it to the pipeline's dead letters. Nothing is lost silently.
 *
 * @param source name of the source, or of the operator that refused the record
 * @param sourcePartition partition of the source, −1 if it is not known
 * @param offset index of the record in its source partition, −1 if it is not known
 * @param cause a short, stable name for the kind of fault, e.g. {@code bad-record}, {@code late-label}
 * @param detail what was wrong, where and what to do, for a person
 * @param payload the record as text, possibly shortened
 */
public record DeadLetter(String source, int sourcePartition, long offset, String cause, String detail, String payload) {

    /** The side output of dead letters. */
    public static final Tag<DeadLetter> TAG = new Tag<>("dead-letters");

    public DeadLetter {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(payload, "payload");
    }

    /** The letter of an event, with its place if it is known. */
    public static DeadLetter of(String step, Object event, String cause, String detail) {
        boolean placed = event instanceof Event;
        int partition = placed ? ((Event) event).sourcePartition() : -1;
        long offset = placed ? ((Event) event).offset() : -1;
        return new DeadLetter(step, partition, offset, cause, detail, String.valueOf(event));
    }
}
