package dev.millrace.serving.api.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.registry.Version;
import dev.millrace.serving.api.Answers;
import dev.millrace.serving.api.Models;
import dev.millrace.serving.api.VersionsCalls;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Field;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the server and its models say of themselves under {@code /v2}, and whether they are ready. */
public final class MetadataCalls {
    private static final int MOST_VERSIONS = 100;

    private final Models models;
    private final BooleanSupplier stopping;

    public MetadataCalls(Models models, BooleanSupplier stopping) {
        this.models = models;
        this.stopping = stopping;
    }

    public List<Call> calls() {
        return List.of(
                Call.get("/v2", MetadataCalls::server),
                Call.get("/v2/", MetadataCalls::server),
                Call.get("/v2/health/live", exchange -> flag(exchange, "live")),
                Call.get("/v2/health/ready", this::ready),
                Call.get("/v2/models/:m", this::model),
                Call.get("/v2/models/:m/ready", this::modelReady),
                Call.get("/v2/models/:m/versions/:v", this::version),
                Call.get("/v2/models/:m/versions/:v/ready", this::versionReady));
    }

    private static void server(Exchange exchange) {
        String version = MetadataCalls.class.getPackage().getImplementationVersion();
        exchange.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("name", "millrace");
            json.writeStringField("version", version == null ? "development" : version);
            json.writeArrayFieldStart("extensions");
            json.writeString("binary_tensor_data");
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void flag(Exchange exchange, String name) {
        exchange.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField(name, true);
            json.writeEndObject();
        });
    }

    private void ready(Exchange exchange) {
        if (stopping.getAsBoolean()) {
            throw new Problem(ProblemKind.STOPPING, "the server is stopping").with("ready", "false");
        }
        models.all().forEach(ModelService::current); // throws for one that does not answer
        flag(exchange, "ready");
    }

    private void modelReady(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        model.current(); // throws if it does not answer
        ready(exchange, model);
    }

    private void versionReady(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        long number = VersionsCalls.number(exchange.path("v"));
        Answers.whenThere(exchange, model.version(number), answerer -> ready(exchange, model));
    }

    private static void ready(Exchange exchange, ModelService model) {
        exchange.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeBooleanField("ready", true);
            json.writeEndObject();
        });
    }

    private void model(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        ModelShape shape = model.current().shape();
        exchange.onWorker(
                () -> VersionsCalls.page(model, Long.MAX_VALUE, MOST_VERSIONS).stream()
                        .map(Version::number)
                        .toList(),
                versions -> metadata(exchange, model, shape, versions));
    }

    private void version(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        long number = VersionsCalls.number(exchange.path("v"));
        Answers.whenThere(
                exchange,
                model.version(number),
                answerer -> metadata(exchange, model, answerer.shape(), List.of(number)));
    }

    private static void metadata(Exchange exchange, ModelService model, ModelShape shape, List<Long> versions) {
        exchange.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeArrayFieldStart("versions");
            for (long version : versions) {
                json.writeString(Long.toString(version));
            }
            json.writeEndArray();
            json.writeStringField("platform", "millrace");
            json.writeObjectFieldStart("parameters");
            json.writeStringField("partitions", shape.serve().word());
            if (shape.base() != null) {
                json.writeStringField("base", shape.base());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("inputs");
            for (Field field : Questions.inputs(shape)) {
                tensor(json, field.name(), Datatype.of(field), -1);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("outputs");
            int classes = shape.label().closedClasses().size();
            int[] open = {classes == 0 ? -1 : classes};
            for (String name : OutputTensor.of(shape)) {
                int[] sizes = switch (name) {
                    case OutputTensor.PROBABILITIES, OutputTensor.REWARDS -> new int[] {-1, open[0]};
                    case OutputTensor.CLASSES -> open;
                    default -> new int[] {-1};
                };
                tensor(json, name, OutputTensor.datatype(name), sizes);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void tensor(JsonGenerator json, String name, Datatype datatype, int... shape) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", datatype.name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeEndObject();
    }
}
