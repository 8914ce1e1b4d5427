package dev.millrace.stream.event;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads plain JSON objects straight from their bytes: fields in the schema's order, numbers without an exponent and of at
 * most sixteen digits, text of printable ASCII without escapes. Most senders write nothing else, and it costs a third of a
 * general parser. Whatever is not so plain, wrong input included, is left to the general parser, which says what is wrong.
 *
 * <p>Threading: any thread.
 */
final class PlainJson {
    /** The object is not plain; what was read of it is to be thrown away. */
    static final int NOT_PLAIN = -1;

    private static final long LARGEST_EXACT = 1L << 53;
    private static final int MOST_DIGITS = 18;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Field[] fields;
    private final byte[][] names;
    private final TimeText times;

    PlainJson(Schema schema, TimeText times) {
        List<Field> all = schema.fields();
        this.fields = all.toArray(Field[]::new);
        this.names = new byte[fields.length][];
        this.times = times;
        for (int i = 0; i < names.length; i++) {
            // A name with a quote or backslash is written escaped, so its own bytes never stand there.
            names[i] = ('"' + fields[i].name() + '"').getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Fills a fresh row from the object at {@code from}; returns the index behind it, or {@link #NOT_PLAIN}. */
    int read(byte[] json, int from, int end, Row row) {
        if (from >= end || json[from] != '{') {
            return NOT_PLAIN;
        }
        int at = skipSpace(json, from + 1, end);
        int next = 0;
        while (true) {
            while (next < names.length && !stands(names[next], json, at, end)) {
                next++;
            }
            if (next == names.length) {
                return NOT_PLAIN;
            }
            at = skipSpace(json, at + names[next].length, end);
            if (at >= end || json[at] != ':') {
                return NOT_PLAIN;
            }
            at = value(json, skipSpace(json, at + 1, end), end, fields[next++], row);
            if (at < 0) {
                return NOT_PLAIN;
            }
            at = skipSpace(json, at, end);
            if (at >= end || json[at] != ',') {
                return at < end && json[at] == '}' ? at + 1 : NOT_PLAIN;
            }
            at = skipSpace(json, at + 1, end);
        }
    }

    static int skipSpace(byte[] json, int from, int end) {
        int at = from;
        while (at < end && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean stands(byte[] what, byte[] json, int at, int end) {
        if (end - at < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (json[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private int value(byte[] json, int at, int end, Field field, Row row) {
        if (at >= end) {
            return NOT_PLAIN;
        }
        if (json[at] == 'n') {
            return stands(NULL, json, at, end) ? at + NULL.length : NOT_PLAIN;
        }
        return switch (field.type()) {
            case NUMBER -> number(json, at, end, field.slot(), row);
            case INTEGER -> integer(json, at, end, field.slot(), row);
            case BOOLEAN -> bool(json, at, end, field.slot(), row);
            case TEXT -> text(json, at, end, field.slot(), row);
            case TIME -> time(json, at, end, field.slot(), row);
        };
    }

    /**
     * A mantissa of at most 2⁵³ and a power of ten up to 10²² are both exact as doubles, so one division rounds once.
     * Source: Clinger, "How to read floating point numbers accurately", PLDI 1990.
     */
    private static int number(byte[] json, int from, int end, int slot, Row row) {
        int first = json[from] == '-' ? from + 1 : from;
        int at = first;
        long mantissa = 0;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            mantissa = mantissa * 10 + (json[at++] - '0');
        }
        int whole = at - first;
        int fraction = 0;
        if (at < end && json[at] == '.') {
            int point = at++;
            while (at < end && json[at] >= '0' && json[at] <= '9') {
                mantissa = mantissa * 10 + (json[at++] - '0');
            }
            fraction = at - point - 1;
            if (fraction == 0) {
                return NOT_PLAIN;
            }
        }
        boolean leadingZero = whole > 1 && json[first] == '0';
        if (whole == 0
                || leadingZero
                || whole + fraction > MOST_DIGITS
                || mantissa > LARGEST_EXACT
                || !ends(json, at, end)) {
            return NOT_PLAIN;
        }
        double value = fraction == 0 ? mantissa : mantissa / POWERS[fraction];
        row.setNumber(slot, first == from ? value : -value);
        return at;
    }

    private static int integer(byte[] json, int from, int end, int slot, Row row) {
        int first = json[from] == '-' ? from + 1 : from;
        int at = first;
        long value = 0;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            value = value * 10 + (json[at++] - '0');
        }
        int digits = at - first;
        if (digits == 0 || digits > MOST_DIGITS || digits > 1 && json[first] == '0' || !ends(json, at, end)) {
            return NOT_PLAIN;
        }
        row.setInteger(slot, first == from ? value : -value);
        return at;
    }

    private static int bool(byte[] json, int at, int end, int slot, Row row) {
        if (stands(TRUE, json, at, end)) {
            row.setInteger(slot, 1);
            return at + TRUE.length;
        }
        if (stands(FALSE, json, at, end)) {
            row.setInteger(slot, 0);
            return at + FALSE.length;
        }
        return NOT_PLAIN;
    }

    private static int text(byte[] json, int at, int end, int slot, Row row) {
        int close = closingQuote(json, at, end);
        if (close >= 0) {
            row.setText(slot, new String(json, at + 1, close - at - 1, StandardCharsets.ISO_8859_1));
        }
        return close < 0 ? NOT_PLAIN : close + 1;
    }

    private int time(byte[] json, int at, int end, int slot, Row row) {
        int close = closingQuote(json, at, end);
        if (close < 0) {
            return NOT_PLAIN;
        }
        long millis = times.parse(new String(json, at + 1, close - at - 1, StandardCharsets.ISO_8859_1));
        if (millis == TimeText.NOT_A_TIME) {
            return NOT_PLAIN;
        }
        row.setInteger(slot, millis);
        return close + 1;
    }

    /** Where the text that opens at {@code at} closes; negative if it is not plain. */
    private static int closingQuote(byte[] json, int at, int end) {
        if (json[at] != '"') {
            return NOT_PLAIN;
        }
        for (int i = at + 1; i < end; i++) {
            if (json[i] == '"') {
                return i;
            }
            if (json[i] < ' ' || json[i] == '\\') {
                return NOT_PLAIN; // an escape, a control character, or a byte of a longer character
            }
        }
        return NOT_PLAIN;
    }

    /** Whether a number may end here. */
    private static boolean ends(byte[] json, int at, int end) {
        return at < end && (json[at] == ',' || json[at] == '}' || json[at] <= ' ');
    }
}
