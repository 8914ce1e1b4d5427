package dev.millrace.stream.window;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;

/** What the events between two edges make: an accumulator per key. Also the merged content of several slices. */
final class Slice<K, T, R> {
    private final KeySlots<K, T> keys;
    private final Accumulators<T, R> accumulators;

    /** For checkpoints: changed since the last one; written by the one in flight; not yet written by it. */
    boolean dirty = true;

    boolean inFlight;
    boolean pending;

    Slice(KeySlots<K, T> keys, Accumulators<T, R> accumulators) {
        this.keys = keys;
        this.accumulators = accumulators;
    }

    void add(T event, long timestampMillis) {
        int slot = keys.slotOf(event);
        if (slot < 0) {
            slot = -1 - slot;
            accumulators.append(slot);
        }
        accumulators.add(slot, event, timestampMillis);
    }

    /** Adds all keys of a slice, or of several, of later times. */
    void merge(Slice<K, T, R> newer) {
        for (int from = 0; from < newer.keys.size; from++) {
            merge(keys.slotOf(newer.keys, from), newer, from);
        }
    }

    /** Adds one key, if that one has it. */
    void merge(Slice<K, T, R> newer, K key) {
        int from = newer.keys.find(key);
        if (from >= 0) {
            merge(keys.slotOf(newer.keys, from), newer, from);
        }
    }

    private void merge(int to, Slice<K, T, R> newer, int from) {
        int slot = to;
        if (slot < 0) {
            slot = -1 - slot;
            accumulators.append(slot);
        }
        accumulators.merge(slot, newer.accumulators, from);
    }

    int size() {
        return keys.size;
    }

    K key(int slot) {
        return keys.key(slot);
    }

    K keyOf(T event) {
        return keys.keyOf(event);
    }

    R result(int slot) {
        return accumulators.result(slot);
    }

    int[] sortedSlots() {
        return keys.sorted();
    }

    byte[] bytes() {
        BytesStateWriter out = new BytesStateWriter();
        out.writeInt(keys.size);
        for (int slot : keys.sorted()) {
            keys.write(slot, out);
            accumulators.write(slot, out);
        }
        return out.main();
    }

    void restore(byte[] bytes) {
        BytesStateReader in = new BytesStateReader(bytes);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int slot = keys.append(in);
            if (slot < 0) {
                throw new BadState(
                        "the keys of a slice are not in order; the state is damaged or its keys are of another"
                                + " kind");
            }
            accumulators.append(slot);
            accumulators.read(slot, in);
        }
        if (in.remaining() > 0) {
            throw new BadState("a slice has " + in.remaining()
                    + " bytes too many; the aggregate has changed or the state" + " is damaged");
        }
        dirty = false;
    }
}
