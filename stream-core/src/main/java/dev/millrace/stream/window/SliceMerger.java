package dev.millrace.stream.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the slices of overlapping windows so that they share the work: slices are merged in pairs, pairs in fours and so
 * on, each aligned by number, once for all windows that need them. A window of n slices is then at most 2·log₂ n merges
 * per key.
 *
 * <p>Which slices are merged with which is a function of their numbers alone, so a sum of doubles has the same bits
 * whenever it is computed. What is kept here is derived and no part of the state. Threading: one caller. Source: Arasu
 * and Widom, "Resource sharing in continuous sliding-window aggregates", VLDB 2004.
 */
final class SliceMerger<K, T, R> {
    private final SliceStore<K, T, R> slices;
    /** By level: number of the run, which holds 2^level slices, to its content. Looked up, never iterated for results. */
    private final List<Map<Long, Slice<K, T, R>>> levels = new ArrayList<>();

    SliceMerger(SliceStore<K, T, R> slices) {
        this.slices = slices;
    }

    /** The content of a run of slices, not to be changed; null if all are empty. */
    Slice<K, T, R> merged(long first, long last) {
        List<Slice<K, T, R>> parts = new ArrayList<>();
        long next = first;
        while (next <= last) {
            int level = level(next, last);
            Slice<K, T, R> part = run(level, next >> level);
            if (part != null) {
                parts.add(part);
            }
            next += 1L << level;
        }
        if (parts.size() < 2) {
            return parts.isEmpty() ? null : parts.get(0);
        }
        Slice<K, T, R> all = slices.create();
        parts.forEach(all::merge);
        return all;
    }

    /** The content of a run of slices for one key, merged in the same shape; nothing is kept. */
    Slice<K, T, R> merged(long first, long last, K key) {
        Slice<K, T, R> all = slices.create();
        long next = first;
        while (next <= last) {
            int level = level(next, last);
            Slice<K, T, R> part = run(level, next >> level, key);
            if (part != null) {
                all.merge(part, key);
            }
            next += 1L << level;
        }
        return all;
    }

    /** A slice has changed: what was derived from it is forgotten. */
    void changed(long number) {
        for (int level = 1; level <= levels.size(); level++) {
            levels.get(level - 1).remove(number >> level);
        }
    }

    /** Forgets what starts before that slice. */
    void dropBefore(long number) {
        for (int level = 1; level <= levels.size(); level++) {
            long firstKept = (number >> level);
            levels.get(level - 1).keySet().removeIf(run -> run < firstKept);
        }
    }

    /** The longest aligned run that starts at {@code next} and does not pass {@code last}. */
    private static int level(long next, long last) {
        int aligned = next == 0 ? Long.SIZE - 2 : Long.numberOfTrailingZeros(next);
        int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(last - next + 1);
        return Math.min(aligned, fitting);
    }

    private Slice<K, T, R> run(int level, long run) {
        if (level == 0) {
            return slices.get(run);
        }
        if (isEmpty(level, run)) {
            return null;
        }
        while (levels.size() < level) {
            levels.add(new HashMap<>());
        }
        Slice<K, T, R> known = levels.get(level - 1).get(run);
        if (known == null) {
            known = join(run(level - 1, 2 * run), run(level - 1, 2 * run + 1));
            levels.get(level - 1).put(run, known);
        }
        return known;
    }

    private Slice<K, T, R> join(Slice<K, T, R> older, Slice<K, T, R> newer) {
        if (older == null || newer == null) {
            return older == null ? newer : older;
        }
        Slice<K, T, R> both = slices.create();
        both.merge(older);
        both.merge(newer);
        return both;
    }

    private Slice<K, T, R> run(int level, long run, K key) {
        if (level == 0) {
            return slices.get(run);
        }
        if (isEmpty(level, run)) {
            return null;
        }
        Slice<K, T, R> both = slices.create();
        for (long half = 2 * run; half <= 2 * run + 1; half++) {
            Slice<K, T, R> part = run(level - 1, half, key);
            if (part != null) {
                both.merge(part, key);
            }
        }
        return both;
    }

    private boolean isEmpty(int level, long run) {
        Long next = slices.ceiling(run << level);
        return next == null || next >= (run + 1) << level;
    }
}
