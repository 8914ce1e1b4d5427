package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.time.WatermarkMerger;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * A partition of a stage behind an exchange: takes batches from its inputs in turn, aligns their barriers and merges their
 * watermarks. Where there are several inputs, or ticks, the order is recorded; in a replay it is followed.
 */
final class PartitionTask extends Task {
    /** In a replay: items taken before the worker looks after its other tasks again. */
    private static final int FOLLOW_AT_A_TIME = 1024;

    /** In a replay, batches of an input that is ahead wait here, so that they do not hold up their source's others. */
    private static final int WAITING_BATCHES = 128;

    private final Input[] inputs;
    private final WatermarkMerger watermarks;

    /** Null where there is nothing to record: one input and no ticks. */
    private final RecordedInputs recorded;

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
        private final SpscAtomicArrayQueue<Batch> queue;
        private final ArrayDeque<Batch> waiting = new ArrayDeque<>(0);
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
    }

    @Override
    boolean work() {
        if (recorded == null) {
            return takeTurns();
        }
        if (!restoredTold) {
            restoredTold = true;
            tellRestored();
            return true;
        }
        if (recorded.script() != null) {
            return follow();
        }
        boolean progress = tickIfDue();
        if (!chain.isWaiting()) {
            progress |= takeTurns();
        }
        if (recorded.isLong()) {
            checkpoints.orderIsLong();
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

    private boolean next(Input input) {
        if (input.batch != null) {
            return true;
        }
        Batch waiting = input.waiting.pollFirst();
        input.batch = waiting != null ? waiting : input.queue.poll();
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
            case Batch.IDLE -> {
                if (recorded == null || recorded.script() == null) {
                    idle(index);
                }
            }
            case Batch.END -> end(index);
            case Batch.BARRIER -> barrier(input, value);
            default -> throw new IllegalStateException("unknown mark " + kind);
        }
    }

    private void idle(int index) {
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
            requireAllFollowed();
            cut(number);
        }
    }

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

    private void tellRestored() {
        long watermark = watermarks.watermarkMillis();
        if (isRestored() && watermark != Timestamps.BEFORE_ALL && watermark != Timestamps.AFTER_ALL) {
            chain.restoredWatermark(watermark);
        }
    }

    private boolean tickIfDue() {
        long tick = ended == inputs.length ? Timestamps.NONE : recorded.dueTick();
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

    // ---- a replay ----

    /** Takes what the record says comes next, as far as it has come. */
    private boolean follow() {
        boolean progress = false;
        for (int i = 0; i < FOLLOW_AT_A_TIME && !chain.isWaiting() && !chain.isWatermarkPending(); i++) {
            InputOrder.Cursor entry = recorded.script().next();
            boolean barriers = entry == null || !(entry.isTick() || entry.isIdle()); // those stand before the cut
            if (takeUncounted(barriers)) {
                progress = true;
                continue;
            }
            if (entry == null) {
                requireNothingMore();
                break;
            }
            if (entry.isTick()) {
                recorded.tick(entry.tickMillis());
                chain.tick(entry.tickMillis());
            } else if (entry.isIdle()) {
                idle(entry.input());
            } else if (!takeOne(entry.input())) {
                break;
            }
            entry.took(1);
            progress = true;
        }
        progress |= letWait();
        return progress;
    }

    /** The marks at the head of an input that no record counts: barriers, idle marks, what a restored source repeats. */
    private boolean takeUncounted(boolean barriers) {
        for (int index = 0; index < inputs.length; index++) {
            Input input = inputs[index];
            if (!input.blocked && next(input) && isAtMark(input)) {
                byte kind = input.batch.markKind[input.mark];
                boolean counted = kind == Batch.WATERMARK || (kind == Batch.END && !watermarks.hasEnded(index));
                if (!counted && (barriers || kind != Batch.BARRIER)) {
                    takeMark(index, input);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean takeOne(int index) {
        Input input = inputs[index];
        if (input.blocked) {
            throw otherInput(index, "fewer");
        }
        if (!next(input)) {
            return false;
        }
        if (isAtMark(input)) {
            takeMark(index, input);
        } else {
            recorded.items(index, 1);
            events(input, input.batch, input.position + 1);
            forgetIfTaken(input);
        }
        return true;
    }

    private static boolean isAtMark(Input input) {
        return input.mark < input.batch.marks && input.batch.markAt[input.mark] == input.position;
    }

    private void takeMark(int index, Input input) {
        Batch batch = input.batch;
        int mark = input.mark++;
        forgetIfTaken(input);
        mark(index, input, batch.markKind[mark], batch.markValue[mark]);
    }

    private static void forgetIfTaken(Input input) {
        if (input.position == input.batch.size && input.mark == input.batch.marks) {
            input.batch = null;
        }
    }

    private boolean letWait() {
        boolean moved = false;
        for (Input input : inputs) {
            while (input.waiting.size() < WAITING_BATCHES) {
                Batch batch = input.queue.poll();
                if (batch == null) {
                    break;
                }
                input.waiting.addLast(batch);
                moved = true;
            }
        }
        return moved;
    }

    private void requireNothingMore() {
        for (int index = 0; index < inputs.length; index++) {
            if (!inputs[index].blocked && inputs[index].batch != null) {
                throw otherInput(index, "more");
            }
        }
    }

    private void requireAllFollowed() {
        InputOrder.Cursor left = recorded == null || recorded.script() == null
                ? null
                : recorded.script().next();
        if (left != null) {
            throw otherInput(left.input(), "fewer");
        }
    }

    private IllegalStateException otherInput(int index, String difference) {
        return new IllegalStateException("input " + index + " ("
                + inputs[index].edge.from().name() + ") of " + name()
                + " gives " + difference + " events than were recorded; its source is not the one that the version was"
                + " made from");
    }
}
