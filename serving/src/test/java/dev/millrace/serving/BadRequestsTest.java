package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.http.Limits;
import dev.millrace.stream.storage.DirectoryStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent, the answer is a problem that says what, where and what to do; the server lives on. */
class BadRequestsTest {
    private static final String PREDICT = "/v1/models/fraud/predict";

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(
                directory, new DirectoryStorage(), Bench.options().withLimits(new Limits(2000, 3, 1024, 10_000)));
        bench.teach(3);
    }

    @AfterEach
    void stop() {
        assertThat(bench.get("/health/live").status()).isEqualTo(200);
        bench.close();
    }

    private static void expect(Bench.Answer answer, int status, String kind) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo("https://millrace.dev/problems/" + kind);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotEmpty();
        assertThat(answer.json().get("detail").asText()).isNotEmpty().doesNotContain("Exception");
    }

    @Test
    void aValueOfTheWrongTypeIsNamedWithWhatWasExpected() {
        Bench.Answer answer = bench.predict("{\"card\":\"c-17\",\"amount\":\"lots\"}");
        expect(answer, 400, "bad-event");
        assertThat(answer.json().get("detail").asText()).isEqualTo("'amount' must be a number, got the text \"lots\"");
        assertThat(answer.json().get("pointer").asText()).isEqualTo("/amount");
        assertThat(answer.json().get("expected").asText()).isEqualTo("number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"card\":\"c\",\"amuont\":1}           | bad-event | /amuont",
                "{\"card\":\"c\",\"amount\":NaN}         | bad-event | /amount",
                "{\"card\":\"c\",\"amount\":1e999}       | bad-event | /amount",
                "{\"card\":\"c\",\"amount\":{}}          | bad-event | /amount",
                "{\"card\":\"c\",\"at\":\"yesterday\"}   | bad-event | /at",
                "{\"amount\":1}                          | no-key    | /card",
                "[{\"card\":\"c\"},{\"amount\":1}]       | no-key    | /1/card",
                "{\"card\":\"c\"                         | bad-json  | ''",
                "{\"card\":\"c\"} {\"card\":\"c\"}       | bad-json  | ''",
                "''                                      | bad-json  | ''",
                "[1,2                                    | bad-event | /0",
                "nonsense                                | bad-json  | ''",
                "17                                      | bad-event | ''",
            })
    void badBodiesAreRefusedWithTheirPlace(String body, String kind, String pointer) {
        Bench.Answer answer = bench.predict(body);
        expect(answer, 400, kind);
        assertThat(answer.json().get("pointer").asText()).isEqualTo(pointer);
        assertThat(answer.json().get("detail").asText())
                .as("the parser's own affairs")
                .doesNotContain("Source:", "_");
    }

    @Test
    void deepNestingIsRefused() {
        expect(bench.predict("{\"card\":" + "[".repeat(600) + "]".repeat(600) + "}"), 400, "bad-event");
    }

    @Test
    void anUnknownModelVersionOrAliasIsNamedWithWhatThereIs() {
        Bench.Answer model = bench.post("/v1/models/fruad/predict", "{}");
        expect(model, 404, "unknown-model");
        assertThat(model.json().get("known").get(0).asText()).isEqualTo("fraud");
        bench.commit();
        Bench.Answer version = bench.post(PREDICT + "?version=99", "{\"card\":\"c\"}");
        expect(version, 404, "unknown-version");
        Bench.Answer alias = bench.post(PREDICT + "?alias=nobody", "{\"card\":\"c\"}");
        expect(alias, 404, "unknown-alias");
        expect(bench.get("/v1/models/fraud/versions/99"), 404, "unknown-version");
        expect(bench.get("/v1/models/fraud/aliases/nobody"), 404, "unknown-alias");
    }

    @Test
    void namesThatAreNoNamesAreRefused() {
        expect(bench.get("/v1/models/..%2F..%2Fetc"), 400, "bad-name");
        expect(bench.get("/v1/models/%20"), 400, "bad-name");
        expect(bench.get("/v1/models/" + "x".repeat(300)), 400, "bad-name");
        expect(bench.get("/v1/models/fraud/versions/seven"), 400, "bad-name");
        expect(bench.get("/v1/models/fraud/versions/0"), 400, "bad-name");
    }

    @Test
    void addressesAndMethodsThatAreNotThereAreRefused() {
        expect(bench.get("/v1/nothing"), 404, "not-found");
        Bench.Answer wrong = bench.get(PREDICT);
        expect(wrong, 405, "method-not-allowed");
        assertThat(wrong.header("allow")).isEqualTo("POST");
    }

    @Test
    void parametersAreChecked() {
        Bench.Answer misspelt = bench.post(PREDICT + "?versoin=3", "{\"card\":\"c\"}");
        expect(misspelt, 400, "bad-parameter");
        assertThat(misspelt.json().get("detail").asText()).contains("versoin").contains("version");
        expect(bench.post(PREDICT + "?version=x", "{\"card\":\"c\"}"), 400, "bad-parameter");
        expect(bench.post(PREDICT + "?version=1&alias=a", "{\"card\":\"c\"}"), 400, "bad-parameter");
        expect(bench.post("/v1/models/fraud/events?answer=maybe", "{\"card\":\"c\"}"), 400, "bad-parameter");
        expect(bench.get("/v1/models/fraud/versions?limit=0"), 400, "bad-parameter");
        expect(bench.events("{\"card\":\"c\",\"at\":1}", "Idempotency-Key", "with space"), 400, "bad-parameter");
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        expect(bench.predict("{\"card\":\"" + "x".repeat(3000) + "\"}"), 413, "body-too-large");
    }

    @Test
    void moreRowsThanAllowedAreRefused() {
        Bench.Answer answer = bench.predict("[{\"card\":\"c\"},{\"card\":\"c\"},{\"card\":\"c\"},{\"card\":\"c\"}]");
        expect(answer, 413, "too-many-rows");
        assertThat(answer.json().get("limit").asInt()).isEqualTo(3);
    }

    @Test
    void mediaTypesThatAreNotUnderstoodAreRefused() {
        expect(bench.predict("<a/>", "Content-Type", "text/xml"), 415, "unsupported-media-type");
        expect(bench.predict("{}", "Content-Encoding", "br"), 415, "unsupported-media-type");
        assertThat(bench.predict("{\"card\":\"c-1\"}", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .as("what curl -d sends")
                .isEqualTo(200);
    }

    @Test
    void anEmptyRequestOfEventsIsRefused() {
        expect(bench.events("[]"), 400, "bad-json");
        expect(bench.events("\n\n", "Content-Type", "application/x-ndjson"), 400, "bad-json");
    }
}
