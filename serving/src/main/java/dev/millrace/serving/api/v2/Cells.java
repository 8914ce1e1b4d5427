package dev.millrace.serving.api.v2;

import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.TimeText;
import java.math.BigInteger;
import java.time.ZoneOffset;

/** Puts a value of a tensor into a field of a row, exactly or not at all. */
final class Cells {
    private static final TimeText TIME_TEXT = new TimeText(ZoneOffset.UTC);

    /** Beyond it a double does not tell neighbouring integers apart. */
    private static final double MOST_EXACT = 1L << 53;

    private Cells() {}

    /** @param value of a {@link Datatype#UINT64} its bits */
    static void setInteger(Row row, Field field, Datatype datatype, long value) {
        boolean huge = datatype == Datatype.UINT64 && value < 0;
        switch (field.type()) {
            case NUMBER ->
                row.setNumber(
                        field.slot(),
                        huge ? new BigInteger(Long.toUnsignedString(value)).doubleValue() : (double) value);
            case INTEGER, TIME -> {
                if (huge || value == Row.MISSING_INTEGER) {
                    throw wrong(field, "an integer of 64 bits above -9223372036854775808", shown(value, huge));
                }
                row.setInteger(field.slot(), value);
            }
            case BOOLEAN -> row.setInteger(field.slot(), bit(field, value));
            case TEXT ->
                row.setText(
                        field.slot(), datatype == Datatype.BOOL ? Boolean.toString(value != 0) : shown(value, huge));
        }
    }

    private static String shown(long value, boolean huge) {
        return huge ? Long.toUnsignedString(value) : Long.toString(value);
    }

    private static long bit(Field field, long value) {
        if (value != 0 && value != 1) {
            throw wrong(field, "true or false, or 1 or 0", Long.toString(value));
        }
        return value;
    }

    /** @param value NaN for missing, which only binary data can say */
    static void setFloating(Row row, Field field, double value) {
        if (Double.isInfinite(value)) {
            throw wrong(field, "a finite number", Double.toString(value));
        }
        if (Double.isNaN(value)) {
            return; // missing, as it is
        }
        switch (field.type()) {
            case NUMBER -> row.setNumber(field.slot(), value);
            case INTEGER, TIME -> row.setInteger(field.slot(), whole(field, value));
            case BOOLEAN -> row.setInteger(field.slot(), bit(field, whole(field, value)));
            case TEXT -> throw wrong(field, "text (datatype BYTES)", "the number " + value);
        }
    }

    private static long whole(Field field, double value) {
        if (value != Math.rint(value) || Math.abs(value) > MOST_EXACT) {
            throw wrong(field, "an integer; large ones go as INT64", Double.toString(value));
        }
        return (long) value;
    }

    static void setText(Row row, Field field, String text) {
        switch (field.type()) {
            case TEXT -> row.setText(field.slot(), text);
            case TIME -> {
                long millis = TIME_TEXT.parse(text);
                if (millis == TimeText.NOT_A_TIME) {
                    throw wrong(field, "a time such as \"2026-03-01T10:15:02Z\"", quoted(text));
                }
                row.setInteger(field.slot(), millis);
            }
            case NUMBER, INTEGER, BOOLEAN -> throw wrong(field, "of datatype " + Datatype.of(field), quoted(text));
        }
    }

    static String quoted(String text) {
        return "the text \"" + JsonValues.shortened(text) + '"';
    }

    /** The caller adds the place. */
    static Problem wrong(Field field, String expected, String got) {
        return new Problem(ProblemKind.BAD_TENSOR, "'" + field.name() + "' must be " + expected + ", got " + got)
                .with("expected", expected);
    }
}
