package dev.millrace.stream;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * One partition's share of a step in a pipeline: its fields <em>are</em> its state.
 *
 * <p>There is one instance per partition and one thread at a time in it, so an operator that needs keyed state has a map
 * and one that needs timers has a queue that it advances in {@link #onWatermark}. What it does is a function of the
 * order of its calls: no wall clock, no unseeded chance, no iteration order of a hash map.
 *
 * <p>Order of calls: {@link #open}, then {@link #restore} if there is state to restore, then any of the others.
 *
 * @param <I> the events that come in
 * @param <O> the events that go out
 */
public interface Operator<I, O> {

    /** Hands over where results go; called once, before anything else. */
    void open(Output<O> output);

    /**
     * Takes one event. Emitting is always allowed here: what exceeds the room downstream waits in an outbox.
     *
     * @param timestampMillis event time, milliseconds since the epoch
     */
    void onEvent(I value, long timestampMillis);

    /**
     * Whether it may still read an event, or has passed it on, once {@link #onEvent} has returned. If nobody does, the engine hands
     * events back to their source, which fills them anew (see {@link dev.millrace.stream.source.SourceReader.Sink#spare()}).
     */
    default boolean keepsEvents() {
        return true;
    }

    /**
     * Event time has reached the watermark: no event at or before it is still expected. Results that it causes leave
     * before the watermark does.
     *
     * @return false to be called again with the same watermark when there is room downstream (see
     *     {@link Output#isFull()}); nothing else comes in between
     */
    default boolean onWatermark(long watermarkMillis) {
        return true;
    }

    /**
     * The engine's clock has come to a multiple of its interval (100 ms unless set otherwise). For what is to happen by
     * the time of day: windows on it, early results. Called between two events, on the partition's thread, and only in
     * plans with an operator that overrides this; never with a smaller time than before, and times may be left out. A tick is a
     * recorded input: a replay sees the same ticks at the same places. Emitting is always allowed, as in {@link #onEvent}.
     * Only behind an exchange.
     *
     * @param clockMillis milliseconds since the epoch
     */
    default void onTick(long clockMillis) {}

    /**
     * The events at hand have been taken, and the next may be long in coming: does what was put off. An operator may put work
     * off over several events to do it at once, but not over a watermark (if results come of it), a snapshot or an answer; where
     * this is called, and whether, changes no result.
     */
    default void settle() {}

    /** Writes, at a barrier, every field that changes what this operator will do next. */
    default void snapshot(StateWriter out) {}

    /** Reads what {@link #snapshot} wrote, in the same order. */
    default void restore(StateReader in) {}

    /** The input has ended and every watermark has come; release what {@link #open} acquired. */
    default void close() {}
}
