package dev.millrace.stream;

/**
 * An operator that answers questions about its state. Asked between two batches, by the one thread that has
 * the partition then, which may be the asker's; answering takes microseconds, never blocks and never changes what
 * {@code snapshot} would write.
 *
 * @param <Q> questions
 * @param <R> answers
 */
public interface Answering<Q, R> {
    R answer(Q question);
}
