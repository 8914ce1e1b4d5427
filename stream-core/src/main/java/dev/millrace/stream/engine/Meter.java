package dev.millrace.stream.engine;

/**
 * What the calling thread has used since it started: given to the engine by those who want to know what each step costs.
 * Threading: any thread; each asks for itself.
 */
public interface Meter {
    /** CPU time in nanoseconds. */
    long cpuNanos();

    /** Bytes allocated on the heap. */
    long allocatedBytes();
}
