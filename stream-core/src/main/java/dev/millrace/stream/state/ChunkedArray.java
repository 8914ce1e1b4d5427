package dev.millrace.stream.state;

import java.util.Arrays;
import java.util.Map;

/**
 * A large vector of parameters in chunks of {@value #CHUNK} numbers, of which a checkpoint writes those that changed.
 *
 * <p>For loops that must be fast, {@link #values} is the array itself: read it freely, and call {@link #touch} before
 * changing a place in it. Changing a place without it loses the change. Cost of {@code touch}: one comparison once the
 * chunk is marked. Threading: one caller. Memory: 8 bytes a number.
 */
public final class ChunkedArray implements ChunkedState {
    /** Numbers in a chunk: 32 KiB, about what is copied in a few microseconds. */
    public static final int CHUNK = 4_096;

    private static final int SHIFT = 12;
    private static final byte DIRTY = 1;
    private static final byte IN_FLIGHT = 2;
    private static final byte PENDING = 4;

    private final double[] values;
    private final byte[] marks;
    private ChunkWriter writer;
    private int pending;
    private int nextPending;

    /** All zero. */
    public ChunkedArray(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("the length of a vector is not negative, got " + length);
        }
        values = new double[length];
        marks = new byte[Math.max(1, (length + CHUNK - 1) / CHUNK)];
        Arrays.fill(marks, DIRTY);
    }

    public int length() {
        return values.length;
    }

    public double get(int index) {
        return values[index];
    }

    public void set(int index, double value) {
        touch(index);
        values[index] = value;
    }

    /** The numbers themselves; see {@link #touch}. */
    public double[] values() {
        return values;
    }

    /** Must stand before a change of that place in {@link #values}. */
    public void touch(int index) {
        int chunk = index >>> SHIFT;
        if ((marks[chunk] & (DIRTY | PENDING)) != DIRTY) {
            mark(chunk);
        }
    }

    /** Must stand before a change of the places {@code from} … {@code to} − 1 in {@link #values}. */
    public void touch(int from, int to) {
        for (int chunk = from >>> SHIFT; chunk << SHIFT < to; chunk++) {
            if ((marks[chunk] & (DIRTY | PENDING)) != DIRTY) {
                mark(chunk);
            }
        }
    }

    private void mark(int chunk) {
        if ((marks[chunk] & PENDING) != 0) {
            write(chunk);
        }
        marks[chunk] |= DIRTY;
    }

    private void write(int chunk) {
        BytesStateWriter out = new BytesStateWriter();
        out.writeDoubles(Arrays.copyOfRange(values, chunk << SHIFT, end(chunk)));
        marks[chunk] &= ~PENDING;
        pending--;
        writer.chunk(Integer.toString(chunk), out.main());
    }

    private int end(int chunk) {
        return Math.min(values.length, (chunk + 1) << SHIFT);
    }

    @Override
    public void freeze(ChunkWriter chunkWriter, boolean everything) {
        if (writer != null) {
            throw new IllegalStateException("a checkpoint is in flight; commit or abandon it first");
        }
        writer = chunkWriter;
        pending = 0;
        nextPending = 0;
        for (int chunk = 0; chunk < marks.length; chunk++) {
            if (everything || (marks[chunk] & DIRTY) != 0) {
                marks[chunk] = IN_FLIGHT | PENDING;
                pending++;
            } else {
                writer.unchanged(Integer.toString(chunk));
            }
        }
    }

    @Override
    public int writePending(int most) {
        for (int left = most; left > 0 && pending > 0; nextPending++) {
            if ((marks[nextPending] & PENDING) != 0) {
                write(nextPending);
                left--;
            }
        }
        return pending;
    }

    @Override
    public void committed() {
        if (pending > 0) {
            throw new IllegalStateException(
                    pending + " chunks were not written; a checkpoint without them is not whole");
        }
        for (int chunk = 0; chunk < marks.length; chunk++) {
            marks[chunk] &= ~IN_FLIGHT;
        }
        writer = null;
    }

    @Override
    public void abandoned() {
        for (int chunk = 0; chunk < marks.length; chunk++) {
            marks[chunk] = (marks[chunk] & (DIRTY | IN_FLIGHT)) != 0 ? DIRTY : 0;
        }
        pending = 0;
        writer = null;
    }

    @Override
    public void restore(Map<String, byte[]> chunks) {
        if (chunks.size() != marks.length) {
            throw new BadState("a vector of " + values.length + " numbers has " + marks.length + " chunks, not "
                    + chunks.size() + "; the settings have changed or the state is damaged");
        }
        for (int chunk = 0; chunk < marks.length; chunk++) {
            byte[] bytes = chunks.get(Integer.toString(chunk));
            if (bytes == null) {
                throw new BadState("chunk " + chunk + " of " + marks.length + " is missing");
            }
            double[] stored = new BytesStateReader(bytes).readDoubles();
            int from = chunk << SHIFT;
            if (stored.length != end(chunk) - from) {
                throw new BadState("chunk " + chunk + " has " + stored.length + " numbers, not " + (end(chunk) - from)
                        + "; the settings have changed or the state is damaged");
            }
            System.arraycopy(stored, 0, values, from, stored.length);
        }
        Arrays.fill(marks, (byte) 0);
    }
}
