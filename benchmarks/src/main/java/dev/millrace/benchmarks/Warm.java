package dev.millrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** A stopwatch that starts when the first part of a stream has passed: the rate is that of a warm engine. */
final class Warm {
    private final long from;
    private volatile long startedNanos;
    private volatile long startedCpuNanos;

    Warm(long from) {
        this.from = from;
    }

    /** Called for each event with its index, on one thread. */
    void seen(long index) {
        if (index == from) {
            startedCpuNanos = cpuNanos();
            startedNanos = System.nanoTime();
        }
    }

    /** Events per second since the start, now that all have been processed. */
    double rate(long events) {
        return (events - from) * 1e9 / (System.nanoTime() - startedNanos);
    }

    /** Events per second of processor time, all threads of the process together: steadier on a shared machine. */
    double ratePerCpuSecond(long events) {
        return (events - from) * 1e9 / (cpuNanos() - startedCpuNanos);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
