package dev.millrace.stream.plan;

import dev.millrace.stream.OperatorFactory;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A stream dealt to partitions by key: all events of a key meet the same operator instance, in the order of their source.
 * Operators that are added to the same keyed stream share its exchange. Threading: one caller.
 *
 * @param <K> the keys
 * @param <T> the events
 */
public final class KeyedStream<K, T> {
    private final Stream<T> stream;
    private final KeySelector<? super T, K> selector;
    private final Node.Edge exchange;

    KeyedStream(Stream<T> stream, KeySelector<? super T, K> selector, ToIntFunction<? super T> hash) {
        this.stream = stream;
        this.selector = selector;
        this.exchange = stream.edge(hash);
    }

    /** How keys are read: for operators that keep state per key. */
    public KeySelector<? super T, K> selector() {
        return selector;
    }

    /**
     * Runs an operator, one instance per partition.
     *
     * @param settings what changes the result, as text: part of the plan's fingerprint
     */
    public <R> Stream<R> process(String step, OperatorFactory<? super T, ? extends R> factory, String settings) {
        return stream.add(step, List.of(exchange), factory, settings);
    }

    /** The same for events of two streams that are keyed alike: both arrive at one operator. */
    public <R> Stream<R> processWith(
            KeyedStream<K, ? extends T> other,
            String step,
            OperatorFactory<? super T, ? extends R> factory,
            String settings) {
        return stream.add(step, List.of(exchange, other.exchange), factory, settings);
    }
}
