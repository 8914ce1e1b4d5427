package dev.millrace.stream.window;

/**
 * What a window says about one key; emitted with the timestamp {@code endMillis − 1}.
 *
 * @param key whose events
 * @param startMillis first time that belongs to the window
 * @param endMillis first time after it
 * @param value the aggregate's result
 */
public record WindowResult<K, R>(K key, long startMillis, long endMillis, R value) {}
