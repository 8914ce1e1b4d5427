package dev.millrace.cli.trial;

import dev.millrace.stream.engine.Meter;
import java.lang.management.ManagementFactory;

/** Reads CPU time and allocation of threads from the JVM. Threading: any thread. */
final class ThreadMeter implements Meter {
    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Override
    public long cpuNanos() {
        return threads.getCurrentThreadCpuTime();
    }

    @Override
    public long allocatedBytes() {
        return threads.getCurrentThreadAllocatedBytes();
    }
}
