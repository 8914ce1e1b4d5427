package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.http.IsoTime;
import dev.millrace.serving.http.JsonOutput;
import java.io.IOException;
import java.util.List;

/** How a prediction reads as JSON. */
final class AnswerWriter {
    private AnswerWriter() {}

    /** The members of a predicted class with its probabilities, or of a predicted number, without the braces. */
    static void prediction(JsonGenerator json, String label, double value, List<String> classes, double[] scores)
            throws IOException {
        if (scores == null) {
            JsonOutput.number(json, "prediction", value);
            return;
        }
        json.writeStringField("prediction", label);
        json.writeObjectFieldStart("probabilities");
        for (int i = 0; i < Math.min(scores.length, classes.size()); i++) {
            JsonOutput.number(json, classes.get(i), scores[i]);
        }
        json.writeEndObject();
    }

    /** The whole answer to a question. */
    static void answer(JsonGenerator json, Reply.Answer answer, String model, long version, long learnedAtVersion)
            throws IOException {
        json.writeStartObject();
        prediction(json, answer.label(), answer.value(), answer.classes(), answer.scores());
        json.writeStringField("model", model);
        json.writeNumberField("version", version);
        json.writeNumberField("events_since_version", Math.max(0, answer.eventsLearned() - learnedAtVersion));
        String seen = IsoTime.format(answer.eventTimeSeenMillis());
        json.writeStringField("event_time_seen", seen);
        json.writeStringField(
                "as_of",
                answer.asOfMillis() == answer.eventTimeSeenMillis() ? seen : IsoTime.format(answer.asOfMillis()));
        json.writeEndObject();
    }
}
