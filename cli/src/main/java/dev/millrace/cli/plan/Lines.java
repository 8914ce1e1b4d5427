package dev.millrace.cli.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.stream.window.WindowResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Results as lines of JSON. */
final class Lines {
    private static final JsonFactory JSON = new JsonFactory();

    private interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    private Lines() {}

    /** {@code {"event_id":…,"prediction":…,"probabilities":{…},"truth":…}}. */
    static byte[] prediction(Prediction prediction) {
        return line(out -> {
            if (prediction.eventId() != null) {
                out.writeStringField("event_id", prediction.eventId().toString());
            }
            if (prediction.isChoice()) {
                choice(out, prediction);
                return;
            }
            if (prediction.isCluster()) {
                cluster(out, prediction);
            } else if (prediction.label() == null) {
                number(out, "prediction", prediction.value());
            } else {
                out.writeStringField("prediction", prediction.label());
                scores(out, prediction);
            }
            if (prediction.truth() != null) {
                out.writeStringField("truth", prediction.truth());
            }
        });
    }

    /** {@code {"event_id":…,"cluster":…,"distance":…,"truth":…}}; null for no cluster. */
    private static void cluster(JsonGenerator out, Prediction prediction) throws IOException {
        if (prediction.label().isEmpty()) {
            out.writeNullField("cluster");
        } else {
            out.writeNumberField("cluster", Integer.parseInt(prediction.label()));
        }
        number(out, "distance", prediction.value());
    }

    /** {@code {"event_id":…,"action":…,"probability":…,"probabilities":{…},"rewards":{…},"reward":…}}. */
    private static void choice(JsonGenerator out, Prediction prediction) throws IOException {
        out.writeStringField("action", prediction.label());
        number(out, "probability", prediction.value());
        named(out, "probabilities", prediction, prediction.probabilities());
        named(out, "rewards", prediction, prediction.scores());
        if (prediction.truth() != null) {
            number(out, "reward", Double.parseDouble(prediction.truth()));
        }
    }

    private static void named(JsonGenerator out, String name, Prediction prediction, double[] values)
            throws IOException {
        out.writeObjectFieldStart(name);
        for (int k = 0; k < values.length; k++) {
            number(out, prediction.classes().get(k), values[k]);
        }
        out.writeEndObject();
    }

    private static void scores(JsonGenerator out, Prediction prediction) throws IOException {
        if (prediction.isAnomalyScore()) {
            number(out, "score", prediction.value());
            return;
        }
        named(out, "probabilities", prediction, prediction.scores());
    }

    /** {@code {"start":…,"end":…,"key":…,NAME:…}}. */
    static byte[] report(WindowResult<String, List<Number>> result, boolean keyed, List<String> names) {
        return line(out -> {
            out.writeStringField(
                    "start", Instant.ofEpochMilli(result.startMillis()).toString());
            out.writeStringField("end", Instant.ofEpochMilli(result.endMillis()).toString());
            if (keyed) {
                out.writeStringField("key", result.key());
            }
            for (int i = 0; i < names.size(); i++) {
                Number value = result.value().get(i);
                if (value instanceof Long count) {
                    out.writeNumberField(names.get(i), count);
                } else {
                    number(out, names.get(i), value.doubleValue());
                }
            }
        });
    }

    private static void number(JsonGenerator out, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField(name, value);
        } else {
            out.writeNullField(name);
        }
    }

    private static byte[] line(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            content.write(out);
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
