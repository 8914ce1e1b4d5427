package dev.millrace.stream.window;

import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.state.KeyCodec;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Settings of a {@link WindowOperator}, and its factory.
 *
 * <pre>{@code
 * WindowedAggregate.<Payment>in(Windows.tumbling(60_000)).byText(Payment::merchant)
 *     .aggregate(Aggregates.all(Aggregates.sum(Payment::amount), Aggregates.count()))
 *     .lateness(5_000);
 * }</pre>
 *
 * @param <K> keys
 * @param <T> events
 * @param <R> results of the aggregate
 */
public final class WindowedAggregate<K, T, R> implements OperatorFactory<T, WindowResult<K, R>> {
    private final Windows windows;
    private final long latenessMillis;
    private final Supplier<KeySlots<K, T>> keys;
    private final Supplier<Accumulators<T, R>> accumulators;
    private final String aggregate;

    private WindowedAggregate(
            Windows windows,
            long latenessMillis,
            Supplier<KeySlots<K, T>> keys,
            Supplier<Accumulators<T, R>> accumulators,
            String aggregate) {
        this.windows = Objects.requireNonNull(windows, "windows");
        this.latenessMillis = latenessMillis;
        this.keys = keys;
        this.accumulators = accumulators;
        this.aggregate = aggregate;
    }

    public static <T> In<T> in(Windows windows) {
        return new In<>(windows);
    }

    /** How long after its end a window still takes events, in event time; 0 unless told otherwise. */
    public WindowedAggregate<K, T, R> lateness(long millis) {
        if (millis < 0 || millis > Windows.LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "allowed lateness is not negative, got " + millis + " ms; set window.lateness");
        }
        return new WindowedAggregate<>(windows, millis, keys, accumulators, aggregate);
    }

    /**
     * The same windows, which also say what they hold before they end: at each multiple of an interval of the engine's clock,
     * for the keys that have changed. The result at the end comes all the same.
     *
     * @param everyMillis the interval; what is less than the engine's interval of ticks is rounded up to it
     */
    public TickedWindows<K, T, R> early(long everyMillis) {
        if (everyMillis <= 0 || everyMillis > Windows.LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "the interval of early results is positive, got " + everyMillis + " ms; set window.early");
        }
        return new TickedWindows<>(
                () -> new EarlyWindowOperator<>(operator(), everyMillis, keys),
                describe() + " early every " + everyMillis);
    }

    /** The same windows on the engine's clock: an event counts when it is processed, whatever its own time is. */
    public TickedWindows<K, T, R> byClock() {
        return new TickedWindows<>(() -> new ClockWindowOperator<>(operator()), describe() + " by the clock");
    }

    public Windows windows() {
        return windows;
    }

    /** All settings: the operator's part of the plan's fingerprint. */
    public String describe() {
        return windows + " lateness " + latenessMillis + " of " + aggregate;
    }

    @Override
    public WindowOperator<K, T, R> create(OperatorContext context) {
        return operator();
    }

    private WindowOperator<K, T, R> operator() {
        return new WindowOperator<>(windows, latenessMillis, () -> new Slice<>(keys.get(), accumulators.get()));
    }

    /** Windows whose key is still to be chosen. */
    public record In<T>(Windows windows) {
        /** Integer keys: no object per event. */
        public By<Long, T> byLong(ToLongFunction<? super T> key) {
            return new By<>(windows, () -> new KeySlots.Longs<>(key));
        }

        public By<String, T> byText(Function<? super T, String> key) {
            return by(key, KeyCodec.TEXT);
        }

        public <K> By<K, T> by(Function<? super T, ? extends K> key, KeyCodec<K> codec) {
            return new By<>(windows, () -> new KeySlots.Any<>(key, codec));
        }
    }

    /** Keyed windows whose aggregate is still to be chosen. */
    public static final class By<K, T> {
        private final Windows windows;
        private final Supplier<KeySlots<K, T>> keys;

        private By(Windows windows, Supplier<KeySlots<K, T>> keys) {
            this.windows = windows;
            this.keys = keys;
        }

        public <R> WindowedAggregate<K, T, R> aggregate(NumericAggregate<T, R> aggregate) {
            return new WindowedAggregate<>(
                    windows, 0, keys, () -> new Accumulators.Numbers<>(aggregate), aggregate.describe());
        }

        public <A, R> WindowedAggregate<K, T, R> aggregate(Aggregate<T, A, R> aggregate) {
            return new WindowedAggregate<>(
                    windows, 0, keys, () -> new Accumulators.Objects<>(aggregate), aggregate.describe());
        }
    }
}
