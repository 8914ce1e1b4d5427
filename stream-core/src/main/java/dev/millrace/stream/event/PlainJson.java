package dev.millrace.stream.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads plain JSON objects straight from their bytes: numbers as decimals of up to nineteen digits, text of printable ASCII
 * without escapes, fields in any order, fastest in the schema's. Most senders write nothing else, and it costs a fifth of a
 * general parser. Whatever is not so plain, wrong input included, is left to the general parser, which says what is wrong;
 * what is read is what that one reads.
 *
 * <p>Threading: any thread.
 */
final class PlainJson {
    /** The object is not plain; what was read of it is to be thrown away. */
    static final int NOT_PLAIN = -1;

    /** So many decimal digits fit a long. */
    private static final int MOST_INTEGER_DIGITS = 18;

    /** A longer text is left to the general parser, which has a limit. */
    private static final int MOST_TEXT_BYTES = 1 << 20;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final FieldType[] types;
    private final int[] slots;
    private final FieldNames names;
    private final boolean namesArePlain;
    private final TimeText times;

    PlainJson(Schema schema, TimeText times) {
        List<Field> fields = schema.fields();
        this.types = fields.stream().map(Field::type).toArray(FieldType[]::new);
        this.slots = fields.stream().mapToInt(Field::slot).toArray();
        this.names = new FieldNames(schema);
        this.namesArePlain = FieldNames.arePlain(schema);
        this.times = times;
    }

    /** Fills a fresh row from the object at {@code from}; returns the index behind it, or {@link #NOT_PLAIN}. */
    int read(byte[] json, int from, int end, Row row) {
        if (!namesArePlain || from >= end || json[from] != '{') {
            return NOT_PLAIN;
        }
        int at = skipSpace(json, from + 1, end);
        if (at < end && json[at] == '}') {
            return at + 1;
        }
        long[] seen = new long[(types.length + 63) >>> 6];
        int field = -1;
        while (true) {
            field = field + 1 < types.length ? field + 1 : 0;
            int value = names.after(field, json, at, end);
            if (value < 0) {
                int close = nameEnd(json, at, end);
                field = close < 0 ? -1 : names.find(json, at + 1, close);
                value = field < 0 ? NOT_PLAIN : afterColon(json, close + 1, end);
                if (value < 0) {
                    return NOT_PLAIN;
                }
            }
            if ((seen[field >>> 6] & 1L << field) != 0) {
                return NOT_PLAIN;
            }
            seen[field >>> 6] |= 1L << field;
            at = value(json, skipSpace(json, value, end), end, field, row);
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
        while (at < end && json[at] <= ' ' && isSpace(json[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** The closing quote of the name that opens at {@code at}; negative if there is none. */
    private static int nameEnd(byte[] json, int at, int end) {
        if (at < end && json[at] == '"') {
            for (int i = at + 1; i < end; i++) {
                if (json[i] == '"') {
                    return i;
                }
            }
        }
        return NOT_PLAIN;
    }

    private static int afterColon(byte[] json, int from, int end) {
        int at = skipSpace(json, from, end);
        return at < end && json[at] == ':' ? at + 1 : NOT_PLAIN;
    }

    private static boolean stands(byte[] what, byte[] json, int at, int end) {
        return end - at >= what.length && Arrays.equals(what, 0, what.length, json, at, at + what.length);
    }

    private int value(byte[] json, int at, int end, int field, Row row) {
        if (at >= end) {
            return NOT_PLAIN;
        }
        if (json[at] == 'n') {
            return stands(NULL, json, at, end) ? at + NULL.length : NOT_PLAIN;
        }
        int slot = slots[field];
        return switch (types[field]) {
            case NUMBER -> PlainNumber.read(json, at, end, slot, row);
            case INTEGER -> integer(json, at, end, slot, row);
            case BOOLEAN -> bool(json, at, end, slot, row);
            case TEXT -> json[at] == '"' ? text(json, at, end, slot, row) : integerAsText(json, at, end, slot, row);
            case TIME -> json[at] == '"' ? time(json, at, end, slot, row) : integer(json, at, end, slot, row);
        };
    }

    private static int integer(byte[] json, int from, int end, int slot, Row row) {
        int after = afterInteger(json, from, end);
        if (after >= 0) {
            boolean negative = json[from] == '-';
            long value = 0;
            for (int i = negative ? from + 1 : from; i < after; i++) {
                value = value * 10 + (json[i] - '0');
            }
            row.setInteger(slot, negative ? -value : value);
        }
        return after;
    }

    /** A text field takes an integer as it is written. */
    private static int integerAsText(byte[] json, int from, int end, int slot, Row row) {
        int after = afterInteger(json, from, end);
        if (after >= 0) {
            row.setText(slot, new String(json, from, after - from, StandardCharsets.ISO_8859_1));
        }
        return after;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The index behind a short integer, or {@link #NOT_PLAIN}. */
    private static int afterInteger(byte[] json, int from, int end) {
        int first = json[from] == '-' ? from + 1 : from;
        int at = first;
        while (at < end && isDigit(json[at])) {
            at++;
        }
        int digits = at - first;
        boolean plain = digits > 0 && digits <= MOST_INTEGER_DIGITS && (digits == 1 || json[first] != '0');
        return plain && ends(json, at, end) ? at : NOT_PLAIN;
    }

    private static int bool(byte[] json, int at, int end, int slot, Row row) {
        boolean yes = stands(TRUE, json, at, end);
        if (yes || stands(FALSE, json, at, end)) {
            row.setInteger(slot, yes ? 1 : 0);
            return at + (yes ? TRUE.length : FALSE.length);
        }
        if ((json[at] == '0' || json[at] == '1') && ends(json, at + 1, end)) {
            row.setInteger(slot, json[at] - '0');
            return at + 1;
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
        long millis = close < 0 ? TimeText.NOT_A_TIME : times.parse(json, at + 1, close);
        if (millis == TimeText.NOT_A_TIME) {
            return NOT_PLAIN;
        }
        row.setInteger(slot, millis);
        return close + 1;
    }

    /** Where the text that opens at {@code at} closes; negative if it is not plain. */
    private static int closingQuote(byte[] json, int at, int end) {
        if (at >= end || json[at] != '"') {
            return NOT_PLAIN;
        }
        int most = Math.min(end, at + MOST_TEXT_BYTES);
        for (int i = at + 1; i < most; i++) {
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
    static boolean ends(byte[] json, int at, int end) {
        return at < end && (json[at] == ',' || json[at] == '}' || isSpace(json[at]));
    }
}
