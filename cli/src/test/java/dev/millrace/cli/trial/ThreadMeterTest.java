package dev.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ThreadMeterTest {
    private static final long SLACK_NANOS = 1_000_000;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void tellsTheThreadsTimeToAPartOfAMillisecondAndNeverGoesBack() {
        ThreadMeter meter = new ThreadMeter();
        meter.cpuNanos(); // loads what it needs
        long startedTruly = threads.getCurrentThreadCpuTime();
        long started = meter.cpuNanos();
        long before = started;
        while (threads.getCurrentThreadCpuTime() - startedTruly < 20_000_000) {
            for (int i = 0; i < 50; i++) {
                long now = meter.cpuNanos();
                assertThat(now).isGreaterThanOrEqualTo(before);
                before = now;
            }
        }
        long used = meter.cpuNanos() - started;
        long usedTruly = threads.getCurrentThreadCpuTime() - startedTruly;
        assertThat(used).isBetween(usedTruly - SLACK_NANOS, usedTruly + SLACK_NANOS);
    }

    @Test
    void eachThreadIsToldItsOwn() throws InterruptedException {
        ThreadMeter meter = new ThreadMeter();
        meter.cpuNanos();
        long[] told = new long[2];
        Thread other = new Thread(() -> {
            told[0] = meter.cpuNanos();
            told[1] = threads.getCurrentThreadCpuTime();
        });
        other.start();
        other.join();
        assertThat(told[0]).isPositive().isLessThanOrEqualTo(told[1]);
    }
}
