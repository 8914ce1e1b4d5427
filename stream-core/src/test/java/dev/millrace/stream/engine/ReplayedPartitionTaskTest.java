package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.junit.jupiter.api.Test;

/** A task that follows a record, run step by step: when its inputs come is chosen here. */
class ReplayedPartitionTaskTest {
    private final List<Long> taken = new ArrayList<>();

    /** Empty when it is first looked at: what it holds comes a moment later. */
    private static final class Late extends SpscAtomicArrayQueue<Batch> {
        private static final long serialVersionUID = 1L;
        private boolean looked;

        Late() {
            super(8);
        }

        @Override
        public Batch poll() {
            if (!looked) {
                looked = true;
                return null;
            }
            return super.poll();
        }
    }

    private final class Takes implements Operator<Long, Long> {
        @Override
        public void open(Output<Long> out) {}

        @Override
        public void onEvent(Long value, long timestampMillis) {
            taken.add(value);
        }

        @Override
        public void snapshot(StateWriter out) {}

        @Override
        public void restore(StateReader in) {}
    }

    @Test
    void aMarkThatNoRecordCountsIsNotCountedHoweverLateItComes() throws IOException {
        Late left = new Late();
        SpscAtomicArrayQueue<Batch> right = new SpscAtomicArrayQueue<>(8);
        InputOrder order = new InputOrder(2);
        order.items(0, 2);
        order.items(1, 1);
        ReplayedPartitionTask task = task(order, left, right);
        Batch first = new Batch();
        first.mark(Batch.IDLE, 0);
        first.add(1L, 1);
        first.add(2L, 2);
        left.offer(first);
        Batch second = new Batch();
        second.add(3L, 3);
        right.offer(second);

        for (int i = 0; i < 5; i++) {
            task.run();
        }

        assertThat(taken).containsExactly(1L, 2L, 3L);
    }

    private ReplayedPartitionTask task(
            InputOrder order, SpscAtomicArrayQueue<Batch> left, SpscAtomicArrayQueue<Batch> right) {
        Pipeline pipeline = Pipeline.named("beside").partitions(1);
        var one = pipeline.read("left", new RangeSource(1, 0)).keyBy(n -> n);
        var two = pipeline.read("right", new RangeSource(1, 0)).keyBy(n -> n);
        one.processWith(two, "takes", context -> new Takes(), "");
        Plan plan = pipeline.build();
        CheckpointCoordinator checkpoints = new CheckpointCoordinator(
                plan, "run", new MemoryCheckpointStore(1), EngineOptions.DEFAULT, new ManualClock(0), true, null);
        checkpoints.shutdown();
        Stage stage = Stage.cut(plan).get(2);
        OperatorChain chain = new OperatorChain(stage, 0, 0, List.of(), false, letter -> {}, null);
        RecordedInputs recorded = new RecordedInputs(
                RecordedInputs.key("takes", 0),
                new ManualClock(0),
                2,
                false,
                new RecordedOrder.Script(List.of(order.bytes())));
        return new ReplayedPartitionTask(
                "takes/0",
                chain,
                checkpoints,
                List.of(
                        new PartitionTask.Input(stage.inputs.get(0), left),
                        new PartitionTask.Input(stage.inputs.get(1), right)),
                recorded);
    }
}
