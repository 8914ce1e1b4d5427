package dev.millrace.ml.feature;

import java.util.Arrays;

/** What a text consists of, as hashes: a buffer that grows. Threading: one caller. */
final class Tokens {
    private long[] hashes = new long[16];
    private int size;

    void clear() {
        size = 0;
    }

    void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = hash;
    }

    int size() {
        return size;
    }

    long get(int i) {
        return hashes[i];
    }

    /** Coordinates 0 … 2^bits − 1 of all, ascending; the same one as often as it is met. */
    int[] coordinates(int bits) {
        int[] coordinates = new int[size];
        for (int i = 0; i < size; i++) {
            coordinates[i] = (int) (hashes[i] >>> (64 - bits));
        }
        Arrays.sort(coordinates);
        return coordinates;
    }
}
