package dev.millrace.stream.plan;

import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.Tag;
import dev.millrace.stream.event.StableHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The events that leave one step of a pipeline under construction. Threading: one caller.
 *
 * @param <T> the events
 */
public final class Stream<T> {
    private final Pipeline pipeline;
    private final Node node;
    private final Tag<?> side;

    Stream(Pipeline pipeline, Node node, Tag<?> side) {
        this.pipeline = pipeline;
        this.node = node;
        this.side = side;
    }

    /** Gives the events of a source their times; before anything else is done with them. */
    public Stream<T> time(TimestampAssigner<? super T> timestamps, TimePolicy policy) {
        if (!(node instanceof Node.SourceNode source)) {
            throw new IllegalStateException("only a source has its times set; '" + node.name() + "' is an operator");
        }
        Node.SourceNode timed = new Node.SourceNode(
                source.name(),
                source.source(),
                timestamps,
                policy,
                source.source().describe() + " time=event");
        pipeline.replace(source, timed);
        return new Stream<>(pipeline, timed, side);
    }

    /** One event out for each event in. An event on which the function throws goes to the dead letters. */
    public <R> Stream<R> map(String step, Function<? super T, ? extends R> function) {
        return process(
                step,
                context -> new FunctionOperator<T, R>(step, (value, out) -> out.accept(function.apply(value))),
                "map");
    }

    /** The events that the predicate accepts. An event on which it throws goes to the dead letters. */
    public Stream<T> filter(String step, Predicate<? super T> predicate) {
        return process(
                step,
                context -> new FunctionOperator<T, T>(step, (value, out) -> {
                    if (predicate.test(value)) {
                        out.accept(value);
                    }
                }),
                "filter");
    }

    /** Any number of events out for each event in. An event on which the function throws goes to the dead letters. */
    public <R> Stream<R> flatMap(String step, FlatMapper<? super T, R> function) {
        return process(step, context -> new FunctionOperator<T, R>(step, function::map), "flat-map");
    }

    /**
     * Runs an operator in the same partition as this stream.
     *
     * @param settings what changes the result, as text: part of the plan's fingerprint
     */
    public <R> Stream<R> process(String step, OperatorFactory<? super T, ? extends R> factory, String settings) {
        return add(step, List.of(edge(null)), factory, settings);
    }

    /** What that side output of this step carries. */
    public <S> Stream<S> side(Tag<S> tag) {
        return new Stream<>(pipeline, node, tag);
    }

    /** Deals events to partitions by key. */
    public <K> KeyedStream<K, T> keyBy(KeySelector<? super T, K> selector) {
        return keyByHash(selector, value -> StableHash.of((Object) selector.key(value)));
    }

    /**
     * Deals events to partitions by key, with a hash that is computed without making the key.
     *
     * @param hash equal to {@link StableHash} of the key
     */
    public <K> KeyedStream<K, T> keyByHash(KeySelector<? super T, K> selector, ToIntFunction<? super T> hash) {
        return new KeyedStream<>(this, selector, hash);
    }

    /** The plan of the whole pipeline. */
    public Plan build() {
        return pipeline.build();
    }

    /** Turns one event into any number of events. */
    @FunctionalInterface
    public interface FlatMapper<T, R> {
        void map(T value, Consumer<R> out);
    }

    @SuppressWarnings("unchecked") // events of this stream are T
    Node.Edge edge(ToIntFunction<? super T> hash) {
        return new Node.Edge(node, side, (ToIntFunction<Object>) hash);
    }

    <R> Stream<R> add(String step, List<Node.Edge> edges, OperatorFactory<?, ?> factory, String settings) {
        Node.OperatorNode operator = new Node.OperatorNode(step, new ArrayList<>(edges), factory, settings);
        pipeline.add(operator);
        return new Stream<>(pipeline, operator, null);
    }
}
