package dev.millrace.stream.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * JSON objects as rows of a schema, and back. Absent and null are missing. Integers are exact; NaN, infinities, numbers
 * that overflow, nested values and fields named twice are refused. A TEXT field also takes numbers and booleans, as they
 * are written, so that a class label 1 is "1". A TIME field takes ISO-8601 text (see {@link TimeText}, UTC where no zone
 * is said) or milliseconds since the epoch.
 *
 * <p>One pass over the bytes, no tree. Threading: any thread.
 */
public final class JsonRows {
    private static final int MOST_DEPTH = 50;
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Read, so that it can be refused by name and place.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
            .build();

    private static final TimeText TIME_TEXT = new TimeText(ZoneOffset.UTC);
    private static final String TIME_EXPECTED = "a time such as \"2026-03-01T10:15:02Z\" or milliseconds since 1970";
    // The years 0000 to 9999, which ISO-8601 writes with four digits; times beyond are written as milliseconds.
    private static final long FIRST_WRITTEN = -62_167_219_200_000L;
    private static final long AFTER_WRITTEN = 253_402_300_800_000L;

    private final Schema schema;
    private final boolean ignoreUnknown;
    private final Map<String, Field> fields = new HashMap<>();

    /** Names in the schema's order: most senders write their fields in one order, so the next name is guessed. */
    private final SerializedString[] names;

    private final PlainJson plain;

    /** Rows of this schema; a field that it does not name is refused, with the nearest name. */
    public JsonRows(Schema schema) {
        this(schema, false);
    }

    /** @param ignoreUnknown whether fields that the schema does not name are skipped instead of refused */
    public JsonRows(Schema schema, boolean ignoreUnknown) {
        this.schema = schema;
        this.ignoreUnknown = ignoreUnknown;
        for (Field field : schema.fields()) {
            fields.put(field.name(), field);
        }
        this.names = schema.fields().stream()
                .map(field -> new SerializedString(field.name()))
                .toArray(SerializedString[]::new);
        this.plain = new PlainJson(schema, TIME_TEXT);
    }

    public Schema schema() {
        return schema;
    }

    /** A parser over bytes with this format's limits, for callers that read rows out of a larger text. */
    public static JsonParser parser(byte[] json, int from, int length) throws IOException {
        return JSON.createParser(json, from, length);
    }

    /** A row without a place: a question. */
    public Row parse(byte[] json) throws BadRow {
        return parse(json, 0, json.length, -1, -1, -1);
    }

    /** The one object in {@code length} bytes, as the row at a place of a source. */
    public Row parse(byte[] json, int from, int length, int source, int sourcePartition, long offset) throws BadRow {
        Row plainRow = new Row(schema, source, sourcePartition, offset);
        int after = readPlain(json, PlainJson.skipSpace(json, from, from + length), from + length, plainRow);
        if (after >= 0 && PlainJson.skipSpace(json, after, from + length) == from + length) {
            return plainRow;
        }
        try (JsonParser parser = JSON.createParser(json, from, length)) {
            parser.nextToken();
            Row row = read(parser, new Row(schema, source, sourcePartition, offset), "");
            if (parser.nextToken() != null) {
                throw new BadRow(
                        "",
                        "",
                        "one JSON object",
                        "one JSON object is expected, and more follows it at byte "
                                + parser.currentTokenLocation().getByteOffset());
            }
            return row;
        } catch (IOException e) {
            throw malformed(e, "");
        }
    }

    /**
     * Fills a fresh row from the object at {@code from}, if it is written plainly: texts of ASCII without escapes,
     * numbers of a usual length. Several times as fast as {@link #read}, and equal to it; fastest where the fields stand in
     * the schema's order.
     *
     * @return the index behind the object; −1 if it is not plain (or wrong): the row is to be thrown away then, and
     *     {@link #read} has the last word
     */
    public int readPlain(byte[] json, int from, int end, Row row) {
        return plain.read(json, from, end, row);
    }

    /** The index of the first byte from {@code from} on that is no blank of JSON; {@code end} if there is none. */
    public static int skipSpace(byte[] json, int from, int end) {
        return PlainJson.skipSpace(json, from, end);
    }

    /**
     * Fills a fresh row from the object at which the parser stands, and leaves the parser at its closing brace.
     *
     * @param pointer JSON pointer of that object in the larger text, for messages; empty at the top
     */
    public Row read(JsonParser parser, Row row, String pointer) throws BadRow {
        try {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new BadRow("", pointer, "JSON object", "an event is a JSON object, got " + shown(parser));
            }
            long[] seen = new long[(schema.size() + 63) >>> 6];
            int next = 0;
            while (true) {
                Field field;
                if (next < names.length && parser.nextFieldName(names[next])) {
                    field = schema.fields().get(next);
                } else {
                    String name = next < names.length ? nameHere(parser) : parser.nextFieldName();
                    if (name == null) {
                        break;
                    }
                    field = fields.get(name);
                    if (field == null) {
                        parser.nextToken();
                        skipUnknown(parser, name, pointer);
                        continue;
                    }
                }
                JsonToken token = parser.nextToken();
                int index = field.index();
                next = index + 1;
                if ((seen[index >>> 6] & 1L << index) != 0) {
                    String name = field.name();
                    throw new BadRow(name, at(pointer, name), "one value", "'" + name + "' appears twice");
                }
                seen[index >>> 6] |= 1L << index;
                if (token != JsonToken.VALUE_NULL) {
                    setValue(parser, token, field, row, pointer);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new BadRow("", pointer, "JSON object", "the JSON object is not closed");
            }
            return row;
        } catch (IOException e) {
            throw malformed(e, pointer);
        }
    }

    /** The name at which the parser stands after a wrong guess; null if the object has ended. */
    private static String nameHere(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    }

    private void skipUnknown(JsonParser parser, String name, String pointer) throws IOException, BadRow {
        if (!ignoreUnknown) {
            throw new BadRow(
                    name,
                    at(pointer, name),
                    "a known field",
                    "unknown field '" + name + "'" + NearestName.hint(name, schema.names()));
        }
        parser.skipChildren();
    }

    /** Reads the value at which the parser stands, which is not null, into a field of a row. */
    public static void readValue(JsonParser parser, Field field, Row row, String pointer) throws BadRow {
        try {
            setValue(parser, parser.currentToken(), field, row, pointer);
        } catch (IOException e) {
            throw malformed(e, pointer);
        }
    }

    private static void setValue(JsonParser parser, JsonToken token, Field field, Row row, String pointer)
            throws IOException, BadRow {
        switch (field.type()) {
            case NUMBER -> row.setNumber(field.slot(), number(parser, token, field, pointer));
            case INTEGER -> row.setInteger(field.slot(), integer(parser, token, field, pointer, "an integer"));
            case BOOLEAN -> row.setInteger(field.slot(), bool(parser, token, field, pointer));
            case TIME -> row.setInteger(field.slot(), time(parser, token, field, pointer));
            case TEXT -> row.setText(field.slot(), text(parser, token, field, pointer));
        }
    }

    private static double number(JsonParser parser, JsonToken token, Field field, String pointer)
            throws IOException, BadRow {
        if (!token.isNumeric() || parser.isNaN()) {
            throw wrong(field, pointer, token.isNumeric() ? "a finite number" : "a number", parser);
        }
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw wrong(field, pointer, "a finite number", parser);
        }
        return value;
    }

    private static long integer(JsonParser parser, JsonToken token, Field field, String pointer, String expected)
            throws IOException, BadRow {
        long value = Row.MISSING_INTEGER;
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            value = parser.getLongValue();
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT && !parser.isNaN()) {
            value = exact(parser);
        }
        if (value == Row.MISSING_INTEGER) {
            boolean tooLarge = token == JsonToken.VALUE_NUMBER_INT;
            throw wrong(field, pointer, tooLarge ? expected + " of 64 bits" : expected, parser);
        }
        return value;
    }

    /** The value of {@code 5.0} or {@code 1e3}; missing if it is no integer of 64 bits. */
    private static long exact(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue().longValueExact();
        } catch (ArithmeticException e) {
            return Row.MISSING_INTEGER;
        }
    }

    private static long bool(JsonParser parser, JsonToken token, Field field, String pointer)
            throws IOException, BadRow {
        if (token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            String digits = parser.getText();
            if (digits.equals("1") || digits.equals("0")) {
                return digits.equals("1") ? 1 : 0;
            }
        }
        throw wrong(field, pointer, "true or false", parser);
    }

    private static long time(JsonParser parser, JsonToken token, Field field, String pointer)
            throws IOException, BadRow {
        if (token != JsonToken.VALUE_STRING) {
            return integer(parser, token, field, pointer, TIME_EXPECTED);
        }
        long millis = TIME_TEXT.parse(parser.getText());
        if (millis == TimeText.NOT_A_TIME) {
            throw wrong(field, pointer, TIME_EXPECTED, parser);
        }
        return millis;
    }

    private static String text(JsonParser parser, JsonToken token, Field field, String pointer)
            throws IOException, BadRow {
        if (!token.isScalarValue() || token.isNumeric() && parser.isNaN()) {
            throw wrong(field, pointer, "text", parser);
        }
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new BadRow(
                            field.name(),
                            at(pointer, field.name()),
                            "text",
                            "'" + field.name() + "' must be text, and has half a character (an unpaired surrogate) at "
                                    + i);
                }
                i++;
            }
        }
        return text;
    }

    private static BadRow wrong(Field field, String pointer, String expected, JsonParser parser) throws IOException {
        return new BadRow(
                field.name(),
                at(pointer, field.name()),
                expectedWord(field),
                "'" + field.name() + "' must be " + expected + ", got " + shown(parser));
    }

    private static String expectedWord(Field field) {
        return switch (field.type()) {
            case NUMBER -> "number";
            case INTEGER -> "integer";
            case TEXT -> "text";
            case BOOLEAN -> "boolean";
            case TIME -> "time";
        };
    }

    private static String shown(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the text \"" + shortened(parser.getText()) + '"';
            case VALUE_NULL -> "null";
            default -> shortened(parser.getText());
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }

    private static BadRow malformed(IOException e, String pointer) {
        if (!(e instanceof JsonProcessingException json)) {
            throw new UncheckedIOException("reading JSON from memory failed", e);
        }
        return new BadRow("", pointer, "valid JSON", MalformedJson.text(json));
    }

    private static String at(String pointer, String name) {
        return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** The row as one JSON object in UTF-8, its present fields in the schema's order; {@link #parse} reads it back. */
    public static byte[] toJson(Row row) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(32 + 16 * row.schema().size());
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(row, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** The row as one JSON object, as text. */
    public static String toText(Row row) {
        return new String(toJson(row), StandardCharsets.UTF_8);
    }

    /** Writes the row as one JSON object. */
    public static void write(Row row, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Field field : row.schema().fields()) {
            if (!row.isMissing(field)) {
                out.writeFieldName(field.name());
                writeValue(row, field, out);
            }
        }
        out.writeEndObject();
    }

    /** Writes a time as rows have it: ISO-8601, or milliseconds where that has no four-digit year. */
    public static void writeTime(long millis, JsonGenerator out) throws IOException {
        if (isWritten(millis)) {
            out.writeString(Instant.ofEpochMilli(millis).toString());
        } else {
            out.writeNumber(millis);
        }
    }

    /** The same for people. */
    static String shown(long millis) {
        return isWritten(millis) ? Instant.ofEpochMilli(millis).toString() : Long.toString(millis);
    }

    private static boolean isWritten(long millis) {
        return millis >= FIRST_WRITTEN && millis < AFTER_WRITTEN;
    }

    private static void writeValue(Row row, Field field, JsonGenerator out) throws IOException {
        switch (field.type()) {
            case NUMBER -> out.writeNumber(row.number(field.slot()));
            case INTEGER -> out.writeNumber(row.integer(field.slot()));
            case BOOLEAN -> out.writeBoolean(row.integer(field.slot()) != 0);
            case TEXT -> out.writeString(row.text(field.slot()));
            case TIME -> writeTime(row.integer(field.slot()), out);
        }
    }
}
