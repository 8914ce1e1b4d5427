package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.stream.Label;
import dev.millrace.registry.Alias;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.IsoTime;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Field;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** {@code GET /v1/models} and {@code /v1/models/{m}}: what there is to ask, and how its events look. */
public final class ModelsCalls {
    private final Models models;

    public ModelsCalls(Models models) {
        this.models = models;
    }

    public List<Call> calls() {
        return List.of(Call.get("/v1/models", this::list), Call.get("/v1/models/:m", this::show));
    }

    private void list(Exchange exchange) {
        exchange.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("models");
            for (ModelService model : models.all()) {
                json.writeStartObject();
                summary(json, model);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void show(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        exchange.json(200, json -> {
            json.writeStartObject();
            summary(json, model);
            json.writeBooleanField(
                    "takes_events",
                    model.live().map(live -> live.intake() != null).orElse(false));
            ModelShape shape = model.shape().orElse(null);
            if (shape != null) {
                shape(json, shape);
            }
            aliases(json, model.aliases());
            json.writeEndObject();
        });
    }

    private static void summary(JsonGenerator json, ModelService model) throws IOException {
        json.writeStringField("name", model.name());
        json.writeStringField("mode", model.live().isPresent() ? "live" : "replica");
        json.writeBooleanField("ready", model.isReady());
        if (!model.isReady()) {
            json.writeStringField("trouble", model.trouble());
        }
        json.writeNumberField("version", model.currentVersion());
    }

    private static void shape(JsonGenerator json, ModelShape shape) throws IOException {
        json.writeNumberField("partitions", shape.partitions());
        json.writeStringField("serve", shape.serve().word());
        json.writeStringField("base", shape.base());
        json.writeStringField("key", shape.key() == null ? null : shape.key().name());
        json.writeStringField("time", shape.time() == null ? null : shape.time().name());
        json.writeArrayFieldStart("schema");
        for (Field field : shape.schema().fields()) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField("type", field.type().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        Label label = shape.label();
        json.writeObjectFieldStart("label");
        json.writeStringField("field", label.field());
        json.writeStringField("task", shape.task());
        json.writeBooleanField("closed", !label.classes().isEmpty());
        json.writeArrayFieldStart("classes");
        for (String name : label.closedClasses()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeStringField("positive", label.positive());
        if (label.action() != null) {
            json.writeStringField("action", label.action().field());
            json.writeStringField("propensity", label.action().propensityField());
        }
        json.writeBooleanField("may_come_later", label.isLate());
        json.writeEndObject();
    }

    private static void aliases(JsonGenerator json, SortedMap<String, Alias> aliases) throws IOException {
        json.writeObjectFieldStart("aliases");
        for (Alias alias : aliases.values()) {
            json.writeFieldName(alias.name());
            alias(json, alias);
        }
        json.writeEndObject();
    }

    static void alias(JsonGenerator json, Alias alias) throws IOException {
        json.writeStartObject();
        json.writeStringField("alias", alias.name());
        json.writeNumberField("version", alias.version());
        json.writeStringField("etag", alias.etag());
        json.writeStringField("moved_at", IsoTime.format(alias.movedAtMillis()));
        json.writeStringField("who", alias.who());
        json.writeStringField("why", alias.why());
        json.writeArrayFieldStart("previous");
        for (long version : alias.previous()) {
            json.writeNumber(version);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
