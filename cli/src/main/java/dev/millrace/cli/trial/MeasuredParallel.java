package dev.millrace.cli.trial;

import dev.millrace.stream.engine.Cost;
import dev.millrace.stream.parallel.Parallel;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/**
 * Counts what threads that help a partition use for it: the partition's own thread is counted by the engine. Threading: as
 * {@link Parallel}; read after the last event.
 */
final class MeasuredParallel implements Parallel {
    private final Parallel parallel;
    private final ThreadMeter meter = new ThreadMeter();
    private final LongAdder cpuNanos = new LongAdder();
    private final LongAdder allocatedBytes = new LongAdder();

    MeasuredParallel(Parallel parallel) {
        this.parallel = parallel;
    }

    @Override
    public void run(int parts, IntConsumer part) {
        Thread own = Thread.currentThread();
        parallel.run(parts, i -> {
            if (Thread.currentThread().equals(own)) {
                part.accept(i);
                return;
            }
            long cpu = meter.cpuNanos();
            long allocated = meter.allocatedBytes();
            part.accept(i);
            cpuNanos.add(meter.cpuNanos() - cpu);
            allocatedBytes.add(meter.allocatedBytes() - allocated);
        });
    }

    Cost helped() {
        return new Cost(cpuNanos.sum(), allocatedBytes.sum());
    }
}
