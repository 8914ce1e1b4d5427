package dev.millrace.serving.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.stream.Reply;
import dev.millrace.ml.stream.Serve;
import dev.millrace.serving.http.JsonOutput;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered from one answer to the next never shows. */
class AnswerTextsTest {
    private final AnswerTexts texts = new AnswerTexts("fraud");
    private final JsonOutput output = new JsonOutput();

    private static Reply.Answer classified(List<String> classes, int label, long learned, long seenMillis) {
        double[] scores = new double[classes.size()];
        scores[label] = 0.75;
        return new Reply.Answer(
                false, classes.get(label), Double.NaN, classes, scores, learned, seenMillis, seenMillis + 1);
    }

    private String written(Reply.Answer answer, int partition, long version, long learnedAtVersion) {
        return output.write(json -> texts.write(json, answer, partition, version, learnedAtVersion, Serve.BY_KEY, null))
                .toString();
    }

    @Test
    void aClassIsNamedWithItsProbabilities() {
        assertThat(written(classified(List.of("no", "yes"), 1, 12, 0), 0, 3, 10))
                .isEqualTo("{\"prediction\":\"yes\",\"probabilities\":{\"no\":0.0,\"yes\":0.75},\"model\":\"fraud\","
                        + "\"version\":3,\"events_since_version\":2,\"event_time_seen\":\"1970-01-01T00:00:00.000Z\","
                        + "\"as_of\":\"1970-01-01T00:00:00.001Z\"}");
    }

    @Test
    void aValueIsANumber() {
        Reply.Answer answer =
                new Reply.Answer(false, null, 0.1 + 0.2, List.of(), null, 5, Timestamps.NONE, Timestamps.NONE);
        assertThat(written(answer, 0, 1, 9))
                .isEqualTo("{\"prediction\":0.30000000000000004,\"model\":\"fraud\",\"version\":1,"
                        + "\"events_since_version\":0,\"event_time_seen\":null,\"as_of\":null}");
    }

    @Test
    void namesAreEscaped() {
        assertThat(written(classified(List.of("a\"b", "grün\n"), 0, 1, 0), 0, 1, 0))
                .startsWith("{\"prediction\":\"a\\\"b\",\"probabilities\":{\"a\\\"b\":0.75,\"grün\\n\":0.0},");
    }

    @Test
    void partitionsVersionsAndNewClassesTakeTurns() {
        List<String> two = List.of("no", "yes");
        List<String> three = List.of("no", "yes", "maybe");
        for (int round = 0; round < 3; round++) {
            for (int partition = 0; partition < 40; partition++) {
                List<String> classes = partition % 3 == 0 ? three : two;
                Reply.Answer answer = classified(classes, classes.size() - 1, 100 + partition, partition * 1000L);
                String text = written(answer, partition, 7 + round, 50);
                assertThat(text).isEqualTo(new AnswerTextsTest().written(answer, partition, 7 + round, 50));
                assertThat(text)
                        .startsWith("{\"prediction\":\"" + classes.get(classes.size() - 1))
                        .contains("\"version\":" + (7 + round), "\"events_since_version\":" + (50 + partition));
            }
        }
    }

    @Test
    void answersStandInAnArrayLikeAnyValues() {
        Reply.Answer answer = classified(List.of("no", "yes"), 1, 12, 0);
        String array = output.write(json -> {
                    json.writeStartArray();
                    texts.write(json, answer, 0, 1, 0, Serve.BY_KEY, null);
                    texts.write(json, answer, 0, 1, 0, Serve.BY_KEY, null);
                    json.writeEndArray();
                })
                .toString();
        String one = written(answer, 0, 1, 0);
        assertThat(array).isEqualTo("[" + one + "," + one + "]");
    }
}
