package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.time.WatermarkMerger;
import java.io.IOException;
import java.util.List;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * A partition of a stage behind an exchange: takes batches from its inputs in turn, aligns their barriers and merges their
 * watermarks. Where there are several inputs, or ticks, the order is recorded; {@link ReplayedPartitionTask} follows it.
 */
class PartitionTask extends Task {
    final Input[] inputs;
    final WatermarkMerger watermarks;

    /** Null where there is nothing to record: one input and no ticks. */
    final RecordedInputs recorded;

    private int turn;
    private int ended;
    private boolean endTold;
    private boolean restoredTold;

    /** The checkpoint whose barriers are being aligned; 0 when none is. */
    private long aligning;

    private int aligned;

    /** @param recorded null for a task of one input whose operators take no ticks */
    PartitionTask(
            String name,
            OperatorChain chain,
            CheckpointCoordinator checkpoints,
            List<Input> inputs,
            RecordedInputs recorded) {
        super(name, chain, checkpoints);
        this.inputs = inputs.toArray(Input[]::new);
        this.watermarks = new WatermarkMerger(this.inputs.length);
        this.recorded = recorded;
    }

    /** One channel into a task: the queue and how far its current batch has been taken. */
    static final class Input {
        final SpscAtomicArrayQueue<Batch> queue;
        final Node.Edge edge;
        private Receiver[] receivers;
        private boolean keepsEvents;
        Batch batch;
        int position;
        int mark;
        boolean blocked;

        Input(Node.Edge edge, SpscAtomicArrayQueue<Batch> queue) {
            this.edge = edge;
            this.queue = queue;
        }
    }

    @Override
    boolean work() {
        if (recorded == null) {
            return takeTurns();
        }
        if (tellRestored()) {
            return true;
        }
        boolean progress = tickIfDue();
        if (!chain.isWaiting()) {
            progress |= takeTurns();
        }
        if (recorded.isLong()) {
            checkpoints.makeNextAnyway();
        }
        return progress;
    }

    private boolean takeTurns() {
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

    /** Whether there is a batch to take from. */
    final boolean next(Input input) {
        if (input.batch != null) {
            return true;
        }
        input.batch = poll(input);
        input.position = 0;
        input.mark = 0;
        if (input.receivers == null) {
            input.receivers = chain.entry(input.edge);
            input.keepsEvents = chain.keepsEvents(input.edge);
        }
        return input.batch != null;
    }

    /** The next batch of an input; null if there is none. */
    Batch poll(Input input) {
        return input.queue.poll();
    }

    /** Takes a batch, or as much of it as there is room for. */
    private void take(int index, Input input) {
        Batch batch = input.batch;
        while (true) {
            int from = input.position;
            int until = input.mark < batch.marks ? batch.markAt[input.mark] : batch.size;
            boolean all = events(input, batch, until);
            if (recorded != null) {
                recorded.items(index, input.position - from);
            }
            if (!all) {
                return;
            }
            if (input.mark == batch.marks) {
                input.batch = null;
                if (!input.keepsEvents) {
                    batch.bringBack();
                }
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
    final boolean events(Input input, Batch batch, int until) {
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

    final void mark(int index, Input input, byte kind, long value) {
        switch (kind) {
            case Batch.WATERMARK -> {
                if (recorded != null) {
                    recorded.items(index, 1);
                }
                advance(watermarks.onWatermark(index, value));
            }
            case Batch.RESTORED -> {
                if (!isRestored() && watermarks.onWatermark(index, value)) {
                    chain.restoredWatermark(watermarks.watermarkMillis());
                }
            }
            case Batch.IDLE -> idleMark(index);
            case Batch.END -> end(index);
            case Batch.BARRIER -> barrier(input, value);
            default -> throw new IllegalStateException("unknown mark " + kind);
        }
    }

    void idleMark(int index) {
        idle(index);
    }

    final void idle(int index) {
        if (recorded != null) {
            recorded.idle(index);
        }
        advance(watermarks.onIdle(index));
    }

    /** An input that had ended in the version that was restored ends again: that is no news. */
    private void end(int index) {
        ended++;
        if (watermarks.hasEnded(index)) {
            if (ended == inputs.length && !endTold && watermarks.watermarkMillis() == Timestamps.AFTER_ALL) {
                advance(true);
            }
            return;
        }
        if (recorded != null) {
            recorded.items(index, 1);
        }
        advance(watermarks.onWatermark(index, Timestamps.AFTER_ALL));
    }

    private void advance(boolean moved) {
        if (moved) {
            endTold |= watermarks.watermarkMillis() == Timestamps.AFTER_ALL;
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
            beforeCut();
            cut(number);
        }
    }

    /** Every barrier has come. */
    void beforeCut() {}

    private void unblock() {
        aligned = 0;
        for (Input input : inputs) {
            input.blocked = false;
        }
    }

    // ---- what is recorded ----

    private boolean isRestored() {
        return recorded != null && recorded.isRestored();
    }

    /** Tells the operators the watermark of the version that was restored, once; whether it was just now. */
    final boolean tellRestored() {
        if (restoredTold) {
            return false;
        }
        restoredTold = true;
        long watermark = watermarks.watermarkMillis();
        if (isRestored() && watermark != Timestamps.BEFORE_ALL && watermark != Timestamps.AFTER_ALL) {
            chain.restoredWatermark(watermark);
        }
        return true;
    }

    private boolean tickIfDue() {
        boolean over = ended == inputs.length || checkpoints.isStopping(); // no result may come after the last version
        long tick = over ? Timestamps.NONE : recorded.dueTick();
        if (tick == Timestamps.NONE) {
            return false;
        }
        chain.tick(tick);
        return true;
    }

    @Override
    void cutInputs(TaskSnapshot to) {
        if (recorded != null) {
            recorded.cut(to, watermarks, checkpoints.base());
        }
    }

    @Override
    void inputsEnded(boolean committed) {
        if (recorded != null) {
            recorded.checkpointEnded(committed);
        }
    }

    @Override
    void restoreInputs(StoredCheckpoint checkpoint) throws IOException {
        if (recorded != null) {
            recorded.restore(checkpoint, watermarks);
        }
    }
}
