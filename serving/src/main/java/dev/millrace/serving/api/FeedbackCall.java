package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Intake;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.EventReference;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.journal.Appended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /v1/models/{m}/feedback}: the labels of events that came earlier, {@code {"event_id": …, "label": …}} or
 * {@code {"key": …, "at": …, "label": …}}, one or many; journaled like events, all of a request or none. Whether the event
 * that a key and a time name has come is known where it waits: a label that fits none becomes a dead letter.
 */
public final class FeedbackCall implements Call.Action {
    private final Models models;

    public FeedbackCall(Models models) {
        this.models = models;
    }

    private record Batch(Items<Feedback> labels, List<byte[]> records) {}

    @Override
    public void handle(Exchange exchange) {
        LiveModel model = Ingest.requireIntake(models.require(exchange.path("m")));
        Ingest.requireSameSite(exchange);
        BodyForm form = BodyForm.of(exchange);
        String key = Ingest.idempotencyKey(exchange);
        exchange.body(body -> exchange.compute(
                body.length,
                () -> read(exchange, model, form, body),
                batch -> exchange.await(
                        Ingest.append(model.intake(), batch.records(), "feedback", key, body),
                        appended -> answer(exchange, model.shape(), batch.labels(), appended))));
    }

    private static Batch read(Exchange exchange, LiveModel model, BodyForm form, byte[] body) {
        EventNames names = new EventNames(model.shape());
        Items<Feedback> labels = Items.read(
                body,
                form,
                exchange.loop().limits().rows(),
                (parser, pointer) -> readOne(model, names, parser, pointer));
        List<byte[]> records = new ArrayList<>(labels.values().size());
        for (Feedback feedback : labels.values()) {
            records.add(model.intake().codec().encode(feedback));
        }
        return new Batch(labels, records);
    }

    private static Feedback readOne(LiveModel model, EventNames names, JsonParser parser, String pointer)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(pointer, "JSON object", "feedback is a JSON object with event_id and label");
        }
        EventId id = null;
        Row named = null;
        String label = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "event_id" -> id = eventId(model.intake(), parser, pointer + "/event_id");
                case EventNames.KEY, EventNames.AT -> {
                    named = named == null ? names.row(name, pointer) : named;
                    names.read(name, parser, named, pointer);
                }
                case "label", "reward" -> {
                    requireName(model.shape(), name, pointer);
                    label = label(model.shape(), parser, pointer + '/' + name);
                }
                default ->
                    throw wrong(
                            pointer + '/' + name.replace("~", "~0").replace("/", "~1"),
                            "event_id or label",
                            "unknown member '" + name + "'; feedback has event_id (or key and at) and label");
            }
        }
        EventReference event = event(id, named, names, pointer);
        if (label == null) {
            String name = model.shape().isBandit() ? "reward" : "label";
            throw wrong(pointer + '/' + name, name, "'" + name + "' is missing");
        }
        return new Feedback(-1, -1, -1, event, label);
    }

    private static EventReference event(EventId id, Row named, EventNames names, String pointer) {
        if (id != null && named != null) {
            throw wrong(
                    pointer + "/event_id",
                    "event_id, or key and at",
                    "an event is named by 'event_id' or by 'key' and 'at', not by both");
        } else if (named != null) {
            return names.event(named, pointer);
        } else if (id == null) {
            throw wrong(
                    pointer + "/event_id",
                    "event id",
                    "'event_id' is missing; it says which event is labelled, as 'key' and 'at' together do");
        }
        return id;
    }

    /** A reward by its own name, where there are rewards; {@code label} everywhere. */
    private static void requireName(ModelShape shape, String name, String pointer) {
        if (name.equals("reward") && !shape.isBandit()) {
            throw wrong(pointer + "/reward", "event_id or label", "this model takes no rewards; send 'label'");
        }
    }

    private static EventId eventId(Intake intake, JsonParser parser, String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(pointer, "event id", "'event_id' must be the text that the events call answered");
        }
        EventId id;
        try {
            id = EventId.parse(parser.getText());
        } catch (IllegalArgumentException e) {
            throw wrong(pointer, "event id", e.getMessage());
        }
        if (id.source() == intake.source()
                && (id.sourcePartition() != 0 || id.offset() >= intake.journal().end())) {
            throw wrong(pointer, "event id", "there is no event '" + parser.getText() + "'");
        }
        return id;
    }

    private static String label(ModelShape shape, JsonParser parser, String pointer) throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isScalarValue() || token == JsonToken.VALUE_NULL || token.isNumeric() && parser.isNaN()) {
            throw wrong(
                    pointer,
                    shape.label().isNumber() ? "number" : "class",
                    named(pointer) + " must be a class or a number");
        }
        String text = parser.getText();
        if (shape.isBandit() && token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE ? "1" : "0";
        }
        if (shape.label().isNumber()) {
            return number(text, pointer);
        }
        if (!Labels.isClass(shape.label(), text)) {
            throw wrong(
                    pointer,
                    "one of " + shape.label().closedClasses(),
                    named(pointer) + " must be one of " + shape.label().closedClasses() + ", got '" + shown(text)
                            + "'");
        }
        return text;
    }

    private static String number(String text, String pointer) {
        try {
            if (Double.isFinite(Double.parseDouble(text))) {
                return text;
            }
        } catch (NumberFormatException e) {
            throw wrong(pointer, "number", named(pointer) + " must be a finite number, got '" + shown(text) + "'");
        }
        throw wrong(pointer, "number", named(pointer) + " must be a finite number, got '" + shown(text) + "'");
    }

    /** The member that a pointer ends at, as it was sent: {@code label}, or {@code reward}. */
    private static String named(String pointer) {
        return "'" + pointer.substring(pointer.lastIndexOf('/') + 1) + "'";
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }

    private static Problem wrong(String pointer, String expected, String detail) {
        return Problem.at(ProblemKind.BAD_FEEDBACK, pointer, expected, detail);
    }

    private static void answer(Exchange exchange, ModelShape shape, Items<Feedback> labels, Appended appended) {
        exchange.reply(200, labels.form().mediaType(), exchange.loop().json().write(json -> {
            boolean array = labels.form() == BodyForm.JSON && !labels.single();
            if (array) {
                json.writeStartArray();
            }
            for (Feedback feedback : labels.values()) {
                json.writeStartObject();
                EventNames.write(feedback.event(), shape, json);
                json.writeStringField("label", feedback.label());
                if (appended.duplicate()) {
                    json.writeBooleanField("duplicate", true);
                }
                json.writeEndObject();
                if (labels.form() == BodyForm.LINES) {
                    json.writeRaw('\n');
                }
            }
            if (array) {
                json.writeEndArray();
            }
        }));
    }
}
