package dev.millrace.serving.api.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.MalformedJson;
import dev.millrace.stream.event.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;

/** The values of a tensor as JSON: row-major, flat or an array for each row. Null is missing. */
final class JsonValues {
    private static final int UNSIGNED_BITS = 64;

    private final byte[] body;
    private final InferRequest.Tensor tensor;
    private final List<Field> columns;
    private final Row[] rows;

    private JsonValues(byte[] body, InferRequest.Tensor tensor, List<Field> columns, Row[] rows) {
        this.body = body;
        this.tensor = tensor;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Fills a field of all rows with each column of a tensor.
     *
     * @param columns as many as the tensor has
     */
    static void fill(byte[] body, InferRequest.Tensor tensor, List<Field> columns, Row[] rows) {
        new JsonValues(body, tensor, columns, rows).fill();
    }

    private void fill() {
        int from = tensor.values().from();
        try (JsonParser parser = JsonRows.parser(body, from, tensor.values().to() - from)) {
            parser.nextToken();
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                if (tensor.columns() == 0) {
                    throw wrongCount("an array of values, since its shape is one number", "an array in it");
                }
                readRows(parser);
            } else {
                readFlat(parser, first);
            }
        } catch (IOException e) {
            throw malformed(e, tensor.pointer());
        }
    }

    private void readFlat(JsonParser parser, JsonToken first) throws IOException {
        int width = columns.size();
        int count = Math.multiplyExact(rows.length, width);
        JsonToken token = first;
        for (int i = 0; i < count; i++) {
            if (token == JsonToken.END_ARRAY) {
                throw wrongCount(count + " values, as its shape says", Integer.toString(i));
            }
            set(parser, token, i / width, i % width, "/data/" + i);
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw wrongCount(count + " values, as its shape says", "more");
        }
    }

    private void readRows(JsonParser parser) throws IOException {
        JsonToken token = JsonToken.START_ARRAY;
        for (int r = 0; r < rows.length; r++) {
            if (token != JsonToken.START_ARRAY) {
                boolean end = token == JsonToken.END_ARRAY;
                throw wrongCount(
                        rows.length + " arrays, as its shape says", end ? Integer.toString(r) : "a value beside them");
            }
            for (int c = 0; c < columns.size(); c++) {
                token = parser.nextToken();
                if (token == JsonToken.END_ARRAY) {
                    throw wrongCount(columns.size() + " values in row " + r, Integer.toString(c));
                }
                set(parser, token, r, c, "/data/" + r + '/' + c);
            }
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                throw wrongCount(columns.size() + " values in row " + r, "more");
            }
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw wrongCount(rows.length + " arrays, as its shape says", "more");
        }
    }

    private void set(JsonParser parser, JsonToken token, int row, int column, String place) throws IOException {
        try {
            set(parser, token, tensor.datatype(), rows[row], columns.get(column));
        } catch (Problem problem) {
            throw problem.with("pointer", tensor.pointer() + place).with("row", row);
        }
    }

    private Problem wrongCount(String expected, String got) {
        return Problem.at(
                ProblemKind.BAD_TENSOR,
                tensor.pointer() + "/data",
                expected,
                "the data of '" + shortened(tensor.name()) + "' must have " + expected + ", got " + got);
    }

    /** Sets a field from the parameter that routes, a text, an integer or a boolean. */
    static void setKey(byte[] body, InferRequest.Place place, Field field, Row row) {
        try (JsonParser parser = JsonRows.parser(body, place.from(), place.to() - place.from())) {
            JsonToken token = parser.nextToken();
            Datatype natural = token.isBoolean()
                    ? Datatype.BOOL
                    : token == JsonToken.VALUE_NUMBER_INT ? Datatype.INT64 : Datatype.BYTES;
            set(parser, token, natural, row, field);
        } catch (Problem problem) {
            throw problem.with("pointer", "/parameters/key");
        } catch (IOException e) {
            throw malformed(e, "/parameters/key");
        }
    }

    private static void set(JsonParser parser, JsonToken token, Datatype datatype, Row row, Field field)
            throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return; // missing, as it is
        }
        if (datatype == Datatype.BYTES) {
            Cells.setText(row, field, text(parser, token, field));
        } else if (datatype.isFloating()) {
            if (!token.isNumeric() || parser.isNaN()) {
                throw Cells.wrong(field, token.isNumeric() ? "a finite number" : "a number", shown(parser));
            }
            double value = datatype.rounded(parser.getDoubleValue());
            if (Double.isInfinite(value)) {
                throw Cells.wrong(field, "a number within " + datatype, shown(parser));
            }
            Cells.setFloating(row, field, value);
        } else {
            Cells.setInteger(row, field, datatype, integer(parser, token, datatype, field));
        }
    }

    private static long integer(JsonParser parser, JsonToken token, Datatype datatype, Field field) throws IOException {
        if (datatype == Datatype.BOOL && token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                if (datatype.holds(parser.getLongValue())) {
                    return parser.getLongValue();
                }
            } else if (datatype == Datatype.UINT64) {
                BigInteger large = parser.getBigIntegerValue();
                if (large.signum() > 0 && large.bitLength() <= UNSIGNED_BITS) {
                    return large.longValue();
                }
            }
        }
        throw Cells.wrong(
                field, datatype == Datatype.BOOL ? "true or false" : "an integer within " + datatype, shown(parser));
    }

    private static String text(JsonParser parser, JsonToken token, Field field) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw Cells.wrong(field, "text", shown(parser));
        }
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw Cells.wrong(field, "text", "half a character (an unpaired surrogate) at " + i);
                }
                i++;
            }
        }
        return text;
    }

    private static String shown(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> Cells.quoted(parser.getText());
            default -> shortened(parser.getText());
        };
    }

    static Problem malformed(IOException failure, String pointer) {
        if (!(failure instanceof JsonProcessingException json)) {
            throw new UncheckedIOException("reading JSON from memory failed", failure);
        }
        return Problem.at(
                ProblemKind.BAD_JSON,
                pointer,
                "valid JSON",
                pointer.isEmpty() ? MalformedJson.text(json) : "malformed JSON: " + MalformedJson.reason(json));
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }
}
