package dev.millrace.stream.event;

/**
 * Short decimal numbers as doubles, exactly. A mantissa below 2⁵³ and a power of ten up to 10²² are both exact as doubles,
 * so one division or multiplication rounds once, correctly. Pure functions.
 *
 * <p>Source: Clinger, "How to read floating point numbers accurately", PLDI 1990.
 */
final class DecimalText {
    private static final long LARGEST_EXACT = 1L << 53;
    /** Sign, point and sixteen digits; what is longer seldom has a mantissa that small, so it is not looked at. */
    private static final int MOST_CHARACTERS = 18;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private DecimalText() {}

    /** Ten to the power of 0 … 22, exactly. */
    static double power(int exponent) {
        return POWERS[exponent];
    }

    /** The value of {@code -12.5} and the like; NaN for anything that is not so simple, to be read another way. */
    static double parse(char[] text, int from, int length) {
        if (length == 0 || length > MOST_CHARACTERS) {
            return Double.NaN;
        }
        int at = from;
        int end = from + length;
        boolean negative = text[at] == '-';
        if (negative) {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
            } else if (text[at] == '.' && point < 0) {
                point = at;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0 || mantissa > LARGEST_EXACT) {
            return Double.NaN;
        }
        double value = point < 0 ? mantissa : mantissa / POWERS[end - point - 1];
        return negative ? -value : value;
    }
}
