package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    private static final String EVENT = "{\"card\":\"c-1\",\"at\":5000,\"amount\":400,\"merchant\":\"travel\"}";

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
    void anEventIsAnsweredWithItsIdOnceItIsDurable() {
        Bench.Answer answer = bench.events(EVENT);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("event_id").asText()).startsWith("0-0-0-");
        assertThat(answer.json().has("prediction")).isFalse();
        assertThat(bench.journal.end()).isEqualTo(1);
    }

    @Test
    void theStreamsOwnPredictionComesWithTheAnswer() {
        bench.teach(200);
        JsonNode json = bench.post("/v1/models/fraud/events?answer=true", EVENT).json();
        assertThat(json.get("prediction").asText()).isEqualTo("fraud");
        assertThat(json.get("probabilities").get("fraud").asDouble()).isGreaterThan(0.5);
        assertThat(json.get("events_learned").asLong()).isPositive();
    }

    @Test
    void anEventBeforeAnythingWasLearnedHasNoPrediction() {
        JsonNode json = bench.post("/v1/models/fraud/events?answer=true", EVENT).json();
        assertThat(json.get("event_id").asText()).isNotEmpty();
        assertThat(json.get("prediction").isNull()).isTrue();
    }

    /** Behind the journal it would be a dead letter, of which its sender would hear nothing. */
    @Test
    void anEventOfAFarFutureIsRefusedWithAllOfItsBatch() {
        long end = bench.journal.end();
        String future = EVENT.replace("5000", "\"2299-01-01T00:00:00Z\"");
        for (String body : new String[] {future, '[' + EVENT + ',' + future + ']'}) {
            Bench.Answer refused = bench.events(body);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().get("pointer").asText()).endsWith("/at");
            assertThat(refused.text()).contains("2299-01-01T00:00:00.000Z", "time.max-ahead");
        }
        assertThat(bench.journal.end()).isEqualTo(end);
        long soon = System.currentTimeMillis() + 3_600_000;
        assertThat(bench.events(EVENT.replace("5000", Long.toString(soon))).status())
                .isEqualTo(200);
    }

    /** It would be a name that no replay knows: an event is drawn for by its place. */
    @Test
    void anEventHasNoOccasion() {
        Bench.Answer refused = bench.post("/v1/models/fraud/events?occasion=visit-7", EVENT);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("unknown parameter 'occasion'");
    }

    @Test
    void aRequestIsOneBatchInOrder() {
        Bench.Answer lines = bench.events(EVENT + '\n' + EVENT + '\n', "Content-Type", "application/x-ndjson");
        assertThat(lines.lines())
                .extracting(line -> line.get("event_id").asText().substring(0, 6))
                .containsExactly("0-0-0-", "0-0-1-");
        JsonNode array = bench.events('[' + EVENT + ',' + EVENT + ']').json();
        assertThat(array.get(1).get("event_id").asText()).startsWith("0-0-3-");
    }

    @Test
    void oneBadEventRefusesTheWholeRequestAndNamesItsLine() {
        Bench.Answer answer = bench.events(
                EVENT + "\n{\"card\":\"c-1\",\"at\":1,\"amount\":\"lots\"}\n", "Content-Type", "application/x-ndjson");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("line").asInt()).isEqualTo(2);
        assertThat(answer.json().get("pointer").asText()).isEqualTo("/amount");
        assertThat(bench.journal.end()).isZero();

        Bench.Answer array = bench.events('[' + EVENT + ",{\"card\":\"c-1\",\"at\":1,\"amount\":\"lots\"}]");
        assertThat(array.json().get("index").asInt()).isEqualTo(1);
        assertThat(array.json().get("pointer").asText()).isEqualTo("/1/amount");
        assertThat(bench.journal.end()).isZero();
    }

    @Test
    void aRetryWithTheSameKeyIsHarmless() {
        String first = bench.events(EVENT, "Idempotency-Key", "k-1")
                .json()
                .get("event_id")
                .asText();
        JsonNode again = bench.events(EVENT, "Idempotency-Key", "k-1").json();
        assertThat(again.get("event_id").asText()).isEqualTo(first);
        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(bench.journal.end()).isEqualTo(1);
    }

    @Test
    void aRetryGetsTheStreamsPredictionAgain() {
        bench.teach(200);
        String path = "/v1/models/fraud/events?answer=true";
        JsonNode first = bench.post(path, EVENT, "Idempotency-Key", "k-2").json();
        JsonNode again = bench.post(path, EVENT, "Idempotency-Key", "k-2").json();
        assertThat(again.get("probabilities")).isEqualTo(first.get("probabilities"));
    }

    @Test
    void anotherBodyUnderAUsedKeyIsRefused() {
        bench.events(EVENT, "Idempotency-Key", "k-1");
        Bench.Answer other = bench.events(EVENT.replace("400", "401"), "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("type").asText()).endsWith("/idempotency-conflict");
        assertThat(bench.journal.end()).isEqualTo(1);
    }

    @Test
    void anEventNeedsItsTimeAndAKnownClass() {
        Bench.Answer timeless = bench.events("{\"card\":\"c-1\",\"amount\":1}");
        assertThat(timeless.status()).isEqualTo(400);
        assertThat(timeless.json().get("pointer").asText()).isEqualTo("/at");
        Bench.Answer odd = bench.events("{\"card\":\"c-1\",\"at\":1,\"fraud\":\"maybe\"}");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.json().get("pointer").asText()).isEqualTo("/fraud");
        assertThat(odd.json().get("detail").asText()).contains("maybe").contains("true");
    }

    @Test
    void aLateLabelIsJournaledAndLearned() {
        bench.teach(100);
        String id = bench.post("/v1/models/fraud/events?answer=true", EVENT.replace("5000", "\"1970-01-01T00:30:00Z\""))
                .json()
                .get("event_id")
                .asText();
        long before = bench.learned();
        Bench.Answer answer =
                bench.post("/v1/models/fraud/feedback", "{\"event_id\":\"" + id + "\",\"label\":\"fraud\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("event_id").asText()).isEqualTo(id);
        assertThat(bench.journal.end()).isEqualTo(102);
        Bench.await(() -> bench.learned() == before + 1);
    }

    @Test
    void aLateLabelMayNameKeyAndTime() {
        bench.teach(100);
        bench.post("/v1/models/fraud/events?answer=true", EVENT.replace("5000", "\"1970-01-01T00:30:00.001Z\""));
        long before = bench.learned();
        Bench.Answer answer =
                bench.post("/v1/models/fraud/feedback", "{\"key\":\"c-1\",\"at\":1800001,\"label\":\"fraud\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"key\":\"c-1\",\"at\":\"1970-01-01T00:30:00.001Z\",\"label\":\"fraud\"}");
        Bench.await(() -> bench.learned() == before + 1);
    }

    @Test
    void aNameOfAnEventIsWholeAndOne() {
        for (String[] wrong : new String[][] {
            {"{\"key\":\"c-1\",\"label\":\"fraud\"}", "/at", "'at' is missing"},
            {"{\"at\":5000,\"label\":\"fraud\"}", "/key", "'key' is missing"},
            {"{\"key\":\"c-1\",\"at\":\"soon\",\"label\":\"fraud\"}", "/at", "'at' must be a time"},
            {"{\"key\":{},\"at\":5000,\"label\":\"fraud\"}", "/key", "'key' must be text"},
            {"{\"key\":\"c-1\",\"at\":5000}", "/label", "'label' is missing"},
            {"{\"label\":\"fraud\"}", "/event_id", "'event_id' is missing"},
            {"{\"event_id\":\"1-0-0-00000000\",\"key\":\"c-1\",\"at\":5000,\"label\":\"fraud\"}", "/event_id", "not"},
        }) {
            Bench.Answer answer = bench.post("/v1/models/fraud/feedback", wrong[0]);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("pointer").asText()).as(wrong[0]).isEqualTo(wrong[1]);
            assertThat(answer.json().get("detail").asText()).contains(wrong[2]);
        }
        assertThat(bench.journal.end()).isZero();
    }

    @Test
    void aLabelOfNoClassOrOfNoEventIsRefused() {
        String id = bench.events(EVENT).json().get("event_id").asText();
        Bench.Answer label =
                bench.post("/v1/models/fraud/feedback", "{\"event_id\":\"" + id + "\",\"label\":\"perhaps\"}");
        assertThat(label.status()).isEqualTo(400);
        assertThat(label.json().get("pointer").asText()).isEqualTo("/label");
        assertThat(label.json().get("expected").asText()).contains("fraud").contains("fine");
        Bench.Answer event =
                bench.post("/v1/models/fraud/feedback", "{\"event_id\":\"0-0-zz-00000000\",\"label\":\"fraud\"}");
        assertThat(event.status()).isEqualTo(400);
        assertThat(event.json().get("pointer").asText()).isEqualTo("/event_id");
        Bench.Answer nonsense = bench.post("/v1/models/fraud/feedback", "[{\"event_id\":\"x\",\"label\":\"fraud\"}]");
        assertThat(nonsense.json().get("pointer").asText()).isEqualTo("/0/event_id");
        assertThat(bench.post("/v1/models/fraud/feedback", "{\"event_id\":\"" + id + "\"}")
                        .json()
                        .get("pointer")
                        .asText())
                .isEqualTo("/label");
        assertThat(bench.journal.end()).isEqualTo(1);
    }

    @Test
    void aPageOfAnotherSiteMayNotSendEvents() {
        assertThat(bench.events(EVENT, "Origin", "https://elsewhere.example").status())
                .isEqualTo(403);
        assertThat(bench.events(EVENT, "Origin", bench.server.address()).status())
                .isEqualTo(200);
    }
}
