package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of a bandit as it runs: asked over HTTP, acting in the stream, rewarded later, started again, replayed. */
@Timeout(120)
class BanditLiveTest {
    private static final Pattern ADDRESS = Pattern.compile("page {6}(http://\\S+)");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CommandRun cli;
    private Thread thread;
    private String server;

    private void start() throws Exception {
        cli = new CommandRun();
        AtomicInteger code = new AtomicInteger(-1);
        CommandRun run = cli;
        String file = folder.resolve("articles.yaml").toString();
        thread = new Thread(() -> code.set(run.run("run", file, "--registry", registry(), "--port", "0")), "command");
        thread.start();
        server = null;
        while (server == null) {
            Matcher matcher = ADDRESS.matcher(cli.out());
            if (matcher.find()) {
                server = matcher.group(1);
            } else if (!thread.isAlive()) {
                throw new IllegalStateException("it has ended: " + cli.out() + cli.err());
            } else {
                thread.join(20);
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (thread != null && thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
    }

    private String registry() {
        return folder.resolve("registry").toString();
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        return client.send(
                body == null
                        ? request.build()
                        : request.POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = send(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    /** The model's figures of {@code /metrics}, by name. */
    private Map<String, Double> quality() throws Exception {
        Map<String, Double> figures = new TreeMap<>();
        Matcher lines = Pattern.compile(
                        "millrace_learner_quality\\{model=\"articles\",of=\"(\\S+)\",over=\"total\",metric=\"(\\w+)\"} (\\S+)")
                .matcher(send("/metrics", null).body());
        while (lines.find()) {
            figures.put(lines.group(1) + "." + lines.group(2), Double.parseDouble(lines.group(3)));
        }
        return figures;
    }

    @Test
    void itChoosesIsRewardedLaterAndCanBeReproduced() throws Exception {
        Files.writeString(
                folder.resolve("articles.yaml"),
                Files.readString(Path.of("..", "examples", "articles.yaml"))
                        .replace("every: 1s", "every: 50ms")
                        .replace("rows: 20000", "rows: 2000"));
        start();
        asked();
        JsonNode acted = acted();

        // The client decides: what was answered goes into the event.
        JsonNode asked = post("/v1/models/articles/predict", "{\"x1\":-1,\"x2\":1}");
        JsonNode told = post(
                "/v1/models/articles/events?answer=true",
                "{\"x1\":-1,\"x2\":1,\"action\":" + asked.get("action") + ",\"propensity\":" + asked.get("probability")
                        + ",\"reward\":0.25}");
        assertThat(told.get("event_id").asText()).isNotEmpty();

        mistakes(acted);
        stop();
        assertThat(cli.out()).contains("reward").contains("SNIPS");
        String version = cli.out().strip().replaceAll("(?s).*articles@", "");

        start();
        assertThat(cli.out()).contains("goes on from articles@" + version);
        for (int n = 0; n < 20; n++) {
            JsonNode event = post("/v1/models/articles/events?answer=true", "{\"x1\":" + (n - 10) + ",\"x2\":0.5}");
            post("/v1/models/articles/feedback", "{\"event_id\":" + event.get("event_id") + ",\"reward\":true}");
        }
        stop();
        String newest = cli.out().strip().replaceAll("(?s).*articles@", "");
        CommandRun replay = new CommandRun();
        int code =
                replay.run("replay", "articles", "--from", "1", "--to", newest, "--verify", "--registry", registry());
        assertThat(code).as(replay.out() + replay.err()).isZero();
        assertThat(replay.out()).contains("every chunk equal");
        scored(newest);
    }

    /** Questions: the same occasion, the same action; over many of them actions come as their probabilities say. */
    private void asked() throws Exception {
        String question = "{\"x1\":0.7,\"x2\":-0.4}";
        JsonNode answer = null;
        while (answer == null) { // until the history's first events are learned
            HttpResponse<String> response = send("/v1/models/articles/predict", question);
            answer = response.statusCode() == 200 ? new ObjectMapper().readTree(response.body()) : null;
        }
        assertThat(answer.get("probabilities")).hasSize(3);
        assertThat(answer.get("rewards")).hasSize(3);
        assertThat(answer.get("probabilities").get(answer.get("action").asText()))
                .isEqualTo(answer.get("probability"));
        assertThat(answer.get("version").isNumber()).isTrue();
        assertThat(answer.has("prediction")).isFalse();
        StringBuilder many = new StringBuilder("[");
        for (int n = 0; n < 400; n++) {
            many.append(n == 0 ? "" : ",").append(question);
        }
        JsonNode all = post(
                "/v1/models/articles/predict?occasion=visits", many.append(']').toString());
        assertThat(all).hasSize(400);
        double expected = 0;
        int best = 0;
        String name = mostProbable(all.get(0));
        for (JsonNode each : all) {
            expected += each.get("probabilities").get(name).asDouble();
            best += each.get("action").asText().equals(name) ? 1 : 0;
        }
        assertThat((double) best).isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected / 400) + 1)));
    }

    private static String mostProbable(JsonNode answer) {
        String most = null;
        for (var names = answer.get("probabilities").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (most == null
                    || answer.get("probabilities").get(name).asDouble()
                            > answer.get("probabilities").get(most).asDouble()) {
                most = name;
            }
        }
        return most;
    }

    /** The stream acts; its reward is joined with the probability that was served. */
    private JsonNode acted() throws Exception {
        JsonNode event = post("/v1/models/articles/events?answer=true", "{\"x1\":0.7,\"x2\":-0.4}");
        assertThat(event.get("action").asText()).isIn("a1", "a2", "a3");
        assertThat(event.get("probability").asDouble())
                .isEqualTo(event.get("probabilities")
                        .get(event.get("action").asText())
                        .asDouble());
        post("/v1/models/articles/feedback", "{\"event_id\":" + event.get("event_id") + ",\"reward\":100}");
        Map<String, Double> figures = quality();
        while (figures.getOrDefault("logged.mean_reward", 0.0) < 0.6) { // 2,000 rewards of about 0.5, and one of 100
            figures = quality();
        }
        // The one event of its own counts once: had it counted 1/p times, or not at all, this would be another figure.
        double lifted = 100.0 / 2001;
        assertThat(figures.get("model.ips")).isGreaterThan(lifted).isLessThan(figures.get("logged.mean_reward") + 0.6);
        return event;
    }

    private void mistakes(JsonNode acted) throws Exception {
        refused("/feedback", "{\"event_id\":" + acted.get("event_id") + ",\"reward\":\"much\"}", "/reward", "number");
        refused("/feedback", "{\"event_id\":" + acted.get("event_id") + "}", "/reward", "'reward' is missing");
        refused(
                "/events",
                "{\"x1\":1,\"action\":\"a9\",\"propensity\":0.5}",
                "/action",
                "is the action and must be one of");
    }

    private void refused(String call, String body, String pointer, String detail) throws Exception {
        HttpResponse<String> response = send("/v1/models/articles" + call, body);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(problem.get("pointer").asText()).isEqualTo(pointer);
        assertThat(problem.get("detail").asText()).contains(detail);
    }

    /** {@code millrace predict}: one draw for each row of the file. */
    private void scored(String version) throws Exception {
        StringBuilder rows = new StringBuilder("x1,x2\n");
        for (int n = 0; n < 300; n++) {
            rows.append("0.7,-0.4\n");
        }
        Path ask = Files.writeString(folder.resolve("ask.csv"), rows);
        CommandRun predict = new CommandRun();
        int code = predict.run("predict", ask.toString(), "--model", "articles@" + version, "--registry", registry());
        assertThat(code).as(predict.err()).isZero();
        assertThat(predict.err()).doesNotContain("has no");
        long distinct = predict.out()
                .lines()
                .map(line -> line.replaceAll(".*\"action\":\"(\\w+)\".*", "$1"))
                .distinct()
                .count();
        assertThat(predict.out().lines()).hasSize(300);
        assertThat(distinct).isGreaterThan(1);
    }
}
