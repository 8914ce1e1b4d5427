package dev.millrace.datasets.loader;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.TimeText;
import dev.millrace.stream.source.BadLine;
import java.time.ZoneOffset;

/** Puts a value that is written as text into a field of any type. Pure. */
final class FieldText {
    private static final TimeText TIMES = new TimeText(ZoneOffset.UTC);

    private FieldText() {}

    /** @param column where the text stands in its line, for messages */
    static void set(Row row, Field field, String text, int column) throws BadLine {
        switch (field.type()) {
            case TEXT -> row.setText(field.slot(), text);
            case NUMBER -> row.setNumber(field.slot(), number(field.name(), text, column));
            case INTEGER -> row.setInteger(field.slot(), integer(field.name(), text, column));
            case BOOLEAN -> row.setInteger(field.slot(), truth(field.name(), text, column));
            case TIME -> {
                long millis = TIMES.parse(text);
                if (millis == TimeText.NOT_A_TIME) {
                    throw wrong(field.name(), "a time such as 2026-03-01T10:15:02Z", text, column);
                }
                row.setInteger(field.slot(), millis);
            }
        }
    }

    /** A finite number, as {@link Double#parseDouble} reads it, without its letters for types and hexadecimals. */
    static double number(String name, String text, int column) throws BadLine {
        double value = finite(text, 0, text.length());
        if (Double.isNaN(value)) {
            throw wrong(name, "a finite number", text, column);
        }
        return value;
    }

    /** The finite number in a part of a text; NaN if it is none. */
    static double finite(String text, int from, int to) {
        if (to - from == 1 && text.charAt(from) >= '0' && text.charAt(from) <= '9') {
            return text.charAt(from) - '0';
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(text.substring(from, to));
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException e) {
            return Double.NaN; // the caller says what is expected
        }
    }

    private static long integer(String name, String text, int column) throws BadLine {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(name, "an integer", text, column);
        }
    }

    private static long truth(String name, String text, int column) throws BadLine {
        if (text.equals("1") || text.equalsIgnoreCase("true")) {
            return 1;
        }
        if (text.equals("0") || text.equalsIgnoreCase("false")) {
            return 0;
        }
        throw wrong(name, "true or false", text, column);
    }

    private static BadLine wrong(String name, String expected, String text, int column) {
        String shown = text.length() > 60 ? text.substring(0, 57) + "…" : text;
        return new BadLine(column, "'" + name + "' must be " + expected + ", got '" + shown + "'; correct the line");
    }
}
