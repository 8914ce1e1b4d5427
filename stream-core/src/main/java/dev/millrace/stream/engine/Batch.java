package dev.millrace.stream.engine;

import java.util.Arrays;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * Events on their way between two tasks, with the marks that stand between them. Filled by one thread, then handed over
 * through a queue and read by another. Where a batch ends means nothing.
 */
final class Batch {
    /** 256 events: enough to hide the hand-over, small enough to stay in the cache. */
    static final int CAPACITY = 256;

    static final byte WATERMARK = 0;
    static final byte BARRIER = 1;
    static final byte IDLE = 2;
    static final byte END = 3;

    /** The watermark of a version that was restored: known already to a task that has restored its own. */
    static final byte RESTORED = 4;

    private static final int FIRST_MARKS = 4;

    final Object[] values = new Object[CAPACITY];
    final long[] timestamps = new long[CAPACITY];
    int size;

    /** Marks in order: each stands in front of the event at {@code markAt}. */
    int marks;

    /** Where to bring it back once its events have been taken and nobody has them any more; null for nowhere. */
    SpscAtomicArrayQueue<Batch> home;

    int[] markAt = new int[FIRST_MARKS];
    byte[] markKind = new byte[FIRST_MARKS];
    long[] markValue = new long[FIRST_MARKS];

    void add(Object value, long timestampMillis) {
        values[size] = value;
        timestamps[size++] = timestampMillis;
    }

    void mark(byte kind, long value) {
        if (marks == markAt.length) {
            markAt = Arrays.copyOf(markAt, marks * 2);
            markKind = Arrays.copyOf(markKind, marks * 2);
            markValue = Arrays.copyOf(markValue, marks * 2);
        }
        markAt[marks] = size;
        markKind[marks] = kind;
        markValue[marks++] = value;
    }

    /** All of it has been taken. Nothing may be read of it any more. */
    void bringBack() {
        if (home != null) {
            home.offer(this); // without room there it is forgotten
        }
    }

    /** To be filled again. */
    void clear() {
        size = 0;
        marks = 0;
    }

    /** Marks count too: a silent stream of watermarks must not make a batch without end. */
    boolean isFull() {
        return size == CAPACITY || marks >= CAPACITY;
    }

    boolean isEmpty() {
        return size == 0 && marks == 0;
    }
}
