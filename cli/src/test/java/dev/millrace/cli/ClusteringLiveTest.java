package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clusterer as it runs: asked over HTTP, as JSON and as tensors; its events answered with their clusters. */
@Timeout(120)
class ClusteringLiveTest {
    private static final Pattern ADDRESS = Pattern.compile("page {6}(http://\\S+)");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CommandRun cli = new CommandRun();
    private Thread thread;
    private String server;

    @AfterEach
    void stop() throws Exception {
        if (thread != null && thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
    }

    private void start() throws Exception {
        StringBuilder history = new StringBuilder("x,y\n");
        for (int i = 0; i < 400; i++) {
            history.append(i % 2 * 20).append(',').append(i * 31 % 10).append('\n');
        }
        Files.writeString(folder.resolve("history.csv"), history);
        Path file = Files.writeString(folder.resolve("groups.yaml"), """
                pipeline: groups
                source: [{file: history.csv}, {http: {}}]
                schema: {x: number, y: number}
                features: {x: {number: x}, y: {number: y}}
                label: {field: label, within: 1h}
                learner: {k-means: {clusters: 2}}
                """);
        thread = new Thread(
                () -> cli.run(
                        "run",
                        file.toString(),
                        "--registry",
                        folder.resolve("registry").toString(),
                        "--port",
                        "0"),
                "command");
        thread.start();
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

    private JsonNode send(String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        HttpResponse<String> response = client.send(
                body == null
                        ? request.build()
                        : request.POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void answersAreClustersAndDistances() throws Exception {
        start();
        JsonNode model = send("/v1/models/groups", null);
        assertThat(model.at("/label/task").asText()).isEqualTo("clustering");
        JsonNode near = send("/v1/models/groups/predict", "{\"x\":1,\"y\":4.5}");
        JsonNode far = send("/v1/models/groups/predict", "{\"x\":20,\"y\":4.5}");
        assertThat(near.get("cluster").isInt()).isTrue();
        assertThat(near.get("cluster")).isNotEqualTo(far.get("cluster"));
        assertThat(near.get("distance").asDouble()).isBetween(0.5, 1.5);
        assertThat(near.has("prediction")).isFalse();
        assertThat(near.get("model").asText()).isEqualTo("groups");

        JsonNode event = send("/v1/models/groups/events?answer=true", "{\"x\":19,\"y\":5}");
        assertThat(event.get("cluster")).isEqualTo(far.get("cluster"));
        send("/v1/models/groups/feedback", "{\"event_id\":" + event.get("event_id") + ",\"label\":\"far\"}");

        JsonNode tensors = send(
                "/v2/models/groups/infer",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,20]},"
                        + "{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[4.5,4.5]}]}");
        assertThat(tensors.at("/outputs/0/name").asText()).isEqualTo("label");
        assertThat(tensors.at("/outputs/0/data/0").asText())
                .isEqualTo(near.get("cluster").asText());
        assertThat(tensors.at("/outputs/1/name").asText()).isEqualTo("distance");
        assertThat(tensors.at("/outputs/1/data/0").asDouble()).isBetween(0.5, 1.5);
        String metrics = client.send(
                        HttpRequest.newBuilder(URI.create(server + "/metrics")).build(), BodyHandlers.ofString())
                .body();
        assertThat(metrics).contains("metric=\"silhouette\"");
    }
}
