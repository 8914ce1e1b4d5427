package dev.millrace.cli.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.evaluation.ActionValues;
import dev.millrace.ml.evaluation.FadingMetrics;
import dev.millrace.ml.evaluation.Interval;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.NabProfile;
import dev.millrace.ml.evaluation.NabScore;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A result as one object of JSON: fractions, not percent; null for what has no meaning. Threading: one caller.
 */
public final class ResultJson {
    private static final JsonFactory JSON = new JsonFactory();

    private static final List<String> METRICS = List.of(
            "accuracy", "balanced_accuracy", "kappa", "kappa_t", "kappa_m", "pr_auc", "log_loss", "mae", "rmse", "r2");

    private static final List<String> MORE =
            List.of("brier", "calibration_error", "macro_f1", "auc", "recall_at_5_percent");

    private static final List<String> OF_CHOICES =
            List.of("ips", "snips", "doubly_robust", "mean_reward", "effective_share");

    private static final List<String> OF_CLUSTERS =
            List.of("silhouette", "mean_square", "outside", "adjusted_rand", "mutual_information", "purity");

    private final String dataset;
    private final TrialOptions options;
    private final Standing standing;

    public ResultJson(String dataset, TrialOptions options, Standing standing) {
        this.dataset = dataset;
        this.options = options;
        this.standing = standing;
    }

    /** One line. */
    public String line(Result result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, result);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return text.toString();
    }

    private void write(JsonGenerator out, Result result) throws IOException {
        Map<String, Number> all = result.metrics().toMap();
        out.writeStartObject();
        out.writeStringField("dataset", dataset);
        out.writeStringField("learner", result.entrant().name());
        out.writeNumberField("rows", result.rows());
        for (String metric : METRICS) {
            number(out, metric, all.get(metric));
        }
        if (result.metrics().isOfChoices()) {
            for (String metric : OF_CHOICES) {
                number(out, metric, all.get(metric));
            }
            baselines(out, result);
            actions(out, result.measured().actions());
        }
        if (result.metrics().isOfClusters()) {
            for (String metric : OF_CLUSTERS) {
                number(out, metric, all.get(metric));
            }
        }
        Result.Costs costs = result.costs();
        number(out, "events_per_second", result.rowsPerSecond());
        number(out, "cpu_seconds", costs.cpuSeconds());
        out.writeNumberField("seed", result.entrant().blueprint().spec().seed());
        number(out, "wall_seconds", costs.wallSeconds());
        number(out, "own_cpu_micros_per_event", costs.ownSeconds() * 1e6 / result.rows());
        number(out, "allocated_bytes_per_event", costs.allocatedBytes() / (double) result.rows());
        out.writeNumberField("state_bytes", costs.stateBytes());
        out.writeNumberField("scored", result.metrics().count());
        manner(out);
        for (String metric : MORE) {
            number(out, metric, all.get(metric));
        }
        if (result.measured().nab().isPresent()) {
            nab(out, profile -> result.measured().nab(profile).orElseThrow());
        }
        intervals(out, result);
        out.writeFieldName("window");
        metrics(out, result.measured().recent());
        if (!result.metrics().isOfClusters()) {
            fading(out, result);
        }
        curve(out, Curve.of(result.measured()));
        if (!result.metrics().isOfClusters()) {
            classes(out, result.metrics());
        }
        slices(out, result.measured());
        out.writeArrayFieldStart("hints");
        List<String> hints = new ArrayList<>(standing.leaks());
        hints.addAll(Standing.hints(result));
        for (String hint : hints) {
            out.writeString(hint);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** A member {@code nab} with a score for each profile. */
    static void nab(JsonGenerator out, Function<NabProfile, NabScore> scores) throws IOException {
        out.writeObjectFieldStart("nab");
        for (NabProfile profile : NabProfile.values()) {
            NabScore score = scores.apply(profile);
            out.writeObjectFieldStart(profile.key());
            number(out, "score", score.score());
            number(out, "threshold", score.threshold());
            number(out, "raw", score.raw());
            out.writeNumberField("found", score.found());
            out.writeNumberField("windows", score.windows());
            out.writeNumberField("false_alarms", score.falseAlarms());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void manner(JsonGenerator out) throws IOException {
        if (options.delay().isPresent()) {
            Delay delay = options.delay().get();
            out.writeNumberField(
                    delay.events() > 0 ? "delay_events" : "delay_millis",
                    delay.events() > 0 ? delay.events() : delay.millis());
        }
        if (options.holdOut() > 0) {
            out.writeNumberField("held_out", options.holdOut());
        }
    }

    private void intervals(JsonGenerator out, Result result) throws IOException {
        String name = result.measured().measure();
        interval(out, name + "_interval", result.measured().interval());
        Interval toBest = standing.toBest(result);
        if (toBest != null) {
            out.writeObjectFieldStart("against_best");
            out.writeStringField("learner", standing.best(result).entrant().name());
            number(out, name + "_difference", toBest.mean());
            interval(out, "interval", toBest);
            out.writeEndObject();
        }
    }

    private static void baselines(JsonGenerator out, Result result) throws IOException {
        out.writeObjectFieldStart("baselines");
        for (var baseline : result.scores().baselines().entrySet()) {
            out.writeFieldName(baseline.getKey());
            metrics(out, baseline.getValue());
        }
        out.writeEndObject();
    }

    private static void interval(JsonGenerator out, String name, Interval interval) throws IOException {
        if (!Double.isFinite(interval.low())) {
            out.writeNullField(name);
            return;
        }
        out.writeArrayFieldStart(name);
        out.writeNumber(interval.low());
        out.writeNumber(interval.high());
        out.writeEndArray();
    }

    private static void metrics(JsonGenerator out, Metrics metrics) throws IOException {
        out.writeStartObject();
        for (var metric : metrics.facts().entrySet()) {
            number(out, metric.getKey(), metric.getValue());
        }
        out.writeEndObject();
    }

    private static void actions(JsonGenerator out, ActionValues actions) throws IOException {
        out.writeObjectFieldStart("actions");
        for (String name : actions.actions()) {
            out.writeObjectFieldStart(name);
            out.writeNumberField("chosen", actions.chosen(name));
            out.writeNumberField("logged", actions.logged(name));
            number(out, "mean_reward", actions.meanReward(name));
            number(out, "ips", actions.ips(name));
            number(out, "ips_half", actions.ipsHalf(name));
            number(out, "snips", actions.snips(name));
            number(out, "snips_half", actions.snipsHalf(name));
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void fading(JsonGenerator out, Result result) throws IOException {
        FadingMetrics fading = result.measured().fading();
        out.writeObjectFieldStart("fading");
        if (result.metrics().isOfChoices()) {
            number(out, "snips", fading.snips());
            number(out, "mae", fading.mae());
        } else if (result.metrics().isRegression()) {
            number(out, "mae", fading.mae());
            number(out, "rmse", fading.rmse());
        } else {
            number(out, "accuracy", fading.accuracy());
            number(out, "kappa_t", fading.kappaT());
            number(out, "kappa_m", fading.kappaM());
        }
        out.writeEndObject();
    }

    private static void curve(JsonGenerator out, Curve curve) throws IOException {
        out.writeObjectFieldStart("curve");
        out.writeNumberField("events_each", curve.stretch());
        for (var line : curve.lines().entrySet()) {
            out.writeArrayFieldStart(line.getKey());
            for (double point : line.getValue()) {
                if (Double.isFinite(point)) {
                    out.writeNumber(point);
                } else {
                    out.writeNull();
                }
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void classes(JsonGenerator out, Metrics metrics) throws IOException {
        out.writeArrayFieldStart("classes");
        List<String> names = metrics.classes();
        for (int k = 0; k < names.size(); k++) {
            out.writeStartObject();
            out.writeStringField("class", names.get(k));
            out.writeNumberField("count", metrics.support(k));
            number(out, "precision", metrics.precision(k));
            number(out, "recall", metrics.recall(k));
            number(out, "f1", metrics.f1(k));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void slices(JsonGenerator out, Measured measured) throws IOException {
        if (measured.slices().isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("slices");
        for (var field : measured.slices().entrySet()) {
            out.writeObjectFieldStart(field.getKey());
            for (var value : field.getValue().entrySet()) {
                out.writeFieldName(value.getKey());
                metrics(out, value.getValue());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, Number value) throws IOException {
        if (value == null || !Double.isFinite(value.doubleValue())) {
            out.writeNullField(name);
        } else if (value instanceof Long whole) {
            out.writeNumberField(name, whole);
        } else {
            out.writeNumberField(name, value.doubleValue());
        }
    }
}
