package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.BadRow;
import dev.millrace.stream.event.EventReference;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.KeyAndTime;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.io.IOException;

/** Events named by {@code key} and {@code at} in place of their id, where a model's events have both. Threading: any thread. */
final class EventNames {
    static final String KEY = "key";
    static final String AT = "at";

    /** The two as a row; null if events have no key, or no time of their own. */
    private final Schema schema;

    EventNames(ModelShape shape) {
        this.schema = shape.key() == null || shape.time() == null
                ? null
                : Schema.builder()
                        .add(KEY, shape.key().type())
                        .add(AT, shape.time().type())
                        .build();
    }

    /** What is read into; refused if the model's events cannot be named so. */
    Row row(String member, String pointer) {
        if (schema == null) {
            throw wrong(
                    pointer + '/' + member,
                    "event_id",
                    "events of this model have no key and time of their own by which they could be named; send"
                            + " 'event_id'");
        }
        return new Row(schema);
    }

    /** Reads one of the two members. */
    void read(String member, JsonParser parser, Row into, String pointer) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        try {
            JsonRows.readValue(parser, schema.field(member), into, pointer);
        } catch (BadRow bad) {
            throw wrong(bad.pointer(), bad.expected(), bad.getMessage());
        }
    }

    /** The event that both name together. */
    KeyAndTime event(Row row, String pointer) {
        for (Field field : schema.fields()) {
            if (row.isMissing(field)) {
                throw wrong(
                        pointer + '/' + field.name(),
                        field.name(),
                        "'" + field.name() + "' is missing; an event is named by its key and its time together");
            }
        }
        return KeyAndTime.of(row, schema.field(KEY), schema.field(AT));
    }

    /** Writes the members that name an event, as they were sent. */
    static void write(EventReference event, ModelShape shape, JsonGenerator json) throws IOException {
        if (!(event instanceof KeyAndTime named)) {
            json.writeStringField("event_id", event.toString());
            return;
        }
        json.writeFieldName(KEY);
        if (shape.key().type() == FieldType.TEXT) {
            json.writeString(named.key());
        } else {
            json.writeRawValue(named.key());
        }
        json.writeFieldName(AT);
        if (shape.time().type() == FieldType.TIME) {
            JsonRows.writeTime(named.timestampMillis(), json);
        } else {
            json.writeNumber(named.timestampMillis());
        }
    }

    private static Problem wrong(String pointer, String expected, String detail) {
        return Problem.at(ProblemKind.BAD_FEEDBACK, pointer, expected, detail);
    }
}
