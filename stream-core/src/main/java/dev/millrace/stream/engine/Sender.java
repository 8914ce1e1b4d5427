package dev.millrace.stream.engine;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.Node;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * The sending end of an exchange in one task: deals events to the partitions of the next stage by key, in batches over
 * bounded queues, each with one producer (this) and one consumer (the partition's task).
 *
 * <p>What a queue has no room for waits here, in order: a task whose sender {@linkplain #isWaiting waits} is not run.
 * Threading: the owning task.
 */
final class Sender implements Receiver {
    /** Events that wait to be filled anew, at most: as many as a queue holds. */
    private static final int SPARES = 16 * Batch.CAPACITY;

    private final Node.Edge edge;
    private final ToIntFunction<Object> keyHash;
    private final Consumer<DeadLetter> deadLetters;
    private final SpscAtomicArrayQueue<Batch>[] queues;
    private final Batch[] open;
    private final ArrayDeque<Batch>[] outboxes;
    private int waiting;

    /** By partition, batches whose events have been taken; null where events are not handed back. */
    private SpscAtomicArrayQueue<Batch>[] homes;

    /** Those that are empty again, and what was in them. */
    private final ArrayDeque<Batch> empty = new ArrayDeque<>();

    private final Object[] spares = new Object[SPARES];
    private int spareCount;

    @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
    Sender(Node.Edge edge, SpscAtomicArrayQueue<Batch>[] queues, Consumer<DeadLetter> deadLetters) {
        this.edge = edge;
        this.keyHash = edge.keyHash();
        this.deadLetters = deadLetters;
        this.queues = queues;
        this.open = new Batch[queues.length];
        this.outboxes = (ArrayDeque<Batch>[]) new ArrayDeque<?>[queues.length];
        for (int p = 0; p < queues.length; p++) {
            outboxes[p] = new ArrayDeque<>();
        }
    }

    Node.Edge edge() {
        return edge;
    }

    /** Before the first event: who sends is the only one that has them, and wants those back that nobody else keeps. */
    @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
    void wantSpares() {
        homes = (SpscAtomicArrayQueue<Batch>[]) new SpscAtomicArrayQueue<?>[queues.length];
        for (int p = 0; p < queues.length; p++) {
            homes[p] = new SpscAtomicArrayQueue<>(queues[p].capacity());
        }
    }

    /** An event that was sent earlier and that nobody has any more; null if there is none. */
    Object spare() {
        if (spareCount == 0) {
            takeBack();
        }
        return spareCount == 0 ? null : spares[--spareCount];
    }

    private void takeBack() {
        for (SpscAtomicArrayQueue<Batch> home : homes) {
            for (Batch batch = home.poll(); batch != null; batch = home.poll()) {
                int taken = Math.min(batch.size, SPARES - spareCount);
                System.arraycopy(batch.values, 0, spares, spareCount, taken);
                spareCount += taken;
                batch.clear();
                empty.addFirst(batch);
            }
        }
    }

    @Override
    public void accept(Object value, long timestampMillis) {
        int partition = 0;
        if (queues.length > 1) {
            try {
                partition = StableHash.partition(keyHash.applyAsInt(value), queues.length);
            } catch (RuntimeException e) {
                deadLetters.accept(DeadLetter.of(
                        edge.from().name(), value, "bad-key", "its key cannot be read: " + e.getMessage()));
                return;
            }
        }
        Batch batch = batchFor(partition);
        batch.add(value, timestampMillis);
        if (batch.isFull()) {
            dispatch(partition);
        }
    }

    /** Puts a mark into every partition's stream, behind all that was sent before. */
    void mark(byte kind, long value) {
        for (int p = 0; p < queues.length; p++) {
            Batch batch = batchFor(p);
            batch.mark(kind, value);
            if (batch.isFull()) {
                dispatch(p);
            }
        }
    }

    /** Sends what is in unfinished batches. */
    void flush() {
        for (int p = 0; p < queues.length; p++) {
            if (open[p] != null) {
                dispatch(p);
            }
        }
    }

    /** Moves waiting batches into their queues as far as there is room. */
    void drain() {
        if (waiting == 0) {
            return;
        }
        for (int p = 0; p < queues.length; p++) {
            ArrayDeque<Batch> outbox = outboxes[p];
            while (!outbox.isEmpty() && queues[p].offer(outbox.peekFirst())) {
                outbox.removeFirst();
                waiting--;
            }
        }
    }

    boolean isWaiting() {
        return waiting > 0;
    }

    private Batch batchFor(int partition) {
        Batch batch = open[partition];
        if (batch == null) {
            batch = empty.isEmpty() ? new Batch() : empty.removeFirst();
            batch.home = homes == null ? null : homes[partition];
            open[partition] = batch;
        }
        return batch;
    }

    private void dispatch(int partition) {
        Batch batch = open[partition];
        open[partition] = null;
        if (!outboxes[partition].isEmpty() || !queues[partition].offer(batch)) {
            outboxes[partition].addLast(batch);
            waiting++;
        }
    }
}
