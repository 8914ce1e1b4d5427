package dev.millrace.stream;

/**
 * An operator that answers questions about its state. Asked between two batches, on the partition's thread; answering
 * never changes what {@code snapshot} would write.
 *
 * @param <Q> questions
 * @param <R> answers
 */
public interface Answering<Q, R> {
    R answer(Q question);
}
