package dev.millrace.stream.window;

import dev.millrace.stream.state.KeyCodec;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Gives the keys of one slice slots 0, 1, … in order of arrival; open addressing, at most half full. */
abstract sealed class KeySlots<K, T> {
    /** Slot + 1 by place, 0 where free. */
    int[] table = new int[16];

    int size;

    /** The slot of the event's key; {@code −1 − slot} if the key is new and has just got it. */
    abstract int slotOf(T event);

    /** The same for a key of another slice. */
    abstract int slotOf(KeySlots<K, T> other, int slot);

    /** The slot of a key, −1 if it has none. */
    abstract int find(K key);

    abstract K key(int slot);

    abstract K keyOf(T event);

    abstract void write(int slot, StateWriter out);

    /** Reads a key that must be larger than the one read before it; its slot, or −1 if it is not. */
    abstract int append(StateReader in);

    /** All slots in the order of their keys. */
    abstract int[] sorted();

    final int taken(int place) {
        table[place] = size + 1;
        return -1 - size++;
    }

    static final class Longs<T> extends KeySlots<Long, T> {
        private final ToLongFunction<? super T> keyOf;
        private long[] keys = new long[8];

        Longs(ToLongFunction<? super T> keyOf) {
            this.keyOf = keyOf;
        }

        @Override
        int slotOf(T event) {
            return slotOf(keyOf.applyAsLong(event));
        }

        private int slotOf(long key) {
            int place = place(key);
            int slot = table[place] - 1;
            if (slot >= 0) {
                return slot;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
                table = new int[4 * size];
                for (int i = 0; i < size; i++) {
                    table[place(keys[i])] = i + 1;
                }
                place = place(key);
            }
            keys[size] = key;
            return taken(place);
        }

        private int place(long key) {
            int mask = table.length - 1;
            int place = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
            while (table[place] != 0 && keys[table[place] - 1] != key) {
                place = (place + 1) & mask;
            }
            return place;
        }

        @Override
        int slotOf(KeySlots<Long, T> other, int slot) {
            return slotOf(((Longs<T>) other).keys[slot]);
        }

        @Override
        int find(Long key) {
            return table[place(key)] - 1;
        }

        @Override
        Long key(int slot) {
            return keys[slot];
        }

        @Override
        Long keyOf(T event) {
            return keyOf.applyAsLong(event);
        }

        @Override
        void write(int slot, StateWriter out) {
            out.writeLong(keys[slot]);
        }

        @Override
        int append(StateReader in) {
            long key = in.readLong();
            return size > 0 && keys[size - 1] >= key ? -1 : -1 - slotOf(key);
        }

        @Override
        int[] sorted() {
            long[] order = Arrays.copyOf(keys, size);
            Arrays.sort(order);
            int[] slots = new int[size];
            for (int i = 0; i < size; i++) {
                slots[i] = table[place(order[i])] - 1;
            }
            return slots;
        }
    }

    static final class Any<K, T> extends KeySlots<K, T> {
        private final Function<? super T, ? extends K> keyOf;
        private final KeyCodec<K> codec;
        private Object[] keys = new Object[8];
        private int[] hashes = new int[8];

        Any(Function<? super T, ? extends K> keyOf, KeyCodec<K> codec) {
            this.keyOf = keyOf;
            this.codec = codec;
        }

        @Override
        int slotOf(T event) {
            return slotOfKey(keyOf(event));
        }

        private int slotOfKey(K key) {
            int hash = codec.hash(key);
            int place = place(key, hash);
            int slot = table[place] - 1;
            if (slot >= 0) {
                return slot;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
                hashes = Arrays.copyOf(hashes, 2 * size);
                table = new int[4 * size];
                for (int i = 0; i < size; i++) {
                    table[place(key(i), hashes[i])] = i + 1;
                }
                place = place(key, hash);
            }
            keys[size] = key;
            hashes[size] = hash;
            return taken(place);
        }

        private int place(K key, int hash) {
            int mask = table.length - 1;
            int place = (int) (hash * 0x9E3779B97F4A7C15L >>> 32) & mask;
            while (table[place] != 0) {
                int slot = table[place] - 1;
                if (hashes[slot] == hash && keys[slot].equals(key)) {
                    break;
                }
                place = (place + 1) & mask;
            }
            return place;
        }

        @Override
        int slotOf(KeySlots<K, T> other, int slot) {
            return slotOfKey(other.key(slot));
        }

        @Override
        int find(K key) {
            return table[place(key, codec.hash(key))] - 1;
        }

        @Override
        @SuppressWarnings("unchecked") // only keys are put in
        K key(int slot) {
            return (K) keys[slot];
        }

        @Override
        K keyOf(T event) {
            K key = keyOf.apply(event);
            if (key == null) {
                throw new IllegalArgumentException(
                        "an event of a keyed window has no key; filter such events out, or give them one: " + event);
            }
            return key;
        }

        @Override
        void write(int slot, StateWriter out) {
            codec.write(key(slot), out);
        }

        @Override
        int append(StateReader in) {
            K key = codec.read(in);
            return size > 0 && codec.compare(key(size - 1), key) >= 0 ? -1 : -1 - slotOfKey(key);
        }

        @Override
        int[] sorted() {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (one, other) -> codec.compare(key(one), key(other)));
            return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        }
    }
}
