package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.state.BytesStateReader;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One instance of a stage: what a worker runs. Never blocks; is run by one worker at a time, whichever has
 * {@linkplain #tryAcquire acquired} it, and what one worker did is seen by the next.
 */
abstract class Task {
    /** Chunks of large state written between two batches while a checkpoint is under way. */
    private static final int CHUNKS_AT_A_TIME = 4;

    private final AtomicBoolean owned = new AtomicBoolean();

    /** A worker came while somebody who asks had the task, and may have gone to sleep since. */
    private volatile boolean wanted;

    private volatile long answerNanos;

    private static final long STEP_NANOS = 100;

    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final String name;
    final OperatorChain chain;
    final CheckpointCoordinator checkpoints;
    private TaskSnapshot snapshot;
    private boolean snapshotTold;
    private Completion completion;
    private Meter meter;

    /** Written by the task, read by anyone. */
    private volatile Cost cost = Cost.NONE;

    /** What is to be done between two batches. */
    interface Command {
        void run();

        /** It will never be run. */
        default void cancel(RuntimeException reason) {}
    }

    /** Counts the tasks that have still to finish. Threading: any. */
    static final class Completion {
        private final AtomicInteger missing;
        private final Runnable finished;

        Completion(int tasks, Runnable finished) {
            this.missing = new AtomicInteger(tasks);
            this.finished = finished;
        }

        void oneMore() {
            if (missing.decrementAndGet() == 0) {
                finished.run();
            }
        }
    }

    Task(String name, OperatorChain chain, CheckpointCoordinator checkpoints) {
        this.name = name;
        this.chain = chain;
        this.checkpoints = checkpoints;
    }

    final boolean tryAcquire() {
        return !owned.get() && owned.compareAndSet(false, true);
    }

    /** For workers: what they cannot acquire now, they want as soon as it is free. */
    final boolean tryAcquireOrWant() {
        if (tryAcquire()) {
            return true;
        }
        if (!wanted) {
            wanted = true;
        }
        return tryAcquire(); // it may have been released before it was wanted
    }

    final void release() {
        owned.set(false);
    }

    /** What an answer has taken lately, on average; 0 before the first. Any thread may ask. */
    final long answerNanos() {
        return answerNanos;
    }

    /**
     * So many questions were answered in so long. Told by the thread that has the task. One answer that took long, for
     * the thread had to wait for a processor, says little: the estimate grows by an eighth and {@link #STEP_NANOS} at most.
     */
    final void answered(int questions, long nanos) {
        long before = answerNanos;
        long change = nanos / Math.max(1, questions) - before;
        answerNanos = before + Math.min(change, before + 8 * STEP_NANOS) / 8;
    }

    /** For those who ask: true if workers are to be woken. */
    final boolean releaseToWorkers() {
        release();
        boolean woken = wanted;
        wanted = false;
        return woken;
    }

    /** For messages: the stage's first step and the partition. */
    final String name() {
        return name;
    }

    /** Does something between two batches, on whichever thread has the task. Any thread may call. */
    final void execute(Command command) {
        commands.add(command);
    }

    /** Before the first run: measures what this task uses; null for not measuring. */
    final void meter(Meter reading) {
        meter = reading;
    }

    final Cost cost() {
        return cost;
    }

    /** Works for a while; true if there was anything to do. */
    final boolean run() throws IOException {
        if (meter == null) {
            return runOnce();
        }
        long cpuNanos = meter.cpuNanos();
        long allocatedBytes = meter.allocatedBytes();
        boolean progress = runOnce();
        if (progress) {
            cost = cost.plus(chain.takeHelped());
            cost = cost.plus(new Cost(meter.cpuNanos() - cpuNanos, meter.allocatedBytes() - allocatedBytes));
        }
        return progress;
    }

    private boolean runOnce() throws IOException {
        boolean progress = runCommands();
        progress |= advanceSnapshot();
        if (!chain.drain()) {
            return progress;
        }
        if (chain.isWatermarkPending()) {
            chain.resumeWatermark();
            chain.flush();
            return true;
        }
        progress |= work();
        if (progress) {
            chain.settle();
            chain.flush();
        }
        if (completion != null && isFinished()) {
            completion.oneMore();
            completion = null;
        }
        return progress;
    }

    /** Before the first run: whom to tell, once, that this task has finished. */
    final void onFinished(Completion told) {
        completion = told;
    }

    /** Takes events as long as there is room downstream; true if there were any. */
    abstract boolean work() throws IOException;

    /** Whether everything that can come has come and left. */
    abstract boolean isFinished();

    /** Releases what the task holds; the workers have stopped. */
    void close() throws IOException {
        chain.close();
    }

    final boolean runCommands() {
        boolean any = false;
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            any = true;
        }
        return any;
    }

    /** After a failure: nobody will run what still waits. */
    final void cancelCommands(RuntimeException reason) {
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            command.cancel(reason);
        }
    }

    /** The barrier has come in on every input: cuts here and passes it on. */
    final void cut(long number) {
        // The end of the previous checkpoint was told before this barrier was sent; it must be heard before this cut.
        runCommands();
        chain.settle();
        snapshot = new TaskSnapshot(number, chain, checkpoints.isFirst());
        cutInputs(snapshot);
        snapshotTold = false;
        chain.mark(Batch.BARRIER, number);
        advanceSnapshot();
    }

    /** Adds what the task must know of its inputs to a checkpoint. */
    void cutInputs(TaskSnapshot to) {}

    /** The checkpoint of the last {@link #cutInputs} has ended. */
    void inputsEnded(boolean committed) {}

    /** Takes back what {@link #cutInputs} added, before the operators are restored. */
    void restoreInputs(StoredCheckpoint checkpoint) throws IOException {}

    private boolean advanceSnapshot() {
        if (snapshot == null || snapshotTold) {
            return false;
        }
        if (snapshot.advance(CHUNKS_AT_A_TIME)) {
            snapshotTold = true;
            checkpoints.taskDone(snapshot.number(), snapshot.parts());
        }
        return true;
    }

    /** Called by the coordinator, from its own thread, when a checkpoint has ended in one way or the other. */
    final void checkpointEnded(long number, boolean committed) {
        execute(() -> {
            if (snapshot != null && snapshot.number() == number) {
                inputsEnded(committed);
                if (committed) {
                    snapshot.committed();
                } else {
                    snapshot.abandoned();
                }
                snapshot = null;
            }
        });
    }

    /** Gives every operator its state back, before the first run. */
    final void restore(StoredCheckpoint checkpoint) throws IOException {
        restoreInputs(checkpoint);
        for (int i = 0; i < chain.size(); i++) {
            PartKey key = chain.key(i);
            var chunks = checkpoint.chunks(key);
            if (!chunks.isEmpty()) {
                chain.operator(i).restore(new BytesStateReader(chunks));
            }
        }
    }
}
