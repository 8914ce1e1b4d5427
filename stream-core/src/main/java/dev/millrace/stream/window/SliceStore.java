package dev.millrace.stream.window;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ChunkedState;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The open slices of an operator, each a chunk of state named by its number: a checkpoint writes those that changed.
 * Threading: one caller.
 */
final class SliceStore<K, T, R> implements ChunkedState {
    private final Supplier<Slice<K, T, R>> create;
    private final TreeMap<Long, Slice<K, T, R>> slices = new TreeMap<>();
    private final TreeMap<Long, Slice<K, T, R>> pending = new TreeMap<>();
    private ChunkWriter writer;

    SliceStore(Supplier<Slice<K, T, R>> create) {
        this.create = create;
    }

    Slice<K, T, R> create() {
        return create.get();
    }

    Slice<K, T, R> get(long number) {
        return slices.get(number);
    }

    /** The slice to be changed; a new one if there is none. */
    Slice<K, T, R> update(long number) {
        Slice<K, T, R> slice = slices.computeIfAbsent(number, n -> create.get());
        if (!slice.dirty) {
            touch(number, slice);
        }
        return slice;
    }

    /** Must stand before a change of a slice that is not marked dirty. */
    void touch(long number, Slice<K, T, R> slice) {
        if (slice.pending) {
            write(number, slice);
            pending.remove(number);
        }
        slice.dirty = true;
    }

    /** The first slice at or after that number; null if there is none. */
    Long ceiling(long number) {
        return slices.ceilingKey(number);
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    long first() {
        return slices.firstKey();
    }

    void removeFirst() {
        Map.Entry<Long, Slice<K, T, R>> first = slices.pollFirstEntry();
        if (first.getValue().pending) {
            write(first.getKey(), first.getValue());
            pending.remove(first.getKey());
        }
    }

    private void write(long number, Slice<K, T, R> slice) {
        slice.pending = false;
        writer.chunk(Long.toString(number), slice.bytes());
    }

    @Override
    public void freeze(ChunkWriter chunkWriter, boolean everything) {
        if (writer != null) {
            throw new IllegalStateException("a checkpoint is in flight; commit or abandon it first");
        }
        writer = chunkWriter;
        slices.forEach((number, slice) -> {
            if (everything || slice.dirty) {
                slice.pending = true;
                slice.inFlight = true;
                slice.dirty = false;
                pending.put(number, slice);
            } else {
                writer.unchanged(Long.toString(number));
            }
        });
    }

    @Override
    public int writePending(int most) {
        for (int left = most; left > 0 && !pending.isEmpty(); left--) {
            Map.Entry<Long, Slice<K, T, R>> next = pending.pollFirstEntry();
            write(next.getKey(), next.getValue());
        }
        return pending.size();
    }

    @Override
    public void committed() {
        if (!pending.isEmpty()) {
            throw new IllegalStateException(
                    pending.size() + " slices were not written; a checkpoint without them is not whole");
        }
        slices.values().forEach(slice -> slice.inFlight = false);
        writer = null;
    }

    @Override
    public void abandoned() {
        for (Slice<K, T, R> slice : slices.values()) {
            slice.dirty |= slice.inFlight;
            slice.inFlight = false;
            slice.pending = false;
        }
        pending.clear();
        writer = null;
    }

    @Override
    public void restore(Map<String, byte[]> chunks) {
        if (writer != null) {
            throw new IllegalStateException("a checkpoint is in flight; commit or abandon it first");
        }
        slices.clear();
        chunks.forEach((name, bytes) -> {
            Slice<K, T, R> slice = create.get();
            slice.restore(bytes);
            try {
                slices.put(Long.parseLong(name), slice);
            } catch (NumberFormatException e) {
                throw new BadState("'" + name + "' is not the number of a slice; the state is damaged", e);
            }
        });
    }
}
