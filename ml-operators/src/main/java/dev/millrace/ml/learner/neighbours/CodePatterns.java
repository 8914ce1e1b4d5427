package dev.millrace.ml.learner.neighbours;

import java.util.Arrays;

/**
 * The different rows of category codes in a window, each held once and known by a number below the most that were held together:
 * what many events share is compared with another event once. A row nobody has any more makes room for the next.
 *
 * <p>Cost: O(categories) for a row that comes or goes. Memory: 4 bytes a code and 24 more for each row that differs. Numbers of
 * rows hang on the order of coming and going, so they belong in no output. Threading: one caller while it changes.
 */
final class CodePatterns {
    private final int categories;

    /** By row: its codes, how many events have it, and what it hashes to. */
    private int[] codes;

    private int[] events = new int[8];
    private int[] hashes = new int[8];
    private int rows;

    /** Rows that no event has. */
    private int[] free = new int[8];

    private int freed;

    /** Rows plus one by hash, the next place where one is taken; at most half full. */
    private int[] table = new int[16];

    CodePatterns(int categories) {
        this.categories = categories;
        this.codes = new int[8 * categories];
    }

    /** One more than the largest number of a row. */
    int bound() {
        return rows;
    }

    /** An event comes. Returns the number of its row. */
    int enter(int[] own) {
        int hash = hash(own);
        int mask = table.length - 1;
        int at = hash & mask;
        for (; table[at] != 0; at = at + 1 & mask) {
            int row = table[at] - 1;
            if (hashes[row] == hash && has(row, own)) {
                events[row]++;
                return row;
            }
        }
        int row = freed > 0 ? free[--freed] : added();
        System.arraycopy(own, 0, codes, row * categories, categories);
        hashes[row] = hash;
        events[row] = 1;
        if (2 * (rows - freed) > table.length) {
            rebuild(2 * table.length);
        } else {
            table[at] = row + 1;
        }
        return row;
    }

    /** An event that has the row goes. */
    void leave(int row) {
        if (--events[row] > 0) {
            return;
        }
        int mask = table.length - 1;
        int hole = hashes[row] & mask;
        while (table[hole] != row + 1) {
            hole = hole + 1 & mask;
        }
        // What follows without a gap may stand here only because this place was taken.
        for (int at = hole + 1 & mask; table[at] != 0; at = at + 1 & mask) {
            int home = hashes[table[at] - 1] & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
        free[freed++] = row;
    }

    /** In how many categories a row differs from these codes; what is missing in the row, below 0, differs from all. */
    int differences(int row, int[] own) {
        int sum = 0;
        int base = row * categories;
        for (int j = 0; j < categories; j++) {
            int code = codes[base + j];
            sum += code < 0 || own[j] != code ? 1 : 0;
        }
        return sum;
    }

    void copy(int row, int[] to, int at) {
        System.arraycopy(codes, row * categories, to, at, categories);
    }

    void clear() {
        rows = 0;
        freed = 0;
        Arrays.fill(table, 0);
    }

    private int added() {
        if (rows == events.length) {
            events = Arrays.copyOf(events, 2 * rows);
            hashes = Arrays.copyOf(hashes, 2 * rows);
            free = Arrays.copyOf(free, 2 * rows);
            codes = Arrays.copyOf(codes, Math.multiplyExact(2 * rows, categories));
        }
        return rows++;
    }

    private void rebuild(int places) {
        table = new int[places];
        int mask = places - 1;
        for (int row = 0; row < rows; row++) {
            if (events[row] > 0) {
                int at = hashes[row] & mask;
                while (table[at] != 0) {
                    at = at + 1 & mask;
                }
                table[at] = row + 1;
            }
        }
    }

    private boolean has(int row, int[] own) {
        int base = row * categories;
        return Arrays.equals(codes, base, base + categories, own, 0, categories);
    }

    private int hash(int[] own) {
        int hash = 1;
        for (int j = 0; j < categories; j++) {
            hash = 31 * hash + own[j];
        }
        hash *= 0x9E3779B9; // spreads what differs in few bits
        return hash ^ hash >>> 16;
    }
}
