package dev.millrace.benchmarks;

/** A stopwatch that starts when the first part of a stream has passed: the rate is that of a warm engine. */
final class Warm {
    private final long from;
    private volatile long startedNanos;

    Warm(long from) {
        this.from = from;
    }

    /** Called for each event with its index, on one thread. */
    void seen(long index) {
        if (index == from) {
            startedNanos = System.nanoTime();
        }
    }

    /** Events per second since the start, now that all have been processed. */
    double rate(long events) {
        return (events - from) * 1e9 / (System.nanoTime() - startedNanos);
    }
}
