package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.ml.stream.Label;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.BadRow;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;

/** Reads questions and events of one model. Threading: any thread. */
final class RowReader {
    private final ModelShape shape;
    private final JsonRows rows;

    RowReader(ModelShape shape) {
        this.shape = shape;
        this.rows = new JsonRows(shape.schema());
    }

    ModelShape shape() {
        return shape;
    }

    /** Reads questions. */
    Items.Reader<Row> questions() {
        return new Items.Reader<>() {
            @Override
            public Row read(JsonParser parser, String pointer) {
                return question(parser, pointer);
            }

            @Override
            public Row plain(byte[] body, Items.Place at) {
                Row row = new Row(shape.schema());
                int after = rows.readPlain(body, at.index, body.length, row);
                if (after < 0 || shape.key() != null && row.isMissing(shape.key())) {
                    return null;
                }
                at.index = after;
                return row;
            }
        };
    }

    /** A question: its key must be there, its label does not matter. */
    private Row question(JsonParser parser, String pointer) {
        Row row = read(parser, pointer);
        requireKey(row, pointer);
        return row;
    }

    /** An event: its key and time must be there, and its label, if it has one, must be a class of the model. */
    Row event(JsonParser parser, String pointer) {
        Row row = read(parser, pointer);
        requireKey(row, pointer);
        Field time = shape.time();
        if (time != null && row.isMissing(time)) {
            throw Problem.at(
                    ProblemKind.BAD_EVENT,
                    at(pointer, time),
                    "time",
                    "'" + time.name() + "' is missing; it says when the event happened, so an event needs it");
        }
        requireKnownClass(row, pointer);
        return row;
    }

    /** The event time at which a question is asked. */
    long asOfMillis(Row row) {
        Field time = shape.time();
        return time == null || row.isMissing(time) ? Timestamps.NONE : row.integer(time.slot());
    }

    private Row read(JsonParser parser, String pointer) {
        try {
            return rows.read(parser, new Row(shape.schema()), pointer);
        } catch (BadRow bad) {
            boolean notJson = bad.expected().equals("valid JSON");
            throw Problem.at(
                    notJson ? ProblemKind.BAD_JSON : ProblemKind.BAD_EVENT,
                    bad.pointer(),
                    bad.expected(),
                    bad.getMessage());
        }
    }

    private void requireKey(Row row, String pointer) {
        Field key = shape.key();
        if (key != null && row.isMissing(key)) {
            throw Problem.at(
                    ProblemKind.NO_KEY,
                    at(pointer, key),
                    key.type().name().toLowerCase(java.util.Locale.ROOT),
                    "'" + key.name() + "' is missing; it is the key that says which partition of the model is meant");
        }
    }

    private void requireKnownClass(Row row, String pointer) {
        Label label = shape.label();
        Field field = shape.schema().find(label.field()).orElse(null);
        if (label.classes().isEmpty() || field == null || field.type() == FieldType.NUMBER || row.isMissing(field)) {
            return;
        }
        String said = row.name(field);
        if (!Labels.isClass(label, said)) {
            throw Problem.at(
                    ProblemKind.BAD_EVENT,
                    at(pointer, field),
                    "one of " + label.classes().keySet(),
                    "'" + field.name() + "' is the label and must be one of "
                            + label.classes().keySet() + ", got '" + said + "'");
        }
    }

    private static String at(String pointer, Field field) {
        return pointer + '/' + field.name().replace("~", "~0").replace("/", "~1");
    }
}
