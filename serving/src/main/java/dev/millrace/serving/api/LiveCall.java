package dev.millrace.serving.api;

import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.live.Sampler;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /v1/models/{m}/live}: server-sent events, one a second; {@code Last-Event-ID} goes on where one was. */
public final class LiveCall implements Call.Action {
    private final Models models;
    private final Map<String, Sampler> samplers;

    /** @param samplers by model */
    public LiveCall(Models models, Map<String, Sampler> samplers) {
        this.models = models;
        this.samplers = new TreeMap<>(samplers);
    }

    @Override
    public void handle(Exchange exchange) {
        String model = models.require(exchange.path("m")).name();
        samplers.get(model).feed().listen(exchange);
    }
}
