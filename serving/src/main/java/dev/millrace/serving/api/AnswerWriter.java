package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.serving.http.JsonOutput;
import java.io.IOException;
import java.util.List;

/** How a prediction that the stream made reads as JSON; answers to questions read alike, see {@link AnswerTexts}. */
final class AnswerWriter {
    // Names encoded once: a generator copies their bytes.
    private static final SerializedString PREDICTION = new SerializedString("prediction");
    private static final SerializedString SCORE = new SerializedString("score");
    private static final SerializedString PROBABILITIES = new SerializedString("probabilities");

    private AnswerWriter() {}

    /** The members of a chosen action with its probability, without the braces. */
    static void choice(JsonGenerator json, Prediction prediction) throws IOException {
        json.writeStringField("action", prediction.label());
        JsonOutput.number(json, "probability", prediction.value());
        named(json, "probabilities", prediction.classes(), prediction.probabilities());
        named(json, "rewards", prediction.classes(), prediction.scores());
    }

    private static void named(JsonGenerator json, String name, List<String> classes, double[] values)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (int i = 0; i < Math.min(values.length, classes.size()); i++) {
            JsonOutput.number(json, classes.get(i), values[i]);
        }
        json.writeEndObject();
    }

    /** The members of a predicted class with its probabilities, of a predicted number, or of a cluster, without the braces. */
    static void prediction(JsonGenerator json, String label, double value, List<String> classes, double[] scores)
            throws IOException {
        if (scores == null && label != null) { // the number of a cluster, empty for none
            json.writeFieldName("cluster");
            json.writeRawValue(label.isEmpty() ? "null" : label);
            JsonOutput.number(json, "distance", value);
            return;
        }
        if (scores == null) {
            json.writeFieldName(PREDICTION);
            JsonOutput.number(json, value);
            return;
        }
        json.writeFieldName(PREDICTION);
        json.writeString(label);
        if (!Double.isNaN(value)) { // an anomaly score: no probability
            json.writeFieldName(SCORE);
            JsonOutput.number(json, value);
            return;
        }
        json.writeFieldName(PROBABILITIES);
        json.writeStartObject();
        for (int i = 0; i < Math.min(scores.length, classes.size()); i++) {
            JsonOutput.number(json, classes.get(i), scores[i]);
        }
        json.writeEndObject();
    }
}
