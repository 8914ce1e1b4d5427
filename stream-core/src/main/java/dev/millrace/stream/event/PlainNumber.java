package dev.millrace.stream.event;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * Reads a JSON number from bytes into a slot of a row. What it reads equals {@link Double#parseDouble} of the same text,
 * except that an integer's −0 is 0. Threading: any thread.
 */
final class PlainNumber {
    private static final int NOT_PLAIN = PlainJson.NOT_PLAIN;
    private static final int MOST_WHOLE_DIGITS = 18;
    private static final int MOST_EXPONENT_DIGITS = 4;

    /** No number of nineteen digits. */
    private static final long TOO_MANY = -1;

    /** The general parser has a limit. */
    private static final int MOST_BYTES = 200;

    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final int POINT = '.' ^ '0';
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private PlainNumber() {}

    /** Reads the number at {@code from}; returns the index behind it, or {@link PlainJson#NOT_PLAIN}. */
    static int read(byte[] json, int from, int end, int slot, Row row) {
        int first = json[from] == '-' ? from + 1 : from;
        if (first + Long.BYTES > json.length) {
            return decimal(json, from, end, slot, row);
        }
        // A short decimal with what ends it is in one word: half the time of reading it digit by digit.
        long offsets = FieldNames.word(json, first) ^ ZEROS;
        long others = others(offsets);
        int point = Long.numberOfTrailingZeros(others) & ~7;
        int stop = Long.numberOfTrailingZeros(others & others - 1) & ~7;
        boolean isShort = point > 0
                && stop < Long.SIZE
                && stop > point + Byte.SIZE
                && (offsets >>> point & 0xff) == POINT
                && (point == Byte.SIZE || (offsets & 0xff) != 0);
        int after = first + (stop >> 3);
        if (!isShort || !PlainJson.ends(json, after, end)) {
            return decimal(json, from, end, slot, row);
        }
        long whole = offsets & (1L << point) - 1;
        long digits = eight((whole | offsets >>> point + Byte.SIZE << point) << Long.SIZE + Byte.SIZE - stop);
        double value = DecimalRounding.shortDecimal(digits, (stop - point >> 3) - 1);
        row.setNumber(slot, first == from ? value : -value);
        return after;
    }

    /** In each byte bit 7 is set if it is no digit's offset from '0'; right up to the first that is none ASCII. */
    private static long others(long offsets) {
        return (offsets + 0x7676_7676_7676_7676L | offsets) & 0x8080_8080_8080_8080L;
    }

    /** Eight digits, the first one lowest, as their number: by pairs, then fours (Lemire 2021, see DecimalRounding). */
    private static long eight(long digits) {
        long pairs = digits * 2561 >>> 8;
        return ((pairs & 0x0000_00ff_0000_00ffL) * 0x000f_4240_0000_0064L
                        + (pairs >>> 16 & 0x0000_00ff_0000_00ffL) * 0x0000_2710_0000_0001L)
                >>> 32;
    }

    private static int decimal(byte[] json, int from, int end, int slot, Row row) {
        int first = json[from] == '-' ? from + 1 : from;
        int at = first;
        long digits = 0;
        while (at < end && isDigit(json[at])) {
            digits = digits * 10 + (json[at++] - '0');
        }
        int count = at - first;
        if (count == 0 || count > MOST_WHOLE_DIGITS || count > 1 && json[first] == '0' || at >= end) {
            return NOT_PLAIN;
        }
        if (json[at] != '.') {
            if ((json[at] | 0x20) == 'e') {
                return power(json, from, at, end, digits, 0, slot, row);
            }
            row.setNumber(slot, (double) (first == from ? digits : -digits));
            return PlainJson.ends(json, at, end) ? at : NOT_PLAIN;
        }
        int point = at++;
        while (at + Long.BYTES <= json.length) {
            long offsets = FieldNames.word(json, at) ^ ZEROS;
            int more = Long.numberOfTrailingZeros(others(offsets)) >>> 3;
            if (more == 0) {
                break;
            }
            digits = digits * POWERS[more] + eight(offsets << Long.SIZE - Byte.SIZE * more);
            at += more;
            if (more < Long.BYTES) {
                break;
            }
        }
        while (at < end && isDigit(json[at])) {
            digits = digits * 10 + (json[at++] - '0');
        }
        int fraction = at - point - 1;
        if (fraction == 0) {
            return NOT_PLAIN;
        }
        if (fraction + (json[first] == '0' ? 0 : count) > DecimalRounding.MOST_DIGITS) {
            digits = TOO_MANY;
        }
        if (at < end && (json[at] | 0x20) == 'e') {
            return power(json, from, at, end, digits, fraction, slot, row);
        }
        return rounded(json, from, at, end, digits, -fraction, slot, row);
    }

    /** Reads what stands behind a mantissa of so many digits behind the point: an E at {@code e} and a power of ten. */
    private static int power(byte[] json, int from, int e, int end, long digits, int fraction, int slot, Row row) {
        boolean negative = e + 1 < end && json[e + 1] == '-';
        int first = negative || e + 1 < end && json[e + 1] == '+' ? e + 2 : e + 1;
        int at = first;
        int power = 0;
        while (at < end && isDigit(json[at]) && at - first < MOST_EXPONENT_DIGITS) {
            power = power * 10 + (json[at++] - '0');
        }
        return at == first
                ? NOT_PLAIN
                : rounded(json, from, at, end, digits, (negative ? -power : power) - fraction, slot, row);
    }

    private static int rounded(byte[] json, int from, int to, int end, long digits, int exponent, int slot, Row row) {
        if (!PlainJson.ends(json, to, end)) {
            return NOT_PLAIN;
        }
        boolean negative = json[from] == '-';
        double value = digits != TOO_MANY && DecimalRounding.takes(exponent)
                ? DecimalRounding.round(digits, exponent)
                : longNumber(json, negative ? from + 1 : from, to);
        row.setNumber(slot, negative ? -value : value);
        return value < Double.POSITIVE_INFINITY ? to : NOT_PLAIN;
    }

    /** A number with too many digits, or too far from 1, to be rounded here; NaN if it is to be left alone. */
    private static double longNumber(byte[] json, int from, int to) {
        return to - from > MOST_BYTES ? Double.NaN : JavaDoubleParser.parseDouble(json, from, to - from);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
