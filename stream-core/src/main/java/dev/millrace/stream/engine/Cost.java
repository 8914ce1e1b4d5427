package dev.millrace.stream.engine;

/**
 * What the tasks of a step have used so far. Steps between two exchanges share their tasks, and so.
 *
 * @param cpuNanos CPU time; 0 without a meter
 * @param allocatedBytes bytes allocated on the heap; 0 without a meter
 */
public record Cost(long cpuNanos, long allocatedBytes) {
    public static final Cost NONE = new Cost(0, 0);

    public Cost plus(Cost other) {
        return new Cost(cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes);
    }
}
