package dev.millrace.stream.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition whose inputs are taken in the order that was recorded, and whose idle marks and ticks come from the record,
 * whatever is there first and whatever the clock says. Inputs that are not those of the record stop the replay by name.
 */
final class ReplayedPartitionTask extends PartitionTask {
    /** Items taken before the worker looks after its other tasks again. */
    private static final int AT_A_TIME = 1024;

    /** Batches of an input that is ahead wait here, so that they do not hold up what their source has for others. */
    private static final int WAITING_BATCHES = 128;

    private final RecordedOrder.Script script;
    private final List<ArrayDeque<Batch>> waiting = new ArrayList<>();

    ReplayedPartitionTask(
            String name,
            OperatorChain chain,
            CheckpointCoordinator checkpoints,
            List<Input> inputs,
            RecordedInputs recorded) {
        super(name, chain, checkpoints, inputs, recorded);
        this.script = recorded.script();
        inputs.forEach(input -> waiting.add(new ArrayDeque<>()));
    }

    @Override
    boolean work() {
        return tellRestored() || follow();
    }

    @Override
    Batch poll(Input input) {
        for (int index = 0; index < inputs.length; index++) {
            if (inputs[index] == input && !waiting.get(index).isEmpty()) {
                return waiting.get(index).removeFirst();
            }
        }
        return super.poll(input);
    }

    /** Those of the record count. */
    @Override
    void idleMark(int index) {}

    /** Takes what the record says comes next, as far as it has come. */
    private boolean follow() {
        boolean progress = false;
        for (int i = 0; i < AT_A_TIME && !chain.isWaiting() && !chain.isWatermarkPending(); i++) {
            InputOrder.Cursor entry = script.next();
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
        if (input.batch == null) {
            return false; // not polled here: what has come since the marks were looked at may begin with an uncounted
            // one
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
        for (int index = 0; index < inputs.length; index++) {
            ArrayDeque<Batch> ahead = waiting.get(index);
            while (ahead.size() < WAITING_BATCHES) {
                Batch batch = inputs[index].queue.poll();
                if (batch == null) {
                    break;
                }
                ahead.addLast(batch);
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

    /** What the record still wants will not come before the cut. */
    @Override
    void beforeCut() {
        InputOrder.Cursor left = script.next();
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
