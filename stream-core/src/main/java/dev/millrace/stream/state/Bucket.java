package dev.millrace.stream.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** One chunk of a {@link KeyedMap}: an open addressing table with linear probing, and its marks for checkpoints. */
final class Bucket<K, V> {
    private static final int SMALLEST = 4;

    final String name;
    /** Changed since the checkpoint that was committed, or begun, last. */
    boolean dirty = true;
    /** Written, or to be written, by the checkpoint in flight. */
    boolean inFlight;
    /** Still to be written by the checkpoint in flight. */
    boolean pending;

    /** Key, value, key, value, …; null where free. One array: half the cache misses of two. */
    private Object[] table = new Object[2 * SMALLEST];

    private int size;

    Bucket(String name) {
        this.name = name;
    }

    V get(K key, int hash) {
        int slot = find(key, hash);
        return table[slot] == null ? null : value(slot);
    }

    /** Whether the key is new. */
    boolean put(K key, int hash, V value, ToIntFunction<K> hashes) {
        int slot = find(key, hash);
        boolean added = table[slot] == null;
        table[slot] = key;
        table[slot + 1] = value;
        if (added && ++size > table.length / 8 * 3) {
            resize(table.length * 2, hashes);
        }
        return added;
    }

    V remove(K key, int hash, ToIntFunction<K> hashes) {
        int slot = find(key, hash);
        if (table[slot] == null) {
            return null;
        }
        V value = value(slot);
        close(slot, hashes);
        size--;
        if (table.length > 2 * SMALLEST && size < table.length / 16) {
            resize(table.length / 2, hashes);
        }
        return value;
    }

    List<K> sortedKeys(Comparator<? super K> order) {
        List<K> sorted = new ArrayList<>(size);
        forEachKey(sorted::add);
        sorted.sort(order);
        return sorted;
    }

    void forEachKey(Consumer<? super K> visitor) {
        for (int slot = 0; slot < table.length; slot += 2) {
            if (table[slot] != null) {
                visitor.accept(key(slot));
            }
        }
    }

    private int find(K key, int hash) {
        int slot = home(hash);
        while (table[slot] != null && !table[slot].equals(key)) {
            slot = (slot + 2) & (table.length - 1);
        }
        return slot;
    }

    /** The upper bits, since the lower ones have chosen the bucket. */
    private int home(int hash) {
        return (Integer.reverse(hash) << 1) & (table.length - 1);
    }

    /** Moves later entries of the same run back, so that no mark of a removed key is needed. */
    private void close(int gap, ToIntFunction<K> hashes) {
        int mask = table.length - 1;
        int free = gap;
        for (int slot = (gap + 2) & mask; table[slot] != null; slot = (slot + 2) & mask) {
            int distance = (slot - home(hashes.applyAsInt(key(slot)))) & mask;
            if (distance >= ((slot - free) & mask)) {
                table[free] = table[slot];
                table[free + 1] = table[slot + 1];
                free = slot;
            }
        }
        table[free] = null;
        table[free + 1] = null;
    }

    private void resize(int length, ToIntFunction<K> hashes) {
        Object[] old = table;
        table = new Object[length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != null) {
                @SuppressWarnings("unchecked") // even places hold keys
                K key = (K) old[i];
                int slot = find(key, hashes.applyAsInt(key));
                table[slot] = key;
                table[slot + 1] = old[i + 1];
            }
        }
    }

    @SuppressWarnings("unchecked") // even places hold keys
    private K key(int slot) {
        return (K) table[slot];
    }

    @SuppressWarnings("unchecked") // odd places hold values
    private V value(int slot) {
        return (V) table[slot + 1];
    }
}
