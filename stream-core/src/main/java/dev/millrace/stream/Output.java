package dev.millrace.stream;

/**
 * Where an operator's results go. Threading: the partition's thread only.
 *
 * @param <O> the events of the main output
 */
public interface Output<O> {

    /** Emits to the main output. Never blocks and never fails for want of room. */
    void emit(O value, long timestampMillis);

    /** Emits to a side output. What nobody reads is dropped by design: side outputs are optional to consume. */
    <T> void emit(Tag<T> side, T value, long timestampMillis);

    /** Whether there is no room left downstream: an operator with much to say in {@code onWatermark} pauses then. */
    boolean isFull();
}
