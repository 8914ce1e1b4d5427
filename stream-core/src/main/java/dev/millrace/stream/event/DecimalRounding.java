package dev.millrace.stream.event;

import java.math.BigInteger;

/**
 * The double nearest to {@code digits · 10^exponent}, ties to even: what {@link Double#parseDouble} gives for the same
 * decimal, in about ten nanoseconds and without allocating.
 *
 * <p>Digits up to 2⁵³ and powers of ten up to 10²² are both exact as doubles, so one operation rounds once (Clinger, "How to
 * read floating point numbers accurately", PLDI 1990). Beyond that the digits are multiplied by a power of five of 128
 * bits, which decides every case between 10⁻²⁷ and 10⁵⁵ (Lemire, "Number parsing at a gigabyte per second", Software:
 * Practice and Experience 51 (2021); Mushtak and Lemire, "Fast number parsing without fallback", 2023).
 *
 * <p>Threading: any thread.
 */
public final class DecimalRounding {
    private static final int LEAST_EXPONENT = -27;
    private static final int MOST_EXPONENT = 55;

    /** As many digits always fit, as an unsigned number of 64 bits. */
    public static final int MOST_DIGITS = 19;

    private static final long LARGEST_EXACT = 1L << 53;
    private static final int LARGEST_EXACT_POWER = 22;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Powers of five from the least exponent on, shifted so that bit 127 is set: high and low halves by turns. */
    private static final long[] FIVES = powersOfFive();

    private DecimalRounding() {}

    /** Whether {@link #round} takes this exponent: −27 to 55. */
    public static boolean takes(int exponent) {
        return exponent >= LEAST_EXPONENT && exponent <= MOST_EXPONENT;
    }

    /**
     * Rounds a decimal.
     *
     * @param digits unsigned
     * @param exponent one that it {@linkplain #takes takes}
     * @return finite, ≥ 0
     */
    public static double round(long digits, int exponent) {
        if (digits >= 0 && digits <= LARGEST_EXACT) {
            if (exponent <= 0 && exponent >= -LARGEST_EXACT_POWER) {
                return exponent == 0 ? digits : digits / POWERS[-exponent];
            }
            if (exponent > 0 && exponent <= LARGEST_EXACT_POWER) {
                return digits * POWERS[exponent];
            }
            if (digits == 0) {
                return 0;
            }
        }
        return multiplied(digits, exponent);
    }

    /** The same for at most seven digits with at most seven of them behind the point. */
    static double shortDecimal(long digits, int fraction) {
        return digits / POWERS[fraction];
    }

    private static double multiplied(long digits, int exponent) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << zeros;
        int at = 2 * (exponent - LEAST_EXPONENT);
        long high = unsignedHigh(factor, FIVES[at]);
        long low = factor * FIVES[at];
        if ((high & 0x1ff) == 0x1ff) {
            long carried = unsignedHigh(factor, FIVES[at + 1]);
            low += carried;
            if (Long.compareUnsigned(low, carried) < 0) {
                high++;
            }
        }
        int top = (int) (high >>> 63);
        int shift = top + 9; // leaves 53 bits and one to round by
        long mantissa = high >>> shift;
        boolean mayBeHalf = exponent >= -4 && exponent <= 23 && Long.compareUnsigned(low, 1) <= 0;
        if (mayBeHalf && (mantissa & 3) == 1 && mantissa << shift == high) {
            mantissa &= ~1L;
        }
        mantissa = (mantissa + (mantissa & 1)) >>> 1;
        // (217706 · e) >> 16 is ⌊e · log2(10)⌋ in this range. A mantissa that was rounded up to 2⁵³ carries into the
        // exponent by itself.
        long power = ((217_706L * exponent) >> 16) + 63 + top - zeros + 1023;
        return Double.longBitsToDouble(((power - 1) << 52) + mantissa);
    }

    /** High half of the unsigned product with a factor whose bit 63 is set. */
    private static long unsignedHigh(long factor, long other) {
        return Math.multiplyHigh(factor, other) + other + (factor & other >> 63);
    }

    private static long[] powersOfFive() {
        long[] fives = new long[2 * (MOST_EXPONENT - LEAST_EXPONENT + 1)];
        for (int exponent = LEAST_EXPONENT; exponent <= MOST_EXPONENT; exponent++) {
            BigInteger five = BigInteger.valueOf(5).pow(Math.abs(exponent));
            BigInteger shifted;
            if (exponent >= 0) {
                shifted = five.shiftLeft(128 - five.bitLength());
            } else {
                // The reciprocal, rounded up; five is no power of two, so its bit length is the exponent above it.
                shifted = BigInteger.ONE
                        .shiftLeft(five.bitLength() + 127)
                        .divide(five)
                        .add(BigInteger.ONE);
            }
            int at = 2 * (exponent - LEAST_EXPONENT);
            fives[at] = shifted.shiftRight(64).longValue();
            fives[at + 1] = shifted.longValue();
        }
        return fives;
    }
}
