package dev.millrace.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.serving.http.IsoTime;
import dev.millrace.serving.http.JsonOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** How a sample reads as JSON. What has no meaning is null. */
final class SampleJson {
    private SampleJson() {}

    static void write(JsonGenerator json, String id, String model, Sample sample) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("at", IsoTime.format(sample.atMillis()));
        json.writeNumberField("at_ms", sample.atMillis());
        json.writeStringField("model", model);
        json.writeStringField("mode", sample.job() == null ? "replica" : "live");
        json.writeBooleanField("ready", sample.ready());
        json.writeNumberField("version", sample.version());
        json.writeBooleanField("new_version", sample.newVersion());
        json.writeBooleanField("new_drift", sample.newDrift());
        JsonOutput.number(json, "events_per_second", sample.eventsPerSecond());
        job(json, sample);
        journal(json, sample);
        traffic(json, sample.traffic());
        learning(json, sample.learning());
        json.writeEndObject();
    }

    private static void job(JsonGenerator json, Sample sample) throws IOException {
        if (sample.job() == null) {
            return;
        }
        json.writeNumberField("records_read", sample.job().events());
        json.writeNumberField("dead_letters", sample.job().deadLetters());
        json.writeStringField("watermark", IsoTime.format(sample.job().watermarkMillis()));
        json.writeObjectFieldStart("checkpoint");
        known(json, "millis", sample.job().lastCheckpointMillis());
        known(json, "bytes", sample.job().lastCheckpointBytes());
        json.writeNumberField("failed", sample.job().failedCheckpoints());
        json.writeStringField("last_failure", sample.job().lastFailure());
        json.writeEndObject();
    }

    private static void known(JsonGenerator json, String name, long value) throws IOException {
        if (value < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void journal(JsonGenerator json, Sample sample) throws IOException {
        if (sample.journal() == null) {
            return;
        }
        json.writeObjectFieldStart("journal");
        json.writeNumberField("end", sample.journal().end());
        json.writeNumberField("lag", sample.journal().lag());
        json.writeNumberField("reread", sample.journal().reread());
        json.writeBooleanField("refusing", sample.journal().refusing());
        json.writeEndObject();
    }

    private static void traffic(JsonGenerator json, Sample.Traffic traffic) throws IOException {
        json.writeObjectFieldStart("predict");
        json.writeNumberField("requests", traffic.requests());
        JsonOutput.number(json, "per_second", traffic.perSecond());
        JsonOutput.number(json, "p50_ms", traffic.p50Millis());
        JsonOutput.number(json, "p99_ms", traffic.p99Millis());
        json.writeEndObject();
    }

    private static void learning(JsonGenerator json, Sample.Learning learning) throws IOException {
        if (learning == null) {
            return;
        }
        json.writeNumberField("events", learning.events());
        json.writeNumberField("events_learned", learning.eventsLearned());
        json.writeNumberField("labels_waiting", learning.waiting());
        json.writeStringField("event_time_seen", IsoTime.format(learning.eventTimeSeenMillis()));
        json.writeObjectFieldStart("drift");
        json.writeNumberField("alarms", learning.driftAlarms());
        json.writeStringField("last", IsoTime.format(learning.lastDriftMillis()));
        json.writeEndObject();
        Metrics total = learning.total();
        json.writeStringField("task", task(total));
        metrics(json, "rolling", learning.recent());
        metrics(json, "total", learning.total());
        learners(json, learning.learners());
        rollingBaselines(json, learning.recent());
        baselines(json, "total_baselines", learning.baselines());
    }

    private static String task(Metrics metrics) {
        if (metrics.isOfClusters()) {
            return "clustering";
        }
        return metrics.isOfChoices() ? "bandit" : metrics.isRegression() ? "regression" : "classification";
    }

    /** Learners side by side: which of them answers, in how many partitions, and how each does by itself. */
    private static void learners(JsonGenerator json, List<Sample.Standing> learners) throws IOException {
        if (learners.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("learners");
        for (Sample.Standing learner : learners) {
            json.writeStartObject();
            json.writeStringField("learner", learner.name());
            json.writeNumberField("answers_in_partitions", learner.answering());
            metrics(json, "rolling", learner.recent());
            metrics(json, "total", learner.total());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What the baselines would have scored on the same predictions, as far as the model's metrics tell. */
    private static void rollingBaselines(JsonGenerator json, Metrics recent) throws IOException {
        json.writeObjectFieldStart("rolling_baselines");
        if (recent.isOfChoices()) {
            json.writeObjectFieldStart("logged");
            for (String estimate : List.of("snips", "ips", "doubly_robust")) {
                JsonOutput.number(json, estimate, recent.meanReward());
            }
            json.writeEndObject();
        } else if (!recent.isRegression() && !recent.isOfClusters()) {
            json.writeObjectFieldStart("no-change");
            JsonOutput.number(json, "accuracy", recent.noChangeAccuracy());
            json.writeEndObject();
            json.writeObjectFieldStart("majority");
            JsonOutput.number(json, "accuracy", recent.majorityAccuracy());
            json.writeEndObject();
            json.writeObjectFieldStart("base-rate");
            JsonOutput.number(json, "pr_auc", baseRate(recent));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Share of the positive class: the PR-AUC of a model that knows nothing. */
    private static double baseRate(Metrics metrics) {
        int positive = metrics.positive();
        if (positive < 0 || metrics.count() == 0) {
            return Double.NaN;
        }
        long actual = 0;
        for (int predicted = 0; predicted < metrics.classes().size(); predicted++) {
            actual += metrics.confusion(positive, predicted);
        }
        return actual / (double) metrics.count();
    }

    private static void baselines(JsonGenerator json, String name, SortedMap<String, Metrics> baselines)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Metrics> baseline : baselines.entrySet()) {
            metrics(json, baseline.getKey(), baseline.getValue());
        }
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json, String name, Metrics metrics) throws IOException {
        json.writeObjectFieldStart(name);
        if (metrics != null) {
            for (Map.Entry<String, Number> metric : metrics.toMap().entrySet()) {
                json.writeFieldName(metric.getKey());
                Number value = metric.getValue();
                if (value == null) {
                    json.writeNull();
                } else if (value instanceof Long whole) {
                    json.writeNumber(whole);
                } else {
                    JsonOutput.number(json, value.doubleValue());
                }
            }
        }
        json.writeEndObject();
    }
}
