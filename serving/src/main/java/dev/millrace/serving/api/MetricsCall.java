package dev.millrace.serving.api;

import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.metrics.Collector;
import dev.millrace.serving.metrics.MetricText;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** {@code GET /metrics}: the text format of Prometheus. */
public final class MetricsCall implements Call.Action {
    private final List<Collector> collectors;

    public MetricsCall(List<Collector> collectors) {
        this.collectors = List.copyOf(collectors);
    }

    @Override
    public void handle(Exchange exchange) {
        MetricText text = new MetricText();
        for (Collector collector : collectors) {
            collector.collect(text);
        }
        exchange.reply(200, MetricText.MEDIA_TYPE, Buffer.buffer(text.toString()));
    }
}
