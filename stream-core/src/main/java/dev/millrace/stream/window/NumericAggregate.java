package dev.millrace.stream.window;

/**
 * An incremental summary of events whose accumulator is a few numbers, laid out in one array for all keys of a slice: no
 * object per key, no boxing per event. See {@link Aggregates}.
 *
 * @param <T> events
 * @param <R> results
 */
public interface NumericAggregate<T, R> {
    /** Numbers in an accumulator, at least 1. */
    int width();

    /** Writes the summary of nothing to {@code all[at]} and the following. */
    void create(double[] all, int at);

    /** Adds an event to the accumulator at {@code all[at]}. */
    void add(double[] all, int at, T event, long timestampMillis);

    /** Adds the accumulator at {@code newer[from]}, of later times, to the one at {@code all[at]}. */
    void merge(double[] all, int at, double[] newer, int from);

    /** What the accumulator at {@code all[at]} says. */
    R result(double[] all, int at);

    /** Name and settings: a part of the plan's fingerprint. */
    String describe();
}
