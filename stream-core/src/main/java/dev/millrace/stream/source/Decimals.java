package dev.millrace.stream.source;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Numbers written in decimal, from bytes. What {@link #number} returns always equals {@link Double#parseDouble} of the
 * same text: a mantissa up to 2^53 over a power of ten up to 10^22 is one exact division (Clinger, "How to read floating
 * point numbers accurately", PLDI 1990); anything else goes to a library.
 */
final class Decimals {
    /** Powers of ten that a double holds exactly. */
    static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    /** Mantissas up to here are exact in a double. */
    static final long LARGEST_MANTISSA = 1L << 53;

    private static final Pattern POINT_AND_MARKS =
            Pattern.compile(" *[+-]?[1-9][0-9]{0,2}((,[0-9]{3})+[.][0-9]*|(,[0-9]{3}){2,}) *");

    private static final Pattern COMMA_AND_MARKS =
            Pattern.compile(" *[+-]?[1-9][0-9]{0,2}(([.][0-9]{3})+,[0-9]*|([.][0-9]{3}){2,}) *");

    private Decimals() {}

    /**
     * The number in {@code [from, to)}: digits with an optional sign, point and exponent, and blanks around it. NaN if it
     * is anything else, {@code NaN} and {@code Infinity} included; an infinity if it is too large for a double.
     */
    static double number(byte[] bytes, int from, int to) {
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean allowed = b >= '0' && b <= '9' || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
            if (!allowed) {
                return Double.NaN;
            }
        }
        try {
            return JavaDoubleParser.parseDouble(bytes, from, to - from);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * The same of a number as people write it: with decimals behind a point or a comma, and the other of both between thousands, if these are
     * beyond doubt ({@link #isGrouped}).
     */
    static double number(byte[] bytes, int from, int to, char decimal) {
        double plain = decimal == '.' ? number(bytes, from, to) : Double.NaN;
        if (!Double.isNaN(plain)) {
            return plain;
        }
        byte mark = (byte) (decimal == '.' ? ',' : '.');
        byte[] pointed = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] != mark) {
                pointed[length++] = bytes[i] == decimal ? (byte) '.' : bytes[i];
            }
        }
        boolean hasMarks = length < to - from;
        return hasMarks && !isGrouped(bytes, from, to, decimal) ? Double.NaN : number(pointed, 0, length);
    }

    /**
     * Whether a number has marks between thousands that can be nothing else: one to three digits, then groups of three behind a mark each; two
     * groups at least, or decimals behind them. One group by itself ({@code 1,234}) may be decimals.
     *
     * @param decimal in front of its decimals, a point or a comma; the mark is the other one
     */
    static boolean isGrouped(byte[] bytes, int from, int to, char decimal) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return (decimal == '.' ? POINT_AND_MARKS : COMMA_AND_MARKS)
                .matcher(text)
                .matches();
    }

    /** The integer in {@code [from, to)}, with an optional sign and blanks around it; {@code none} if it is none. */
    static long integer(byte[] bytes, int from, int to, long none) {
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        boolean negative = from < to && bytes[from] == '-';
        if (negative || from < to && bytes[from] == '+') {
            from++;
        }
        if (from == to) {
            return none;
        }
        long value = 0; // counted downwards: the negatives reach one further
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                return none;
            }
            value = value * 10 - digit;
        }
        return negative ? value : value == Long.MIN_VALUE ? none : -value;
    }
}
