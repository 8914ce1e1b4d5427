package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    private static final String QUESTION = "{\"card\":\"c-1\",\"amount\":400,\"merchant\":\"travel\"}";
    private static final String CHAMPION = "/v1/models/fraud/aliases/champion";

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
    void aModelSaysHowItsEventsLook() {
        assertThat(bench.get("/v1/models").json().at("/models/0/name").asText()).isEqualTo("fraud");
        JsonNode model = bench.get("/v1/models/fraud").json();
        assertThat(model.get("key").asText()).isEqualTo("card");
        assertThat(model.get("takes_events").asBoolean()).isTrue();
        assertThat(model.at("/schema/2/name").asText()).isEqualTo("amount");
        assertThat(model.at("/schema/2/type").asText()).isEqualTo("number");
        assertThat(model.at("/label/classes/0").asText()).isEqualTo("fraud");
        assertThat(model.at("/label/positive").asText()).isEqualTo("fraud");
    }

    @Test
    void versionsComeInPagesNewestFirst() {
        assertThat(bench.get("/v1/models/fraud/versions").json().get("versions"))
                .isEmpty();
        for (int i = 0; i < 3; i++) {
            bench.teach(8);
            bench.commit();
        }
        JsonNode page = bench.get("/v1/models/fraud/versions?limit=2").json();
        assertThat(page.at("/versions/0/version").asLong()).isEqualTo(3);
        assertThat(page.at("/versions/0/events").asLong()).isEqualTo(24);
        assertThat(page.get("next_before").asLong()).isEqualTo(2);
        JsonNode rest = bench.get("/v1/models/fraud/versions?limit=2&before=2").json();
        assertThat(rest.get("versions")).hasSize(1);
        assertThat(rest.get("next_before").isNull()).isTrue();
        JsonNode version = bench.get("/v1/models/fraud/versions/2").json();
        assertThat(version.get("parent").asLong()).isEqualTo(1);
        assertThat(version.at("/parts/learn~10/facts/events").isNumber()).isTrue();
    }

    @Test
    void anAliasIsMovedOnlyAsItWasSeenAndRollsBack() {
        bench.teach(8);
        bench.commit();
        bench.teach(8);
        bench.commit();
        assertThat(bench.put(CHAMPION, "{\"version\":1}").status()).isEqualTo(428);
        Bench.Answer made = bench.put(CHAMPION, "{\"version\":1}", "If-None-Match", "*");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        Bench.Answer stale = bench.put(CHAMPION, "{\"version\":2}", "If-Match", "\"none\"");
        assertThat(stale.status()).isEqualTo(412);
        Bench.Answer moved = bench.put(CHAMPION, "{\"version\":2,\"why\":\"better\"}", "If-Match", made.header("etag"));
        assertThat(moved.json().get("version").asLong()).isEqualTo(2);
        assertThat(bench.get(CHAMPION).json().get("why").asText()).isEqualTo("better");
        assertThat(bench.put(CHAMPION, "{\"version\":9}", "If-Match", moved.header("etag"))
                        .status())
                .isEqualTo(404);
        assertThat(bench.post(CHAMPION + "/rollback", "").json().get("version").asLong())
                .isEqualTo(1);
    }

    @Test
    void aReplicaFollowsTheNewestVersionThenTheChampion() throws Exception {
        bench.teach(40);
        bench.commit();
        try (Server replica = Bench.replica(bench.registry)) {
            String pinned =
                    bench.post("/v1/models/fraud/predict?version=1", QUESTION).text();
            assertThat(bench.post(replica, "/v1/models/fraud/predict", QUESTION).text())
                    .isEqualTo(pinned);
            bench.teach(40);
            bench.commit();
            Bench.await(() -> versionOf(replica) == 2);
            bench.put(CHAMPION, "{\"version\":1}", "If-None-Match", "*");
            Bench.await(() -> versionOf(replica) == 1);
            Bench.Answer events = bench.post(replica, "/v1/models/fraud/events", QUESTION);
            assertThat(events.status()).isEqualTo(409);
            assertThat(events.json().get("type").asText()).endsWith("/not-live");
            assertThat(bench.get(replica, "/health/ready").status()).isEqualTo(200);
        }
    }

    private long versionOf(Server replica) {
        return bench.post(replica, "/v1/models/fraud/predict", QUESTION)
                .json()
                .get("version")
                .asLong();
    }

    @Test
    void aReplicaWithoutAnyVersionIsNotReady() throws Exception {
        try (Server replica = Bench.replica(bench.registry)) {
            assertThat(bench.get(replica, "/health/ready").status()).isEqualTo(503);
            assertThat(bench.get(replica, "/health/live").status()).isEqualTo(200);
            Bench.Answer answer = bench.post(replica, "/v1/models/fraud/predict", QUESTION);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().get("type").asText()).endsWith("/not-ready");
        }
    }

    @Test
    void metricsAreWhatPrometheusReads() {
        bench.teach(40);
        bench.commit();
        Bench.await(() -> bench.get("/metrics").text().contains("millrace_learner_events_total{model=\"fraud\"} 40"));
        String text = bench.get("/metrics").text();
        assertThat(text)
                .contains("# TYPE millrace_http_requests_total counter")
                .contains("millrace_journal_records_total{model=\"fraud\"} 40")
                .contains("millrace_journal_reread_records_total{model=\"fraud\"} 0")
                .contains("millrace_learner_quality{model=\"fraud\",of=\"model\",over=\"total\",metric=\"accuracy\"}")
                .contains("le=\"+Inf\"");
        Pattern line = Pattern.compile(
                "# (HELP|TYPE) millrace_\\S+ .+|millrace_\\w+(\\{\\w+=\"[^\"]*\"(,\\w+=\"[^\"]*\")*})? (\\S+)");
        assertThat(text.lines()).allMatch(each -> line.matcher(each).matches());
        assertThat(text).doesNotContain("version=\"");
    }

    @Test
    void theLiveFeedGoesOnWhereOneWas() throws Exception {
        bench.teach(40);
        try (BufferedReader feed = listen(null)) {
            JsonNode first = next(feed);
            assertThat(first.get("model").asText()).isEqualTo("fraud");
            assertThat(first.get("mode").asText()).isEqualTo("live");
            JsonNode second = next(feed);
            try (BufferedReader again = listen(first.get("id").asText())) {
                assertThat(next(again).get("id")).isEqualTo(second.get("id"));
            }
            JsonNode sample = second;
            while (sample.path("events").asLong() < 40) {
                sample = next(feed);
            }
            assertThat(sample.at("/total/accuracy").isNumber()).isTrue();
            assertThat(sample.at("/journal/end").asLong()).isEqualTo(40);
        }
    }

    private BufferedReader listen(String lastId) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(bench.server.address() + "/v1/models/fraud/live"));
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        var response = bench.client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode next(BufferedReader feed) throws Exception {
        String line = feed.readLine();
        while (!line.startsWith("data: ")) {
            line = feed.readLine();
        }
        return Bench.JSON.readTree(line.substring(6));
    }

    @Test
    void thePageComesFromTheJarAndAsksNobodyElse() {
        Bench.Answer page = bench.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        for (String file : new String[] {"page.css", "page.js", "charts.js", "uPlot.min.css", "uPlot.iife.min.js"}) {
            assertThat(page.text()).contains("/page/" + file);
            assertThat(bench.get("/page/" + file).text()).as(file).isNotEmpty();
        }
        assertThat(page.text()).doesNotContain("https://");
        assertThat(bench.get("/", "If-None-Match", page.header("etag")).status())
                .isEqualTo(304);
    }
}
