package dev.millrace.cli.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A result as one object of JSON: fractions, not percent; null for what has no meaning. Pure functions. */
public final class ResultJson {
    private static final JsonFactory JSON = new JsonFactory();

    private static final List<String> METRICS = List.of(
            "accuracy", "balanced_accuracy", "kappa", "kappa_t", "kappa_m", "pr_auc", "log_loss", "mae", "rmse", "r2");

    private ResultJson() {}

    /** One line. */
    public static String line(String dataset, long seed, Result result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, dataset, seed, result);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return text.toString();
    }

    static void write(JsonGenerator out, String dataset, long seed, Result result) throws IOException {
        Map<String, Number> all = result.metrics().toMap();
        out.writeStartObject();
        out.writeStringField("dataset", dataset);
        out.writeStringField("learner", result.entrant().name());
        out.writeNumberField("rows", result.rows());
        for (String metric : METRICS) {
            number(out, metric, all.get(metric));
        }
        Result.Costs costs = result.costs();
        number(out, "events_per_second", result.rowsPerSecond());
        number(out, "cpu_seconds", costs.cpuSeconds());
        out.writeNumberField("seed", seed);
        number(out, "wall_seconds", costs.wallSeconds());
        number(out, "own_cpu_micros_per_event", costs.ownSeconds() * 1e6 / result.rows());
        number(out, "allocated_bytes_per_event", costs.allocatedBytes() / (double) result.rows());
        out.writeNumberField("state_bytes", costs.stateBytes());
        out.writeEndObject();
    }

    static void number(JsonGenerator out, String name, Number value) throws IOException {
        if (value == null || !Double.isFinite(value.doubleValue())) {
            out.writeNullField(name);
        } else if (value instanceof Long whole) {
            out.writeNumberField(name, whole);
        } else {
            out.writeNumberField(name, value.doubleValue());
        }
    }
}
