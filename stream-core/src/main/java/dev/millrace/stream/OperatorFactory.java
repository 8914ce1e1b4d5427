package dev.millrace.stream;

/** Makes one fresh operator per partition. Called by any thread; must not share mutable state between operators. */
@FunctionalInterface
public interface OperatorFactory<I, O> {
    Operator<I, O> create(OperatorContext context);
}
