package dev.millrace.stream.source;

import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.TimeText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** Counts what the values of a field look like, and says its type. */
final class TypeGuess {
    /** A type is taken when at most one value in this many does not fit it: such rows are faults, not another type. */
    private static final int FAULTS_ONE_IN = 100;

    private static final Set<String> NOT_FINITE = Set.of("inf", "-inf", "infinity", "-infinity");

    private final TimeText times;
    private long present;
    private long integers;
    private long numbers;
    private long booleans;
    private long instants;

    private final char decimal;

    TypeGuess(ZoneId zone) {
        this.times = new TimeText(zone);
        this.decimal = '.';
    }

    TypeGuess(CsvFormat format) {
        this.times = new TimeText(format.zone(), format.dates());
        this.decimal = format.decimal();
    }

    /**
     * Takes a value as text. Digits with a leading zero, such as 007, are text: a number would lose them. What is written for a missing
     * value says nothing.
     */
    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (MissingText.is(bytes, 0, bytes.length)) {
            return;
        }
        present++;
        double number = Decimals.number(bytes, 0, bytes.length, decimal);
        String lower = value.length() > 9 ? "" : value.toLowerCase(Locale.ROOT);
        if (!Double.isNaN(number)) {
            boolean padded = value.matches(" *[+-]?0[0-9]+ *");
            boolean integral = Decimals.integer(bytes, 0, bytes.length, Row.MISSING_INTEGER) != Row.MISSING_INTEGER;
            integers += integral && !padded ? 1 : 0;
            numbers += padded ? 0 : 1;
        } else if (NOT_FINITE.contains(lower)) {
            numbers++;
        } else if (lower.equals("true") || lower.equals("false")) {
            booleans++;
        } else if (times.parse(bytes, 0, bytes.length) != TimeText.NOT_A_TIME) {
            instants++;
        }
    }

    void truth() {
        present++;
        booleans++;
    }

    /** Takes a text that is text even if it shows digits: JSON says so. */
    void quoted(String value) {
        present++;
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (times.parse(bytes, 0, bytes.length) != TimeText.NOT_A_TIME) {
            instants++;
        }
    }

    /** The type that fits; text where none does or no value was seen. */
    FieldType type() {
        if (present > 0 && most(numbers)) {
            return integers == numbers ? FieldType.INTEGER : FieldType.NUMBER;
        }
        if (present > 0 && most(booleans)) {
            return FieldType.BOOLEAN;
        }
        return present > 0 && most(instants) ? FieldType.TIME : FieldType.TEXT;
    }

    private boolean most(long fitting) {
        return most(present, fitting);
    }

    /** Whether so many of those that are present are as good as all. */
    static boolean most(long present, long fitting) {
        return (present - fitting) * FAULTS_ONE_IN <= present;
    }
}
