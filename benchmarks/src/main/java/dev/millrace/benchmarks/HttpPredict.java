package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.stream.random.Random64;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Predictions over HTTP, one event loop, 30 features: live and by version, beside a handler that does nothing. */
final class HttpPredict implements Benchmark {
    private static final int FEATURES = 30;
    private static final int ROWS = 64;
    private static final int RUNS = 5;
    private static final int CONNECTIONS = 16;
    private static final int TRAINING_EVENTS = 5_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String row() {
        return "7";
    }

    @Override
    public String work() {
        return "HTTP predict, 30 features, one event loop: requests/s and p99 beside a bare Vert.x handler";
    }

    @Override
    public List<String> parts() {
        return List.of("single", "json", "long", "tensor");
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-http");
        Files.writeString(folder.resolve("pipeline.yaml"), pipeline());
        try (ChildServer bare = ChildServer.start(folder, Main.class.getName(), "--bare-server", "220");
                ChildServer millrace = ChildServer.start(
                        folder,
                        "dev.millrace.cli.Main",
                        "run",
                        "pipeline.yaml",
                        "--port",
                        "0",
                        "--registry",
                        "registry")) {
            long version = train(millrace.port());
            Cases cases = new Cases(report, bare, millrace, version);
            for (int run = 0; run < RUNS; run++) {
                for (String part : parts) {
                    cases.measure(part);
                }
            }
        }
        report.ratio("live ÷ bare", "millrace, live", "bare handler", 0.6);
        report.ratio("pinned ÷ bare", "millrace, pinned", "bare handler", 0.8);
        report.ratio("64 rows, live ÷ bare", "millrace, live, 64 rows", "bare handler, 64 rows in", 0.5);
        report.ratio(
                "64 rows of 17 digits, live ÷ bare",
                "millrace, live, 64 long rows",
                "bare handler, 64 long rows in",
                0.5);
        report.ratio(
                "64 binary rows, live ÷ bare",
                "millrace, live, 64 binary rows",
                "bare handler, 64 binary rows in",
                0.8);
        report.ratio(
                "64 binary rows, pinned ÷ bare",
                "millrace, pinned, 64 binary rows",
                "bare handler, 64 binary rows in",
                0.8);
        report.ratio("p99 live ÷ p99 bare (at most)", "millrace, live, p99", "bare handler, p99", 1.5);
        report.ratio("p99 pinned ÷ p99 bare (at most)", "millrace, pinned, p99", "bare handler, p99", 1.5);
    }

    /** What is asked of the two servers, bare and ours in turns. */
    private record Cases(Report report, ChildServer bare, ChildServer millrace, long version) {
        private static final String PREDICT = "/v1/models/bench/predict";

        void measure(String part) throws Exception {
            switch (part) {
                case "single" -> {
                    json("bare handler", bare, "/", question());
                    json("millrace, live", millrace, PREDICT, question());
                    json("millrace, pinned", millrace, PREDICT + "?version=" + version, question());
                }
                case "json" -> {
                    json("bare handler, 64 rows in", bare, "/", questions());
                    json("millrace, live, 64 rows", millrace, PREDICT, questions());
                }
                case "long" -> {
                    json("bare handler, 64 long rows in", bare, "/", longQuestions());
                    json("millrace, live, 64 long rows", millrace, PREDICT, longQuestions());
                }
                default -> {
                    String pinned = "/v2/models/bench/versions/" + version + "/infer";
                    tensor("bare handler, 64 binary rows in", bare, "/");
                    tensor("millrace, live, 64 binary rows", millrace, "/v2/models/bench/infer");
                    tensor("millrace, pinned, 64 binary rows", millrace, pinned);
                }
            }
        }

        private void json(String name, ChildServer server, String path, String body) throws Exception {
            note(name, server, new LoadGenerator(server.port(), path, body, CONNECTIONS));
        }

        /** 64 rows as one tensor of doubles, the answer in binary too: what the common client of the protocol sends. */
        private void tensor(String name, ChildServer server, String path) throws Exception {
            byte[] json =
                    ("{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\","
                                    + "\"shape\":[" + ROWS + ',' + FEATURES + "],\"parameters\":{\"binary_data_size\":"
                                    + ROWS * FEATURES * Double.BYTES + "}}]}")
                            .getBytes(StandardCharsets.UTF_8);
            byte[] body = Arrays.copyOf(json, json.length + ROWS * FEATURES * Double.BYTES);
            ByteBuffer values =
                    ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).position(json.length);
            Random64 random = new Random64(2);
            for (int i = 0; i < ROWS * FEATURES; i++) {
                values.putDouble(random.nextGaussian());
            }
            String headers = "Content-Type: application/octet-stream\r\nInference-Header-Content-Length: " + json.length
                    + "\r\n";
            note(name, server, new LoadGenerator(server.port(), path, headers, body, CONNECTIONS));
        }

        private void note(String name, ChildServer server, LoadGenerator load) throws Exception {
            EventLoopClock clock = EventLoopClock.of(server.processId());
            double before = clock.seconds();
            LoadGenerator.Outcome outcome = load.run(2, 4);
            double micros = (clock.seconds() - before) * 1e6 / outcome.all();
            report.figure(name, outcome.perSecond(), "requests/s");
            report.figure(name + ", p50", outcome.p50Millis(), "ms");
            report.figure(name + ", p99", outcome.p99Millis(), "ms");
            if (!Double.isNaN(micros)) {
                report.figure(name + ", event loop", micros, "µs of processor a request");
            }
        }
    }

    /** Feeds labelled events and waits for a version that has learned them. */
    private long train(int port) throws Exception {
        Random64 random = new Random64(1);
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < TRAINING_EVENTS; i++) {
            StringJoiner event = new StringJoiner(",", "{", "}\n");
            double sum = 0;
            for (int f = 0; f < FEATURES; f++) {
                double value = random.nextGaussian();
                sum += f % 3 == 0 ? value : 0;
                event.add("\"f" + f + "\":" + value);
            }
            event.add("\"label\":\"" + (sum > 0 ? "yes" : "no") + "\"");
            events.append(event);
        }
        send(port, "/v1/models/bench/events", events.toString());
        while (true) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/v1/models/bench/versions?limit=1"))
                    .build();
            JsonNode page = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            JsonNode versions = page.has("versions") ? page.get("versions") : page;
            if (!versions.isEmpty()) {
                return versions.get(0).get("version").asLong();
            }
            Thread.sleep(100);
        }
    }

    private void send(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
    }

    /** Numbers of four decimals, as measurements come. */
    private static String question() {
        StringJoiner event = new StringJoiner(",", "{", "}");
        for (int f = 0; f < FEATURES; f++) {
            event.add(String.format(Locale.ROOT, "\"f%d\":%.4f", f, f * 0.3717 - 5));
        }
        return event.toString();
    }

    private static String questions() {
        StringJoiner events = new StringJoiner(",", "[", "]");
        for (int i = 0; i < ROWS; i++) {
            events.add(question());
        }
        return events.toString();
    }

    /** Numbers as a program prints doubles: sixteen or seventeen digits. */
    private static String longQuestions() {
        Random64 random = new Random64(2);
        StringJoiner events = new StringJoiner(",", "[", "]");
        for (int i = 0; i < ROWS; i++) {
            StringJoiner event = new StringJoiner(",", "{", "}");
            for (int f = 0; f < FEATURES; f++) {
                event.add("\"f" + f + "\":" + random.nextGaussian());
            }
            events.add(event.toString());
        }
        return events.toString();
    }

    private static String pipeline() {
        StringBuilder text = new StringBuilder("pipeline: bench\nsource: [http: {}]\nschema:\n");
        StringBuilder features = new StringBuilder("features:\n");
        for (int f = 0; f < FEATURES; f++) {
            text.append("  f").append(f).append(": number\n");
            features.append("  f").append(f).append(": {number: f").append(f).append(", scale: standard}\n");
        }
        return text + "  label: text\n" + features + "label: {field: label}\nlearner: {logistic: {rate: 0.01}}\n";
    }
}
