package dev.millrace.stream.window;

import dev.millrace.stream.Operator;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import java.util.function.Supplier;

/**
 * Windows that do something at ticks of the engine's clock, and their factory: from {@link WindowedAggregate#early} and
 * {@link WindowedAggregate#byClock}. Immutable.
 *
 * @param <K> keys
 * @param <T> events
 * @param <R> results of the aggregate
 */
public final class TickedWindows<K, T, R> implements OperatorFactory<T, WindowResult<K, R>> {
    private final Supplier<Operator<T, WindowResult<K, R>>> create;
    private final String description;

    TickedWindows(Supplier<Operator<T, WindowResult<K, R>>> create, String description) {
        this.create = create;
        this.description = description;
    }

    /** All settings: the operator's part of the plan's fingerprint. */
    public String describe() {
        return description;
    }

    @Override
    public Operator<T, WindowResult<K, R>> create(OperatorContext context) {
        return create.get();
    }
}
