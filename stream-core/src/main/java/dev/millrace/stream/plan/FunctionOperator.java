package dev.millrace.stream.plan;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A function without state as an operator. What it throws makes a dead letter of the event, and nothing is emitted for it. */
final class FunctionOperator<T, R> implements Operator<T, R> {
    private final String name;
    private final BiConsumer<T, Consumer<R>> function;
    private final List<R> results = new ArrayList<>();
    private Output<R> output;

    FunctionOperator(String name, BiConsumer<T, Consumer<R>> function) {
        this.name = name;
        this.function = function;
    }

    @Override
    public void open(Output<R> out) {
        output = out;
    }

    @Override
    public void onEvent(T value, long timestampMillis) {
        results.clear();
        try {
            function.accept(value, results::add);
        } catch (RuntimeException e) {
            output.emit(DeadLetter.TAG, DeadLetter.of(name, value, "function-failed", e.toString()), timestampMillis);
            return;
        }
        for (R result : results) {
            output.emit(result, timestampMillis);
        }
    }
}
