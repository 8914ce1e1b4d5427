package dev.millrace.stream.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The idempotency keys of the last hours: a ring, oldest first, and a hash index over it, of primitive arrays. A key is
 * kept as the first 128 bits of its SHA-256, so is the body's hash. Threading: one caller.
 */
final class IdempotencyTable {
    private static final int LEAST = 1_024;

    private final int most;
    private final long keepMillis;
    private final MessageDigest digest;
    private long[] entries; // per entry: key (2), body (2), first offset, arrival, count
    private int[] index; // open addressing, linear probing: place in the ring + 1, 0 for none
    private int head;
    private int size;

    private static final int WIDTH = 7;

    IdempotencyTable(int most, long keepMillis) {
        this.most = most;
        this.keepMillis = keepMillis;
        this.digest = sha256();
        resize(Math.min(LEAST, Math.max(1, most)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256, this one has not", e);
        }
    }

    int size() {
        return size;
    }

    /** Place of a key's entry, or −1; entries that are too old by then are dropped first. */
    int find(byte[] key, long nowMillis) {
        forgetBefore(nowMillis - keepMillis);
        byte[] hash = digest.digest(key);
        long high = (long) BatchFormat.LONG.get(hash, 0);
        long low = (long) BatchFormat.LONG.get(hash, 8);
        int slot = slot(high, low);
        return index[slot] - 1;
    }

    boolean hasBody(int place, byte[] bodyHash) {
        return entries[place * WIDTH + 2] == (long) BatchFormat.LONG.get(bodyHash, 0)
                && entries[place * WIDTH + 3] == (long) BatchFormat.LONG.get(bodyHash, 8);
    }

    Appended appended(int place) {
        return new Appended(entries[place * WIDTH + 4], (int) entries[place * WIDTH + 6], true);
    }

    /** Adds a key that is not there; the oldest makes room. */
    void add(byte[] key, byte[] bodyHash, long firstOffset, int count, long arrivalMillis) {
        if (most == 0) {
            return;
        }
        byte[] hash = digest.digest(key);
        long high = (long) BatchFormat.LONG.get(hash, 0);
        long low = (long) BatchFormat.LONG.get(hash, 8);
        if (size == most) {
            forgetOldest();
        } else if (size == capacity()) {
            resize((int) Math.min(most, 2L * capacity()));
        }
        int place = (head + size) % capacity();
        long[] into = entries;
        int at = place * WIDTH;
        into[at] = high;
        into[at + 1] = low;
        into[at + 2] = (long) BatchFormat.LONG.get(bodyHash, 0);
        into[at + 3] = (long) BatchFormat.LONG.get(bodyHash, 8);
        into[at + 4] = firstOffset;
        into[at + 5] = arrivalMillis;
        into[at + 6] = count;
        size++;
        index[slot(high, low)] = place + 1;
    }

    private int capacity() {
        return entries.length / WIDTH;
    }

    private void forgetBefore(long arrivalMillis) {
        while (size > 0 && entries[head * WIDTH + 5] < arrivalMillis) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        int hole = slot(entries[head * WIDTH], entries[head * WIDTH + 1]);
        if (index[hole] == head + 1) { // else the key was given anew, and that entry stays
            removeSlot(hole);
        }
        head = (head + 1) % capacity();
        size--;
    }

    /** Closes the hole by moving back what probing would no longer find (Knuth, volume 3, 6.4, algorithm R). */
    private void removeSlot(int slot) {
        int mask = index.length - 1;
        int hole = slot;
        for (int next = (hole + 1) & mask; index[next] != 0; next = (next + 1) & mask) {
            int home = home(entries[(index[next] - 1) * WIDTH]);
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                index[hole] = index[next];
                hole = next;
            }
        }
        index[hole] = 0;
    }

    private int home(long high) {
        return (int) (high >>> 32) & (index.length - 1);
    }

    /** The slot that holds the key, or the empty one where it would go. */
    private int slot(long high, long low) {
        int slot = home(high);
        while (index[slot] != 0) {
            int at = (index[slot] - 1) * WIDTH;
            if (entries[at] == high && entries[at + 1] == low) {
                return slot;
            }
            slot = (slot + 1) & (index.length - 1);
        }
        return slot;
    }

    private void resize(int capacity) {
        long[] old = entries;
        int oldCapacity = old == null ? 0 : capacity();
        entries = new long[capacity * WIDTH];
        for (int i = 0; i < size; i++) {
            System.arraycopy(old, (head + i) % oldCapacity * WIDTH, entries, i * WIDTH, WIDTH);
        }
        head = 0;
        index = new int[Integer.highestOneBit(capacity) * 4]; // at most half full
        Arrays.fill(index, 0);
        for (int i = 0; i < size; i++) {
            index[slot(entries[i * WIDTH], entries[i * WIDTH + 1])] = i + 1;
        }
    }
}
