package dev.millrace.stream.window;

import dev.millrace.stream.random.Random64;

/**
 * How many different numbers there were, by linear counting: each sets one of {@value #BITS} bits, chosen by its hash, and
 * the share of bits that are still clear tells how many there must have been. Merging is a bitwise or. Source: Whang,
 * Vander-Zanden and Taylor, "A linear-time probabilistic counting algorithm for database applications", ACM TODS 15 (1990).
 */
final class DistinctBits {
    static final int BITS = 256;
    static final int BYTES = BITS / 8;

    /** By how many bits are set; −m · ln(clear ÷ m). */
    private static final double[] ESTIMATES = new double[BITS + 1];

    static {
        for (int set = 0; set <= BITS; set++) {
            double clear = Math.max(1, BITS - set);
            ESTIMATES[set] = -BITS * StrictMath.log(clear / BITS);
        }
    }

    private DistinctBits() {}

    static void add(byte[] bytes, int at, double value) {
        // 0.0 and −0.0 are one number
        int bit = (int) (Random64.mix(Double.doubleToLongBits(value + 0.0)) >>> 56);
        bytes[at + bit / 8] |= (byte) (1 << bit % 8);
    }

    static long[] merge(long[] into, byte[] bytes, int at) {
        long[] merged = into == null ? new long[BITS / 64] : into;
        for (int i = 0; i < merged.length; i++) {
            merged[i] |= (long) SlicedStatistics.LONG.get(bytes, at + 8 * i);
        }
        return merged;
    }

    static double estimate(long[] bits) {
        int set = 0;
        for (long each : bits) {
            set += Long.bitCount(each);
        }
        return ESTIMATES[set];
    }
}
