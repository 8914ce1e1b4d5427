package dev.millrace.stream.source;

import java.io.IOException;

/**
 * A stream that can be read again from any offset, split into a fixed number of partitions.
 *
 * @param <T> its events
 */
public interface Source<T> {
    /** What is read and how, in a form that stays the same for the same source: a part of the plan's fingerprint. */
    String describe();

    /** How many partitions there are, at least 1; fixed for the life of a pipeline. */
    int partitions();

    /**
     * Opens a partition.
     *
     * @param from where to go on; {@link Offset#START} for the beginning. Its part is this source's index in its
     *     sequence: rows made by the reader carry it as their {@code source()}, and the reader's offsets keep it
     * @throws IOException with a message that says what cannot be read, and why
     */
    SourceReader<T> open(int partition, Offset from) throws IOException;

    /** Whether more may come after the reader has said that it waits: true for journals and sockets. */
    default boolean isLive() {
        return false;
    }

    /** Has the source call back, on any thread, when there may be more after a reader has said that it waits. */
    default void onAvailable(Runnable wake) {}

    /** Number of records, where it is known before reading (for progress); −1 otherwise. */
    default long expectedRecords() {
        return -1;
    }
}
