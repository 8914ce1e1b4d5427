package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionsTest {
    private static final String FRAUD_LIKE = "{\"card\":\"c-1\",\"amount\":400,\"merchant\":\"travel\"}";
    private static final String FINE_LIKE = "{\"card\":\"c-2\",\"amount\":20,\"merchant\":\"food\"}";

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void aQuestionIsAnsweredByTheLiveModel() {
        bench.teach(400);
        Bench.Answer answer = bench.predict(FRAUD_LIKE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        JsonNode json = answer.json();
        assertThat(json.get("prediction").asText()).isEqualTo("fraud");
        assertThat(json.get("probabilities").get("fraud").asDouble()
                        + json.get("probabilities").get("fine").asDouble())
                .isBetween(0.999999, 1.000001);
        assertThat(json.get("model").asText()).isEqualTo("fraud");
        assertThat(json.get("version").asLong()).isZero();
        assertThat(json.get("events_since_version").asLong()).isPositive();
        assertThat(json.get("event_time_seen").asText()).endsWith("Z").hasSize(24);
        assertThat(json.get("as_of")).isEqualTo(json.get("event_time_seen"));
    }

    @Test
    void aQuestionWithATimeIsAskedAtThatTime() {
        bench.teach(40);
        JsonNode json = bench.predict("{\"card\":\"c-1\",\"amount\":1,\"at\":\"2026-03-01T10:15:02.120Z\"}")
                .json();
        assertThat(json.get("as_of").asText()).isEqualTo("2026-03-01T10:15:02.120Z");
    }

    @Test
    void manyQuestionsAreAnsweredInTheirFormAndOrder() {
        bench.teach(400);
        JsonNode array = bench.predict('[' + FRAUD_LIKE + ',' + FINE_LIKE + ']').json();
        assertThat(array).hasSize(2);
        assertThat(array.get(0).get("prediction").asText()).isEqualTo("fraud");
        assertThat(array.get(1).get("prediction").asText()).isEqualTo("fine");

        Bench.Answer lines =
                bench.predict(FINE_LIKE + "\n\n" + FRAUD_LIKE + '\n', "Content-Type", "application/x-ndjson");
        assertThat(lines.header("content-type")).isEqualTo("application/x-ndjson");
        assertThat(lines.lines())
                .extracting(line -> line.get("prediction").asText())
                .containsExactly("fine", "fraud");
    }

    @Test
    void askingChangesNothing() {
        bench.teach(40);
        List<String> first = List.of(
                bench.predict(FRAUD_LIKE).text(), bench.predict(FRAUD_LIKE).text());
        assertThat(first.get(0)).isEqualTo(first.get(1));
        assertThat(bench.journal.end()).isEqualTo(40);
    }

    @Test
    void theVersionSignsTheAnswerAndCountsTheEventsSince() {
        bench.teach(40);
        long version = bench.commit();
        JsonNode fresh = bench.predict(FRAUD_LIKE).json();
        assertThat(fresh.get("version").asLong()).isEqualTo(version);
        assertThat(fresh.get("events_since_version").asLong()).isZero();
        bench.teach(40);
        assertThat(bench.predict(FRAUD_LIKE).json().get("events_since_version").asLong())
                .isPositive();
    }

    @Test
    void aPinnedVersionAnswersTheSameForEver() {
        bench.teach(40);
        long version = bench.commit();
        String path = "/v1/models/fraud/predict?version=" + version;
        String before = bench.post(path, FRAUD_LIKE).text();
        bench.teach(400);
        bench.commit();
        assertThat(bench.post(path, FRAUD_LIKE).text()).isEqualTo(before);
        assertThat(bench.predict(FRAUD_LIKE).json().get("probabilities")).isNotEqualTo(Bench.JSON.valueToTree(before));
    }

    @Test
    void anAliasAnswersWithTheModelOfItsVersion() {
        bench.teach(40);
        long version = bench.commit();
        Bench.Answer moved =
                bench.put("/v1/models/fraud/aliases/champion", "{\"version\":" + version + "}", "If-None-Match", "*");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        bench.teach(400);
        JsonNode champion = bench.post("/v1/models/fraud/predict?alias=champion", FRAUD_LIKE)
                .json();
        assertThat(champion.get("version").asLong()).isEqualTo(version);
        assertThat(champion.get("events_since_version").asLong()).isZero();
        JsonNode pinned = bench.post("/v1/models/fraud/predict?version=" + version, FRAUD_LIKE)
                .json();
        // No feature looks anything up, so live lookups and those of the version agree.
        assertThat(champion.get("probabilities")).isEqualTo(pinned.get("probabilities"));
    }

    @Test
    void aModelThatHasLearnedNothingSaysSo() {
        Bench.Answer answer = bench.predict(FRAUD_LIKE);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.json().get("type").asText()).isEqualTo("https://millrace.dev/problems/model-is-empty");
    }
}
