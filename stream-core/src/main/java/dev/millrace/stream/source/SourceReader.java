package dev.millrace.stream.source;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads one partition of a source. Threading: one caller; never blocks waiting for more (a file's read is not waiting).
 *
 * @param <T> the source's events
 */
public interface SourceReader<T> extends Closeable {

    /** What a poll found. */
    enum Status {
        /** There may be more at once. */
        READY,
        /** Nothing now; more may come. */
        WAITING,
        /** All has been read; nothing will come any more. */
        ENDED
    }

    /** Takes what a poll reads. */
    interface Sink<T> {
        /**
         * An event with the time at which it arrived.
         *
         * @param arrivalMillis when it was journaled, or {@link dev.millrace.stream.time.Timestamps#NONE}
         */
        void event(T event, long arrivalMillis);

        /**
         * An event that this source gave earlier and that nobody has any more, to be filled anew instead of a new one; null for none.
         * Whoever passes events on passes this on, too, if it does not keep them and gives each once: new memory is what a short event
         * costs most. What a reader did not make itself it leaves alone: it may be somebody's who reads it still.
         */
        default T spare() {
            return null;
        }

        /** A record that cannot be read as an event; the pipeline counts it and goes on. */
        void reject(dev.millrace.stream.DeadLetter letter);
    }

    /** Reads up to {@code most} records, good and bad ones alike. */
    Status poll(Sink<T> sink, int most) throws IOException;

    /** After the last record given out by {@link #poll}. */
    Offset offset();
}
