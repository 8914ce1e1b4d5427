package dev.millrace.stream.source;

import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.TextCache;
import dev.millrace.stream.event.TimeText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Turns the bytes of one CSV record into a row: RFC 4180 with quoted fields, doubled quotes, line breaks inside quotes, and
 * lines that end in LF, CRLF or CR. One pass; a number costs its digits. The first fault of a record is kept, and the rest
 * of it is read over.
 *
 * <p>Works on the buffer of a {@link ByteInput}, whose sentinel ends every loop. Threading: one caller.
 */
final class CsvRecord {
    /** The record does not end in the buffer: read more, and parse it again. */
    static final int NEED_MORE = -1;
    /** The file ends inside a quoted field. */
    static final int UNTERMINATED = -2;

    private static final byte SKIP = 0;
    private static final byte NUMBER = 1;
    private static final byte INTEGER = 2;
    private static final byte TEXT = 3;
    private static final byte OTHER = 4;
    private static final String[] ONE_DIGIT = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

    private final byte separator;
    private final CsvFormat format;
    private final boolean hasPoints;
    private final TimeText timeText;
    private final List<String> names;
    private final Field[] fields; // by column; null where the column is skipped
    private final byte[] kinds;
    private final int[] slots;
    private final TextCache[] texts;

    /** By column: how many numbers begin here that lie side by side in the row. */
    private final int[] runs;

    /** By column: whether there are four of them. */
    private final boolean[] quads;

    /** Four times any digit in front of a separator, as the bytes lie in a long; the digits' low halves are 0. */
    private final long fourDigits;

    private byte[] bytes;
    private int limit;
    private boolean ended;
    private byte[] scratch = new byte[64];

    /** Behind the separator of the last of the short decimals that were read together. */
    private int behindDecimals;

    // What the last quoted or plain field was found to hold.
    private byte[] value;
    private int valueFrom;
    private int valueTo;

    /** What is wrong with the last record; null if nothing is. */
    String fault;
    /** Line breaks inside quotes of the last record. */
    int innerLines;
    /** Where a quote was opened that is not closed in the buffer; −1 if there is none. */
    int quoteAt;
    /** Line breaks of the record in front of that quote. */
    int linesBeforeQuote;

    /** @param fields by column, null for a column that is skipped; every number of the schema is there */
    CsvRecord(CsvFormat format, List<String> names, Field[] fields) {
        this.separator = (byte) format.separator();
        this.timeText = new TimeText(format.zone(), format.dates());
        this.format = format;
        this.hasPoints = format.decimal() == '.';
        this.names = names;
        this.fields = fields;
        this.kinds = new byte[fields.length];
        this.slots = new int[fields.length];
        this.texts = new TextCache[fields.length];
        for (int column = 0; column < fields.length; column++) {
            if (fields[column] != null) {
                FieldType type = fields[column].type();
                kinds[column] = type == FieldType.NUMBER
                        ? NUMBER
                        : type == FieldType.INTEGER ? INTEGER : type == FieldType.TEXT ? TEXT : OTHER;
                slots[column] = fields[column].slot();
                texts[column] = type == FieldType.TEXT ? new TextCache() : null;
            }
        }
        this.runs = runs();
        this.quads = new boolean[fields.length];
        for (int column = 0; column < fields.length; column++) {
            quads[column] = runs[column] >= 4;
        }
        long pair = (separator & 0xFFL) << 8 | '0';
        this.fourDigits = pair | pair << 16 | pair << 32 | pair << 48;
    }

    private int[] runs() {
        int[] found = new int[kinds.length];
        for (int column = kinds.length - 1; column >= 0; column--) {
            boolean goesOn =
                    column + 1 < kinds.length && found[column + 1] > 0 && slots[column + 1] == slots[column] + 1;
            found[column] = kinds[column] != NUMBER ? 0 : goesOn ? found[column + 1] + 1 : 1;
        }
        return found;
    }

    /** Parses the record at {@code input.start} into the row, every number of it. Returns where the next one starts, or why it cannot say. */
    int parse(ByteInput input, Row row) {
        bytes = input.bytes;
        limit = input.limit;
        ended = input.ended;
        fault = null;
        innerLines = 0;
        quoteAt = -1;
        int columns = kinds.length;
        int at = input.start;
        int column = 0;
        while (true) {
            if (column < columns && quads[column] && fourDigits(at, slots[column], row)) {
                at += 8;
                column += 4;
                continue;
            }
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9 && column < columns) {
                byte behind = bytes[at + 1];
                if (behind == separator && kinds[column] != OTHER) {
                    oneDigit(digit, column++, row);
                    at += 2;
                    continue;
                }
                if (behind == '.' && hasPoints && runs[column] > 0) {
                    int read = shortDecimals(at, column, row);
                    if (read > 0) {
                        at = behindDecimals;
                        column += read;
                        continue;
                    }
                }
            }
            int after = column < columns && fault == null ? field(at, column, row) : anything(at);
            if (after < 0) {
                return after;
            }
            column++;
            if (bytes[after] == separator) {
                at = after + 1;
                continue;
            }
            if (column != columns && fault == null) {
                fault = "expected " + columns + " fields as in the header, found " + column;
            }
            return lineEnd(after);
        }
    }

    /** Four fields of one digit each, found and set together: flags in a row. Half of a row's fields in many files. */
    private boolean fourDigits(int at, int slot, Row row) {
        long read = DigitWords.word(bytes, at);
        long low = read & 0x000F000F000F000FL;
        if ((read ^ low) != fourDigits || (low + 0x0006000600060006L & 0x0010001000100010L) != 0) {
            return false;
        }
        row.setDigits(slot, low);
        return true;
    }

    /** More than half of many files' fields: counts, flags, codes. */
    private void oneDigit(int digit, int column, Row row) {
        switch (kinds[column]) {
            case NUMBER -> row.setNumber(slots[column], digit);
            case INTEGER -> row.setInteger(slots[column], digit);
            case TEXT -> row.setText(slots[column], ONE_DIGIT[digit]);
            default -> {} // skipped
        }
    }

    /** Reads the field at {@code at}; returns the index of the separator or line end behind it. */
    private int field(int at, int column, Row row) {
        if (bytes[at] == '"') {
            int after = quoted(at);
            if (after >= 0 && fault == null) {
                convert(column, row, true);
            }
            return after;
        }
        return switch (kinds[column]) {
            case NUMBER -> hasPoints ? number(at, column, row) : commaNumber(at, column, row);
            case SKIP -> plain(at);
            default -> {
                int after = plain(at);
                if (after > at) {
                    value = bytes;
                    valueFrom = at;
                    valueTo = after;
                    convert(column, row, false);
                }
                yield after;
            }
        };
    }

    /** A number with decimals behind a comma: no short way, as files with them are small. */
    private int commaNumber(int at, int column, Row row) {
        int after = plain(at);
        if (after >= 0) {
            value = bytes;
            valueFrom = at;
            valueTo = after;
            convert(column, row, false);
        }
        return after;
    }

    /**
     * Fields side by side of one digit, a point, and one to seven digits, each with a separator behind it: where the next
     * starts waits for one word's look-up only, and no loop's end is guessed wrong. A record with seven of them
     * (electricity) takes 48 ns instead of 120. Returns how many there are, up to {@code runs[column]}.
     */
    private int shortDecimals(int from, int column, Row row) {
        byte[] read = bytes;
        int slot = slots[column];
        int most = runs[column];
        int count = 0;
        int at = from;
        while (count < most) {
            int whole = read[at] - '0';
            if (whole < 0 || whole > 9 || read[at + 1] != '.') {
                break;
            }
            long offsets = DigitWords.offsets(read, at + 2);
            int places = DigitWords.digits(offsets);
            if (places == 0 || places == Long.BYTES || read[at + 2 + places] != separator) {
                break;
            }
            row.setNumber(
                    slot + count++,
                    (whole * DigitWords.POWERS[places] + DigitWords.number(offsets, places)) / Decimals.POWERS[places]);
            at += 3 + places;
        }
        behindDecimals = at;
        return count;
    }

    /** Up to seven digits, or up to seven digits in front of and behind a point: without a loop, as {@link #shortDecimals}. */
    private int number(int at, int column, Row row) {
        int first = bytes[at] == '-' ? at + 1 : at;
        long offsets = DigitWords.offsets(bytes, first);
        int digits = DigitWords.digits(offsets);
        if (digits == 0 || digits == Long.BYTES) {
            return anyNumber(at, column, row);
        }
        double mantissa = DigitWords.number(offsets, digits);
        int after = first + digits;
        if (bytes[after] == '.') {
            offsets = DigitWords.offsets(bytes, after + 1);
            int places = DigitWords.digits(offsets);
            if (places == 0 || places == Long.BYTES) {
                return anyNumber(at, column, row);
            }
            after += 1 + places;
            mantissa =
                    (mantissa * Decimals.POWERS[places] + DigitWords.number(offsets, places)) / Decimals.POWERS[places];
        }
        if (!ends(bytes[after])) {
            return anyNumber(at, column, row);
        }
        row.setNumber(slots[column], first == at ? mantissa : -mantissa);
        return after == limit && !ended ? NEED_MORE : after;
    }

    /** Whether a plain field ends here. */
    private boolean ends(byte b) {
        return b == separator || b == '\n' || b == '\r';
    }

    private int anyNumber(int at, int column, Row row) {
        int i = at;
        byte b = bytes[i];
        boolean negative = b == '-';
        if (negative) {
            b = bytes[++i];
        }
        int first = i;
        long mantissa = 0;
        while (b >= '0' && b <= '9') {
            mantissa = mantissa * 10 + (b - '0');
            b = bytes[++i];
        }
        int digits = i - first;
        int fraction = 0;
        if (b == '.') {
            int point = i;
            b = bytes[++i];
            while (b >= '0' && b <= '9') {
                mantissa = mantissa * 10 + (b - '0');
                b = bytes[++i];
            }
            fraction = i - point - 1;
            digits += fraction;
        }
        if (ends(b) && digits > 0 && digits <= 18 && mantissa <= Decimals.LARGEST_MANTISSA) {
            double magnitude = fraction == 0 ? mantissa : mantissa / Decimals.POWERS[fraction];
            row.setNumber(slots[column], negative ? -magnitude : magnitude);
            return i == limit && !ended ? NEED_MORE : i;
        }
        int after = plain(i);
        if (after >= 0) {
            value = bytes;
            valueFrom = at;
            valueTo = after;
            convert(column, row, false);
        }
        return after;
    }

    /** The end of an unquoted field that starts, or goes on, at {@code at}. */
    private int plain(int at) {
        int i = at;
        byte b = bytes[i];
        while (!ends(b)) {
            b = bytes[++i];
        }
        return i == limit && !ended ? NEED_MORE : i;
    }

    private int anything(int at) {
        return bytes[at] == '"' ? quoted(at) : plain(at);
    }

    /** The end of the quoted field whose quote stands at {@code at}; its text is in {@link #value}. */
    private int quoted(int at) {
        quoteAt = at;
        linesBeforeQuote = innerLines;
        boolean doubled = false;
        int i = at + 1;
        while (true) {
            byte b = bytes[i];
            if (b == '"') {
                if (i + 1 == limit && !ended) {
                    return NEED_MORE;
                }
                if (i + 1 == limit || bytes[i + 1] != '"') {
                    break;
                }
                doubled = true;
                i++;
            } else if (b == '\n') {
                if (i == limit) {
                    return ended ? UNTERMINATED : NEED_MORE;
                }
                innerLines++;
            }
            i++;
        }
        quoteAt = -1;
        value = bytes;
        valueFrom = at + 1;
        valueTo = i;
        if (doubled) {
            undouble();
        }
        byte behind = bytes[i + 1];
        if (!ends(behind)) {
            fault = fault == null ? "expected a separator or the end of the line behind a closing quote" : fault;
            return restOfLine(i + 1);
        }
        return i + 1;
    }

    /** After a misplaced quote nothing on the line can be trusted: the record ends with the line. */
    private int restOfLine(int at) {
        int i = at;
        while (bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i == limit && !ended ? NEED_MORE : i;
    }

    private void undouble() {
        if (scratch.length < valueTo - valueFrom) {
            scratch = new byte[Math.max(valueTo - valueFrom, scratch.length * 2)];
        }
        int length = 0;
        for (int i = valueFrom; i < valueTo; i++) {
            scratch[length++] = value[i];
            if (value[i] == '"') {
                i++;
            }
        }
        value = scratch;
        valueFrom = 0;
        valueTo = length;
    }

    /** Puts the value at hand into the row; an empty one is missing, except a quoted empty text, and see {@link MissingText}. */
    private void convert(int column, Row row, boolean wasQuoted) {
        byte kind = kinds[column];
        int slot = slots[column];
        if (kind == SKIP || valueFrom == valueTo && !(wasQuoted && kind == TEXT)) {
            if (kind == NUMBER) {
                row.setNumber(slot, Double.NaN);
            }
            return;
        }
        switch (fields[column].type()) {
            case NUMBER -> {
                double number = Decimals.number(value, valueFrom, valueTo, format.decimal());
                row.setNumber(slot, number);
                if (!(Math.abs(number) <= Double.MAX_VALUE) && !MissingText.is(value, valueFrom, valueTo)) {
                    wrong(column, Double.isNaN(number) ? finite() : "a number that a double can hold");
                }
            }
            case INTEGER -> {
                long integer = Decimals.integer(value, valueFrom, valueTo, Row.MISSING_INTEGER);
                integral(column, row, integer, "an integer of 64 bits");
            }
            case BOOLEAN -> integral(column, row, truth(), "true or false");
            case TIME -> integral(column, row, time(), timeExpected());
            case TEXT -> {
                String text = text(column);
                row.setText(slot, text);
                if (text == null) {
                    wrong(column, "text in UTF-8");
                }
            }
        }
    }

    private String finite() {
        return hasPoints ? "a finite number" : "a number with a decimal comma, such as 1,5";
    }

    private String timeExpected() {
        return (format.dates() == DateForm.ISO
                        ? ""
                        : "a date such as " + format.dates().example() + ", ")
                + "a time such as 2026-03-01T10:15:02Z or milliseconds since 1970";
    }

    private String text(int column) {
        int digit = value[valueFrom] - '0';
        return valueTo - valueFrom == 1 && digit >= 0 && digit <= 9
                ? ONE_DIGIT[digit]
                : texts[column].text(value, valueFrom, valueTo);
    }

    private void integral(int column, Row row, long integer, String expected) {
        row.setInteger(slots[column], integer);
        if (integer == Row.MISSING_INTEGER && !MissingText.is(value, valueFrom, valueTo)) {
            wrong(column, expected);
        }
    }

    private long time() {
        long millis = Decimals.integer(value, valueFrom, valueTo, Row.MISSING_INTEGER);
        return millis != Row.MISSING_INTEGER ? millis : timeText.parse(value, valueFrom, valueTo);
    }

    private long truth() {
        if (valueTo - valueFrom == 1 && (value[valueFrom] == '0' || value[valueFrom] == '1')) {
            return value[valueFrom] == '1' ? 1 : 0;
        }
        String text = valueTo - valueFrom > 5
                ? ""
                : new String(value, valueFrom, valueTo - valueFrom, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        return text.equals("true") ? 1 : text.equals("false") ? 0 : Row.MISSING_INTEGER;
    }

    private void wrong(int column, String expected) {
        int length = valueTo - valueFrom;
        String found = new String(value, valueFrom, Math.min(length, 60), StandardCharsets.UTF_8);
        fault = "column " + (column + 1) + " '" + names.get(column) + "': expected " + expected + ", found \"" + found
                + (length > 60 ? "…" : "") + "\"";
    }

    private int lineEnd(int at) {
        if (at == limit) {
            return ended ? limit : NEED_MORE;
        }
        if (bytes[at] == '\n') {
            return at + 1;
        }
        if (at + 1 == limit) {
            return ended ? limit : NEED_MORE;
        }
        return bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }
}
