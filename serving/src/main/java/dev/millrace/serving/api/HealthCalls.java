package dev.millrace.serving.api;

import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.model.ModelService;
import java.util.List;
import java.util.function.BooleanSupplier;

/** {@code GET /health/live} and {@code /health/ready}: the process runs; every model has a version that answers. */
public final class HealthCalls {
    private final Models models;
    private final BooleanSupplier stopping;

    public HealthCalls(Models models, BooleanSupplier stopping) {
        this.models = models;
        this.stopping = stopping;
    }

    public List<Call> calls() {
        return List.of(Call.get("/health/live", this::live), Call.get("/health/ready", this::ready));
    }

    private void live(Exchange exchange) {
        exchange.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("status", "live");
            json.writeEndObject();
        });
    }

    private void ready(Exchange exchange) {
        boolean ready = !stopping.getAsBoolean() && models.all().stream().allMatch(ModelService::isReady);
        exchange.json(ready ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeStringField("status", stopping.getAsBoolean() ? "stopping" : ready ? "ready" : "not ready");
            json.writeObjectFieldStart("models");
            for (ModelService model : models.all()) {
                json.writeStringField(model.name(), model.isReady() ? "ready" : model.trouble());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
