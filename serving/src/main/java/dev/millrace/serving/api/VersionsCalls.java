package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.registry.Alias;
import dev.millrace.registry.NotFound;
import dev.millrace.registry.Version;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.IsoTime;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** {@code GET /v1/models/{m}/versions} and {@code …/{v}}: what the registry has, read on a worker thread. */
public final class VersionsCalls {
    private static final int MOST = 500;
    private static final long USUAL = 50;

    private final Models models;

    public VersionsCalls(Models models) {
        this.models = models;
    }

    public List<Call> calls() {
        return List.of(
                Call.get("/v1/models/:m/versions", this::list, "before", "limit"),
                Call.get("/v1/models/:m/versions/:v", this::show));
    }

    private void list(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        Long before = exchange.queryNumber("before", 1);
        Long limit = exchange.queryNumber("limit", 1);
        int most = (int) Math.min(limit == null ? USUAL : limit, MOST);
        long below = before == null ? Long.MAX_VALUE : before;
        exchange.onWorker(
                () -> page(model, below, most),
                page -> exchange.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("model", model.name());
                    json.writeArrayFieldStart("versions");
                    for (Version version : page) {
                        summary(json, version, model.aliases());
                    }
                    json.writeEndArray();
                    if (page.size() == most) {
                        json.writeNumberField("next_before", page.get(most - 1).number());
                    } else {
                        json.writeNullField("next_before");
                    }
                    json.writeEndObject();
                }));
    }

    /** Versions below a number, newest first; reads the registry. */
    public static List<Version> page(ModelService model, long below, int most) throws IOException {
        try {
            return model.served().registry().versions(model.name(), below, most);
        } catch (NotFound e) {
            return List.of(); // nothing has been committed yet
        }
    }

    private void show(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        long number = number(exchange.path("v"));
        exchange.onWorker(
                () -> read(model, number),
                version -> exchange.json(200, json -> details(json, version, model.aliases())));
    }

    /** The version that a segment of a path names. */
    public static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Problem(ProblemKind.BAD_NAME, "a version is a number from 1, got '" + text + "'");
        }
        throw new Problem(ProblemKind.BAD_NAME, "a version is a number from 1, got '" + text + "'");
    }

    private static Version read(ModelService model, long number) throws IOException {
        try {
            return model.served().registry().version(model.name(), number);
        } catch (NotFound e) {
            throw new Problem(ProblemKind.UNKNOWN_VERSION, e.getMessage());
        }
    }

    private static void summary(JsonGenerator json, Version version, SortedMap<String, Alias> aliases)
            throws IOException {
        json.writeStartObject();
        members(json, version, aliases);
        json.writeEndObject();
    }

    private static void members(JsonGenerator json, Version version, SortedMap<String, Alias> aliases)
            throws IOException {
        json.writeNumberField("version", version.number());
        json.writeNumberField("parent", version.parent());
        json.writeStringField("created_at", IsoTime.format(version.createdAtMillis()));
        json.writeNumberField("events", version.events());
        json.writeNumberField("bytes_added", version.bytesAdded());
        json.writeNumberField("state_bytes", version.stateBytes());
        json.writeArrayFieldStart("aliases");
        for (Alias alias : aliases.values()) {
            if (alias.version() == version.number()) {
                json.writeString(alias.name());
            }
        }
        json.writeEndArray();
    }

    private static void details(JsonGenerator json, Version version, SortedMap<String, Alias> aliases)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("model", version.model());
        members(json, version, aliases);
        json.writeStringField("run", version.runId());
        json.writeStringField("plan_fingerprint", version.planFingerprint());
        json.writeStringField("code_version", version.codeVersion());
        json.writeStringField("cpu", version.cpu());
        json.writeStringField("jdk", version.jdk());
        json.writeNumberField("partitions", version.partitions());
        json.writeObjectFieldStart("sources");
        for (var source : version.sources().entrySet()) {
            json.writeObjectFieldStart(source.getKey());
            json.writeNumberField("part", source.getValue().offset().part());
            json.writeNumberField("records", source.getValue().offset().records());
            json.writeStringField("watermark", IsoTime.format(source.getValue().watermarkMillis()));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("parts");
        for (var part : version.parts().entrySet()) {
            json.writeObjectFieldStart(part.getKey().toString());
            json.writeNumberField("chunks", part.getValue().chunks());
            json.writeNumberField("bytes", part.getValue().bytes());
            json.writeFieldName("facts");
            fact(json, part.getValue().facts());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void fact(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(entry.getKey().toString());
                fact(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                fact(json, each);
            }
            json.writeEndArray();
        } else if (value instanceof Long whole) {
            json.writeNumber(whole);
        } else if (value instanceof Number number) {
            json.writeNumber(number.doubleValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value == null ? null : value.toString());
        }
    }
}
