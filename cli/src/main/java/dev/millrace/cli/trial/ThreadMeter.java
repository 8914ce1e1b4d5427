package dev.millrace.cli.trial;

import dev.millrace.stream.engine.Meter;
import java.lang.management.ManagementFactory;

/**
 * Reads CPU time and allocation of threads from the JVM. Asking for the CPU time is a call of the system that takes a microsecond, several
 * per 256 events; so within a quarter of a millisecond of the last such call the time on the wall is added to what it said. What a
 * thread had to wait for a processor meanwhile is made good at the next call. Threading: any thread.
 */
final class ThreadMeter implements Meter {
    private static final long NEAR_NANOS = 250_000;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ThreadLocal<Reading> readings = ThreadLocal.withInitial(Reading::new);

    /** The last call of a thread, and what it was told last: time never goes back. */
    private static final class Reading {
        private long wallNanos = System.nanoTime() - NEAR_NANOS;
        private long cpuNanos;
        private long toldNanos;
    }

    @Override
    public long cpuNanos() {
        Reading last = readings.get();
        long since = System.nanoTime() - last.wallNanos;
        long now = last.cpuNanos + since;
        if (since >= NEAR_NANOS) {
            now = threads.getCurrentThreadCpuTime();
            last.cpuNanos = now;
            last.wallNanos += since;
        }
        last.toldNanos = Math.max(last.toldNanos, now);
        return last.toldNanos;
    }

    @Override
    public long allocatedBytes() {
        return threads.getCurrentThreadAllocatedBytes();
    }
}
