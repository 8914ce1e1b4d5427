package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.http.IsoTime;
import dev.millrace.serving.http.JsonOutput;
import java.io.IOException;
import java.util.List;

/** How a prediction reads as JSON. */
final class AnswerWriter {
    // Names encoded once: a generator copies their bytes.
    private static final SerializedString PREDICTION = new SerializedString("prediction");
    private static final SerializedString PROBABILITIES = new SerializedString("probabilities");
    private static final SerializedString MODEL = new SerializedString("model");
    private static final SerializedString VERSION = new SerializedString("version");
    private static final SerializedString EVENTS_SINCE_VERSION = new SerializedString("events_since_version");
    private static final SerializedString EVENT_TIME_SEEN = new SerializedString("event_time_seen");
    private static final SerializedString AS_OF = new SerializedString("as_of");

    private AnswerWriter() {}

    /** The members of a predicted class with its probabilities, or of a predicted number, without the braces. */
    static void prediction(JsonGenerator json, String label, double value, List<String> classes, double[] scores)
            throws IOException {
        if (scores == null) {
            json.writeFieldName(PREDICTION);
            JsonOutput.number(json, value);
            return;
        }
        json.writeFieldName(PREDICTION);
        json.writeString(label);
        json.writeFieldName(PROBABILITIES);
        json.writeStartObject();
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
        json.writeFieldName(MODEL);
        json.writeString(model);
        json.writeFieldName(VERSION);
        json.writeNumber(version);
        json.writeFieldName(EVENTS_SINCE_VERSION);
        json.writeNumber(Math.max(0, answer.eventsLearned() - learnedAtVersion));
        String seen = IsoTime.format(answer.eventTimeSeenMillis());
        json.writeFieldName(EVENT_TIME_SEEN);
        json.writeString(seen);
        json.writeFieldName(AS_OF);
        json.writeString(
                answer.asOfMillis() == answer.eventTimeSeenMillis() ? seen : IsoTime.format(answer.asOfMillis()));
        json.writeEndObject();
    }
}
