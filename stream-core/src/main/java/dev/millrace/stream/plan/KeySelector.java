package dev.millrace.stream.plan;

/**
 * Reads the key of an event, of which it keeps nothing: a row may be filled anew with another one. Keys are text, integers, enums or lists
 * of these; never floating point.
 *
 * @param <T> the events
 * @param <K> the keys
 */
@FunctionalInterface
public interface KeySelector<T, K> {
    K key(T event);
}
