package dev.millrace.stream.window;

import dev.millrace.stream.state.ValueCodec;

/**
 * An incremental summary of events, of any kind: one object per key and slice. For sums of numbers see {@link
 * NumericAggregate}, which is faster.
 *
 * <p>Accumulators may be changed in place. What is computed must depend on the order of calls alone.
 *
 * @param <T> events
 * @param <A> accumulators, not null
 * @param <R> results
 */
public interface Aggregate<T, A, R> {
    /** The summary of nothing. */
    A create();

    /** The accumulator with one event more; the argument may be changed and returned. */
    A add(A accumulator, T event, long timestampMillis);

    /** The summary of both, {@code older} being of earlier times; may change {@code older}; neither
     *  changes nor returns {@code newer}. */
    A merge(A older, A newer);

    /** What the accumulator says; shares nothing with it that may change later. */
    R result(A accumulator);

    /** How accumulators are stored. */
    ValueCodec<A> codec();

    /** Name and settings: a part of the plan's fingerprint. */
    String describe();
}
