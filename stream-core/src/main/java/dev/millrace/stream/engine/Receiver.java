package dev.millrace.stream.engine;

/** Takes events within a task: an operator that is run on the spot, or the sending end of an exchange. */
interface Receiver {
    void accept(Object value, long timestampMillis);
}
