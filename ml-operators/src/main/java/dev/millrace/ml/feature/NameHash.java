package dev.millrace.ml.feature;

import dev.millrace.stream.random.Random64;

/**
 * 64-bit hashes of names: wide enough that two of a million names share one once in forty million. Source: Fowler, Noll and
 * Vo, FNV-1a (over UTF-16 units), mixed as by SplitMix64.
 */
final class NameHash {
    private static final long START = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private NameHash() {}

    /** 0 for null, never 0 for a name. */
    static long of(String name) {
        return name == null ? 0 : of(name, 0, name.length());
    }

    /** Of a part of a text; never 0. */
    static long of(String text, int from, int to) {
        long hash = START;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        long mixed = Random64.mix(hash);
        return mixed == 0 ? 1 : mixed;
    }

    /** Of one thing followed by another. */
    static long then(long hash, long next) {
        long mixed = Random64.mix(hash * PRIME ^ next);
        return mixed == 0 ? 1 : mixed;
    }
}
