package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.Operator;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.Output;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.SystemClock;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work in parts that idle workers take: every part is in the step's cost, once. */
@Timeout(60)
class HelperCostTest {
    private static final int EVENTS = 500;
    private static final int PARTS = 2;
    private static final long NANOS_OF_A_PART = 1_000_000_000L;
    private static final long BYTES_OF_A_PART = 7_000;

    /** A thread's clock goes on by a second for each part that it does, and stands still otherwise. */
    private final ThreadLocal<long[]> partsOfThread = ThreadLocal.withInitial(() -> new long[1]);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CyclicBarrier both = new CyclicBarrier(PARTS);

    private final Meter meter = new Meter() {
        @Override
        public long cpuNanos() {
            return partsOfThread.get()[0] * NANOS_OF_A_PART;
        }

        @Override
        public long allocatedBytes() {
            return partsOfThread.get()[0] * BYTES_OF_A_PART;
        }
    };

    @Test
    void whatHelpersUseIsCountedOnceAsIfTheTaskHadDoneItAlone() throws Exception {
        EngineOptions options =
                EngineOptions.DEFAULT.checkpointEvery(0).workers(2).meter(meter);
        try (Job job = new EmbeddedEngine(options, new MemoryCheckpointStore(1), new SystemClock()).start(plan())) {
            job.completion().get();
            assertThat(threads).as("each part of an event waits for the other").hasSizeGreaterThan(1);
            assertThat(job.cost("parts").cpuNanos()).isEqualTo(EVENTS * PARTS * NANOS_OF_A_PART);
            assertThat(job.cost("parts").allocatedBytes()).isEqualTo(EVENTS * PARTS * BYTES_OF_A_PART);
        }
    }

    private Plan plan() {
        return Pipeline.named("helped")
                .read("numbers", new RangeSource(1, EVENTS))
                .time((number, arrival) -> number, TimePolicy.DEFAULT)
                .keyByHash(number -> number, number -> StableHash.of(number))
                .process("parts", InParts::new, "")
                .build();
    }

    private final class InParts implements Operator<Long, Long> {
        private final OperatorContext context;

        InParts(OperatorContext context) {
            this.context = context;
        }

        @Override
        public void open(Output<Long> output) {}

        @Override
        public void onEvent(Long event, long timestampMillis) {
            context.parallel().run(PARTS, part -> {
                threads.add(Thread.currentThread());
                partsOfThread.get()[0]++;
                meet();
            });
        }

        private void meet() {
            try {
                both.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void snapshot(StateWriter out) {}

        @Override
        public void restore(StateReader in) {}
    }
}
