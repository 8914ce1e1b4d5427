package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that learns a file, then what comes over HTTP; stopped, started again, replayed, and served by a replica. */
@Timeout(120)
class LiveRunTest {
    private static final Pattern ADDRESS = Pattern.compile("page {6}(http://\\S+)");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String file;
    private Started started;

    /** A command that runs in a thread of its own until it is interrupted. */
    private static final class Started {
        final CommandRun cli = new CommandRun();
        final AtomicInteger code = new AtomicInteger(-1);
        final Thread thread;

        Started(String... arguments) {
            thread = new Thread(() -> code.set(cli.run(arguments)), "command");
            thread.start();
        }

        String address() throws InterruptedException {
            while (thread.isAlive()) {
                Matcher matcher = ADDRESS.matcher(cli.out());
                if (matcher.find()) {
                    return matcher.group(1);
                }
                thread.join(20);
            }
            throw new IllegalStateException("it has ended: " + cli.out() + cli.err());
        }

        int stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
            return code.get();
        }
    }

    @BeforeEach
    void writePipeline() throws Exception {
        StringBuilder rows = new StringBuilder("at,who,x,class\n");
        for (int i = 0; i < 300; i++) {
            int x = i * 7919 % 100;
            rows.append(1_000_000 + i * 1_000)
                    .append(",k")
                    .append(i % 7)
                    .append(',')
                    .append(x);
            rows.append(x < 50 ? ",low" : ",high").append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        file = Files.writeString(folder.resolve("live.yaml"), """
                        pipeline: live
                        partitions: 2
                        source:
                          - file: rows.csv
                          - http: {}
                        time: at
                        key: who
                        features: {x: {number: x}, last: {lag: class}}
                        label: {field: class, classes: [low, high], within: 1h}
                        learner: naive-bayes
                        checkpoint: {every: 20ms}
                        """).toString();
    }

    @AfterEach
    void stopWhatRuns() throws Exception {
        if (started != null && started.thread.isAlive()) {
            started.stop();
        }
    }

    private Started start() {
        started = new Started("run", file, "--registry", registry(), "--port", "0");
        return started;
    }

    private String registry() {
        return folder.resolve("registry").toString();
    }

    private JsonNode post(String address, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void historyThenLiveThenRestartThenReplayThenReplica() throws Exception {
        String address = start().address();
        JsonNode event = post(address, "/v1/models/live/events?answer=true", "{\"at\":2000000,\"who\":\"k1\",\"x\":3}");
        assertThat(event.get("event_id").asText()).isNotEmpty();
        assertThat(event.get("prediction").asText()).isIn("low", "high");
        post(
                address,
                "/v1/models/live/feedback",
                "{\"event_id\":\"" + event.get("event_id").asText() + "\",\"label\":\"low\"}");
        assertThat(post(address, "/v1/models/live/predict", "{\"who\":\"k1\",\"x\":99}")
                        .get("prediction")
                        .asText())
                .isEqualTo("high");
        assertThat(started.stop()).as(started.cli.err()).isZero();
        assertThat(started.cli.out()).contains("302 records").contains("live@");

        String again = start().address();
        assertThat(started.cli.out()).contains("goes on from live@");
        post(
                again,
                "/v1/models/live/events?answer=true",
                "{\"at\":2001000,\"who\":\"k2\",\"x\":70,\"class\":\"high\"}");
        assertThat(started.stop()).as(started.cli.err()).isZero();
        assertThat(started.cli.out()).contains("1 records");
        String version = started.cli.out().strip().replaceAll("(?s).*live@", "");

        CommandRun replay = new CommandRun();
        int code = replay.run("replay", "live", "--from", "1", "--to", version, "--verify", "--registry", registry());
        assertThat(code).as(replay.out() + replay.err()).isZero();
        assertThat(replay.out()).contains("every chunk equal");

        started = new Started("serve", "--registry", registry(), "--port", "0");
        JsonNode answer = post(started.address(), "/v1/models/live/predict", "{\"who\":\"k1\",\"x\":99}");
        assertThat(answer.get("prediction").asText()).isEqualTo("high");
        assertThat(answer.get("version").asText()).isEqualTo(version);
        assertThat(started.stop()).as(started.cli.err()).isZero();
    }

    @Test
    void labelsComeFromAFileAndByFeedbackAndNameKeyAndTime() throws Exception {
        StringBuilder rows = new StringBuilder("at,who,x\n");
        StringBuilder labels = new StringBuilder("who,at,class,told\n");
        for (int i = 0; i < 300; i++) {
            long at = 1_000_000 + i * 1_000L;
            rows.append(at)
                    .append(",k")
                    .append(i % 7)
                    .append(',')
                    .append(i * 7919 % 100)
                    .append('\n');
            if (i < 200) {
                labels.append("k").append(i % 7).append(',').append(at).append(i % 2 == 0 ? ",low," : ",high,");
                labels.append(at + 5_500).append('\n');
            }
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Files.writeString(folder.resolve("labels.csv"), labels + "k1,2000000,low,2000500\n");
        Files.writeString(folder.resolve("live.yaml"), """
                        pipeline: live
                        partitions: 2
                        source: [{file: rows.csv}, {http: {}}]
                        schema: {at: time}
                        time: at
                        key: who
                        features: {x: {number: x}, last: {lag: class}}
                        label:
                          field: class
                          classes: [low, high]
                          within: 1h
                          from: {file: labels.csv, key: who, time: at, known: told}
                        learner: naive-bayes
                        checkpoint: {every: 20ms}
                        """);
        String address = start().address();
        post(address, "/v1/models/live/events?answer=true", "{\"at\":2000000,\"who\":\"k1\",\"x\":3}");
        JsonNode known = post(
                address,
                "/v1/models/live/feedback",
                "{\"key\":\"k5\",\"at\":\"1970-01-01T00:20:50Z\",\"label\":\"high\"}");
        assertThat(known.get("key").asText()).isEqualTo("k5");
        assertThat(started.stop()).as(started.cli.err()).isZero();
        assertThat(started.cli.out()).contains("502 records").doesNotContain("dead letter");

        String again = start().address();
        post(again, "/v1/models/live/events?answer=true", "{\"at\":2001000,\"who\":\"k2\",\"x\":70}");
        assertThat(started.stop()).as(started.cli.err()).isZero();
        assertThat(started.cli.out()).contains("2 records").doesNotContain("dead letter");
        assertReplays();
    }

    @Test
    void aLaterEventIsTheLabelOfAnEarlierOne() throws Exception {
        Files.writeString(folder.resolve("live.yaml"), """
                        pipeline: live
                        partitions: 4
                        source: http
                        schema: {at: time, who: text, x: number, class: text, of: text, then: time}
                        time: at
                        key: who
                        label: {field: class, classes: [low, high], within: 1h, of: {key: of, time: then}}
                        learner: naive-bayes
                        checkpoint: {every: 20ms}
                        """);
        String address = start().address();
        for (int i = 0; i < 20; i++) {
            post(address, "/v1/models/live/events", "{\"at\":" + i + ",\"who\":\"k" + i + "\",\"x\":" + i + "}");
        }
        for (int i = 0; i < 20; i++) {
            JsonNode answer = post(
                    address,
                    "/v1/models/live/events?answer=true",
                    "{\"at\":50,\"of\":\"k" + i + "\",\"then\":" + i + ",\"class\":\"low\"}");
            assertThat(answer.get("prediction").isNull()).isTrue();
        }
        assertThat(started.stop()).as(started.cli.err()).isZero();
        assertThat(started.cli.out()).contains("40 records").doesNotContain("dead letter");
        CommandRun show = new CommandRun();
        assertThat(show.run("models", "show", "live", "--registry", registry())).isZero();
        assertThat(show.out()).contains("20 events");
        assertReplays();
    }

    @Test
    void aFieldThatIsNewBecomesAFeatureOfAModelThatGoesOn() throws Exception {
        String source = """
                        pipeline: live
                        partitions: 2
                        source: http
                        schema: {at: time, who: text, x: number, class: text%s}
                        time: at
                        key: who
                        features: {x: {number: x}%s}
                        label: {field: class, classes: [low, high]}
                        learner: %s
                        checkpoint: {every: 20ms}
                        """;
        for (String learner : List.of("naive-bayes", "hoeffding-tree", "logistic:calibrate=true")) {
            Path yaml = folder.resolve("live.yaml");
            Files.writeString(yaml, source.formatted("", "", learner).replace("live", learner.substring(0, 5)));
            String model = "/v1/models/" + learner.substring(0, 5);
            String address = start().address();
            for (int i = 0; i < 40; i++) {
                post(
                        address,
                        model + "/events",
                        "{\"at\":" + i + ",\"who\":\"k" + i % 5 + "\",\"x\":" + i % 2 + ",\"class\":\""
                                + (i % 2 == 0 ? "low" : "high") + "\"}");
            }
            JsonNode before = post(address, model + "/predict", "{\"who\":\"k1\",\"x\":1}");
            assertThat(started.stop()).as(started.cli.err()).isZero();
            Matcher made = Pattern.compile("@(\\d+)").matcher(started.cli.out());
            assertThat(made.find()).isTrue();

            Files.writeString(
                    yaml,
                    source.formatted(", y: number", ", y: {number: y}", learner)
                            .replace("live", learner.substring(0, 5)));
            address = start().address();
            JsonNode without = post(address, model + "/predict", "{\"who\":\"k1\",\"x\":1}");
            assertThat(without.get("probabilities")).isEqualTo(before.get("probabilities"));
            post(address, model + "/events", "{\"at\":50,\"who\":\"k1\",\"x\":1,\"y\":7.5,\"class\":\"high\"}");
            JsonNode earlier = post(address, model + "/predict?version=" + made.group(1), "{\"who\":\"k1\",\"x\":1}");
            assertThat(earlier.get("prediction").asText()).isIn("low", "high");
            assertThat(started.stop()).as(started.cli.err()).isZero();
            assertThat(started.cli.out()).contains("goes on from").doesNotContain("dead letter");
        }
    }

    private void assertReplays() {
        String version = started.cli.out().strip().replaceAll("(?s).*live@", "");
        for (String from : List.of("0", "1")) {
            CommandRun replay = new CommandRun();
            int code =
                    replay.run("replay", "live", "--from", from, "--to", version, "--verify", "--registry", registry());
            assertThat(code).as(replay.out() + replay.err()).isZero();
            assertThat(replay.out()).contains("every chunk equal");
        }
    }

    @Test
    void aFileIsScoredBitForBitAsTheServerScoresItByThatVersion() throws Exception {
        String address = start().address();
        post(
                address,
                "/v1/models/live/events?answer=true",
                "{\"at\":2000000,\"who\":\"k1\",\"x\":3,\"class\":\"low\"}");
        assertThat(started.stop()).as(started.cli.err()).isZero();
        String version = started.cli.out().strip().replaceAll("(?s).*live@", "");
        started = new Started("serve", "--registry", registry(), "--port", "0");
        String server = started.address();
        StringBuilder csv = new StringBuilder("x,who,other\n");
        StringBuilder ndjson = new StringBuilder();
        List<JsonNode> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String x = i % 9 == 0 ? "" : Integer.toString(i * 37 % 101);
            csv.append(x).append(",k").append(i % 11).append(",ignored\n");
            String question = "{\"who\":\"k" + i % 11 + "\"" + (x.isEmpty() ? "" : ",\"x\":" + x) + "}";
            ndjson.append(question).append('\n');
            expected.add(post(server, "/v1/models/live/predict?version=" + version, question));
        }
        csv.append("5,,no key\n");
        Path asCsv = Files.writeString(folder.resolve("ask.csv"), csv);
        Path asJson = Files.writeString(folder.resolve("ask.ndjson"), ndjson);
        for (Path file : List.of(asCsv, asJson)) {
            CommandRun predict = new CommandRun();
            int code = predict.run("predict", file.toString(), "--model", "live@" + version, "--registry", registry());
            assertThat(code).as(predict.err()).isZero();
            List<String> lines = predict.out().lines().toList();
            assertThat(lines).hasSize(60);
            for (int i = 0; i < 60; i++) {
                JsonNode scored = new ObjectMapper().readTree(lines.get(i));
                assertThat(scored.get("row").asInt()).isEqualTo(i + 1);
                assertThat(scored.get("prediction")).isEqualTo(expected.get(i).get("prediction"));
                assertThat(scored.get("probabilities"))
                        .isEqualTo(expected.get(i).get("probabilities"));
            }
        }
        CommandRun predict = new CommandRun();
        Path out = folder.resolve("out/scores.csv");
        int code = predict.run(
                "predict", asCsv.toString(), "--model", "live", "--registry", registry(), "--out", out.toString());
        assertThat(code).as(predict.err()).isZero();
        assertThat(predict.out()).contains("60 rows scored by live@" + version);
        assertThat(predict.err())
                .contains("1 row was refused; the first: 'who' is missing")
                .contains("has no at;");
        assertThat(Files.readAllLines(out).get(0)).isEqualTo("row,prediction,p_low,p_high");
        assertThat(Files.readAllLines(out)).hasSize(61);
        assertThat(predict.run("predict", asCsv.toString(), "--model", "nobody", "--registry", registry()))
                .isEqualTo(1);
        assertThat(predict.err()).contains("nobody").doesNotContain("\tat ");
    }

    @Test
    void aGeneratorThatNeverEndsBesideHttpIsReproduced() throws Exception {
        file = Files.writeString(folder.resolve("beside.yaml"), """
                        pipeline: beside
                        partitions: 4
                        source:
                          - {generator: payments, seed: 7, rate: 5000, history: 3000}
                          - http: {}
                        time: {field: at, out-of-order: 5s, idle-after: 20ms}
                        key: card
                        features: {amount: {number: amount, scale: standard}, last: {lag: fraud}}
                        label: {field: fraud, classes: {true: fraud, false: fine}, within: 1h, otherwise: fine}
                        learner: hoeffding-tree
                        reports:
                          r: {window: {tumbling: 1h}, key: channel, take: {n: count}}
                          so-far: {window: {tumbling: 30d, early: 100ms}, key: channel, take: {n: count, s: sum(amount)}}
                          now: {window: {tumbling: 200ms, time: clock}, key: channel, take: {n: count}}
                        checkpoint: {every: 50ms, keep: {last: 1000}}
                        """).toString();
        for (int life = 0; life < 2; life++) {
            String address = start().address();
            for (int i = 0; i < 20; i++) {
                post(
                        address,
                        "/v1/models/beside/events?answer=true",
                        "{\"at\":\"2026-01-0" + (1 + i % 3) + "T10:00:00Z\",\"card\":\"c-" + i + "\",\"amount\":" + i
                                + "}");
            }
            assertThat(started.stop()).as(started.cli.err()).isZero();
        }
        try (var reports = Files.list(folder.resolve("registry/beside/reports"))) {
            assertThat(reports).allSatisfy(report -> assertThat(report).isNotEmptyFile());
        }
        long newest = Long.parseLong(started.cli.out().strip().replaceAll("(?s).*beside@", ""));
        assertThat(newest).isGreaterThan(3);
        for (long from : new long[] {0, 1, newest / 2, newest - 1}) {
            CommandRun replay = new CommandRun();
            int code = replay.run(
                    "replay",
                    "beside",
                    "--from",
                    Long.toString(from),
                    "--to",
                    Long.toString(newest),
                    "--verify",
                    "--workers",
                    "2",
                    "--registry",
                    registry());
            assertThat(code).as(replay.out() + replay.err()).isZero();
            assertThat(replay.out()).contains("every chunk equal").contains("beside@" + newest + " is reproduced");
        }
    }

    @Test
    void aRegistryWithoutModelsIsNotServed() throws Exception {
        CommandRun cli = new CommandRun();
        Files.createDirectories(folder.resolve("registry"));
        assertThat(cli.run("serve", "--registry", registry(), "--port", "0")).isEqualTo(1);
        assertThat(cli.err()).contains("registry").doesNotContain("\tat ");
    }

    @Test
    void aDetectorNeedsNoLabelAndAnswersWithAScore() throws Exception {
        StringBuilder rows = new StringBuilder("at,value\n");
        for (int i = 0; i < 300; i++) {
            rows.append(1_000_000 + i * 1_000)
                    .append(',')
                    .append(i * 7919 % 100)
                    .append('\n');
        }
        Files.writeString(folder.resolve("values.csv"), rows);
        file = Files.writeString(folder.resolve("watch.yaml"), """
                        pipeline: watch
                        source:
                          - file: values.csv
                          - http: {}
                        time: at
                        features: {value: {number: value}}
                        learner: {robust-z-score: {window: 200}}
                        checkpoint: {every: 20ms}
                        """).toString();
        String address = start().address();
        JsonNode strange = post(address, "/v1/models/watch/predict", "{\"value\":100000}");
        assertThat(strange.get("prediction").asText()).isEqualTo("anomaly");
        assertThat(strange.get("score").asDouble()).isGreaterThan(0.99);
        assertThat(strange.has("probabilities")).isFalse();
        JsonNode event = post(address, "/v1/models/watch/events?answer=true", "{\"at\":2000000,\"value\":50}");
        assertThat(event.get("prediction").asText()).isEqualTo("normal");
        assertThat(event.get("score").asDouble()).isLessThan(0.5);
        assertThat(started.stop()).as(started.cli.err()).isZero();
        assertThat(started.cli.out()).contains("301 records");
    }
}
