package dev.millrace.stream.engine;

import dev.millrace.stream.plan.Node;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.time.WatermarkMerger;
import java.util.List;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * A partition of a stage behind an exchange: takes batches from its inputs in turn, aligns their barriers and merges their
 * watermarks.
 */
final class PartitionTask extends Task {
    private final Input[] inputs;
    private final WatermarkMerger watermarks;
    private int turn;
    private int ended;

    /** The checkpoint whose barriers are being aligned; 0 when none is. */
    private long aligning;

    private int aligned;

    PartitionTask(String name, OperatorChain chain, CheckpointCoordinator checkpoints, List<Input> inputs) {
        super(name, chain, checkpoints);
        this.inputs = inputs.toArray(Input[]::new);
        this.watermarks = new WatermarkMerger(this.inputs.length);
    }

    /** One channel into a task: the queue and how far its current batch has been taken. */
    static final class Input {
        private final SpscAtomicArrayQueue<Batch> queue;
        private final Node.Edge edge;
        private Receiver[] receivers;
        private Batch batch;
        private int position;
        private int mark;
        private boolean blocked;

        Input(Node.Edge edge, SpscAtomicArrayQueue<Batch> queue) {
            this.edge = edge;
            this.queue = queue;
        }

        boolean isEmpty() {
            return batch == null && queue.isEmpty();
        }
    }

    @Override
    boolean work() {
        boolean progress = false;
        for (int i = 0; i < inputs.length; i++) {
            int index = turn;
            turn = turn + 1 == inputs.length ? 0 : turn + 1;
            Input input = inputs[index];
            if (input.blocked || !next(input)) {
                continue;
            }
            progress = true;
            take(index, input);
            if (chain.isWaiting() || chain.isWatermarkPending()) {
                break;
            }
        }
        return progress;
    }

    @Override
    boolean isFinished() {
        return ended == inputs.length && !chain.isWatermarkPending() && !chain.isWaiting();
    }

    private boolean next(Input input) {
        if (input.batch != null) {
            return true;
        }
        input.batch = input.queue.poll();
        input.position = 0;
        input.mark = 0;
        if (input.receivers == null) {
            input.receivers = chain.entry(input.edge);
        }
        return input.batch != null;
    }

    /** Takes a batch, or as much of it as there is room for. */
    private void take(int index, Input input) {
        Batch batch = input.batch;
        while (true) {
            int until = input.mark < batch.marks ? batch.markAt[input.mark] : batch.size;
            if (!events(input, batch, until)) {
                return;
            }
            if (input.mark == batch.marks) {
                input.batch = null;
                return;
            }
            int mark = input.mark++;
            mark(index, input, batch.markKind[mark], batch.markValue[mark]);
            if (input.blocked || chain.isWaiting() || chain.isWatermarkPending()) {
                return;
            }
        }
    }

    /** False if the room downstream ended before the events did. */
    private boolean events(Input input, Batch batch, int until) {
        Receiver[] receivers = input.receivers;
        int position = input.position;
        while (position < until) {
            Object value = batch.values[position];
            long timestamp = batch.timestamps[position];
            position++;
            for (Receiver receiver : receivers) {
                receiver.accept(value, timestamp);
            }
            if (chain.isWaiting()) {
                break;
            }
        }
        input.position = position;
        return position == until && !chain.isWaiting();
    }

    private void mark(int index, Input input, byte kind, long value) {
        switch (kind) {
            case Batch.WATERMARK -> advance(watermarks.onWatermark(index, value));
            case Batch.IDLE -> advance(watermarks.onIdle(index));
            case Batch.END -> {
                ended++;
                advance(watermarks.onWatermark(index, Timestamps.AFTER_ALL));
            }
            case Batch.BARRIER -> barrier(input, value);
            default -> throw new IllegalStateException("unknown mark " + kind);
        }
    }

    private void advance(boolean moved) {
        if (moved) {
            chain.watermark(watermarks.watermarkMillis());
        }
    }

    private void barrier(Input input, long number) {
        if (number < aligning) {
            return; // of a checkpoint that was abandoned
        }
        if (number > aligning) {
            unblock(); // what was being aligned was abandoned at the source
            aligning = number;
        }
        input.blocked = true;
        aligned++;
        if (aligned == inputs.length) {
            unblock();
            cut(number);
        }
    }

    private void unblock() {
        aligned = 0;
        for (Input input : inputs) {
            input.blocked = false;
        }
    }
}
