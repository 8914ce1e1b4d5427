package dev.millrace.tests.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.file.BadPipelineFile;
import dev.millrace.cli.file.CheckpointSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.run.FileScoring;
import dev.millrace.cli.run.PipelineRun;
import dev.millrace.cli.run.Registries;
import dev.millrace.cli.run.Replica;
import dev.millrace.cli.run.RunOptions;
import dev.millrace.datasets.Datasets;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.ml.stream.Serve;
import dev.millrace.registry.Registry;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pipeline of four partitions whose partitions answer as one: live, pinned to a version, from a replica, and as the operators of that
 * version say when they are put together by hand, it is the same answer.
 */
@Timeout(120)
class PartitionsAsOneTest {
    private static final int PARTITIONS = 4;
    private static final int ROWS = 600;
    private static final List<String> QUESTIONS = List.of(
            "{\"who\":\"k1\",\"x\":12,\"colour\":\"red\"}",
            "{\"x\":12,\"colour\":\"red\"}",
            "{\"x\":88,\"colour\":\"blue\"}",
            "{\"who\":\"nobody\",\"x\":51}",
            "{}");

    @TempDir
    private Path folder;

    private final Clock clock = new SystemClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private Path pipeline(String learner, String serve) throws IOException {
        StringBuilder rows = new StringBuilder("at,who,x,colour,class\n");
        Random64 random = new Random64(11);
        for (int i = 0; i < ROWS; i++) {
            int x = random.nextInt(100);
            String colour = random.nextInt(4) == 0 ? "green" : x % 3 == 0 ? "red" : "blue";
            String label = x + random.nextInt(10) < 55 ? "low" : "high";
            rows.append(1_000_000 + i * 1_000)
                    .append(",k")
                    .append(random.nextInt(40))
                    .append(',');
            rows.append(x).append(',').append(colour).append(',').append(label).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        return Files.writeString(
                folder.resolve("joint.yaml"), """
                pipeline: joint
                partitions: 4
                source:
                  - file: rows.csv
                  - http: {}
                time: at
                key: who
                features:
                  x: {number: x, scale: standard}
                  colour: {category: colour}
                  last: {lag: class}
                label: class
                learner: LEARNER
                checkpoint: {every: 30ms}
                serve: {partitions: SERVE}
                """.replace("LEARNER", learner).replace("SERVE", serve));
    }

    private Path registry() {
        return folder.resolve("registry");
    }

    private PipelineRun start(Path file) throws IOException {
        Streams streams = new Streams(Datasets.of(Map.of()), clock);
        Registry registry = Registries.forWriting(registry(), CheckpointSpec.DEFAULT, "test", clock);
        return PipelineRun.start(
                Blueprint.of(PipelineFile.read(file), streams),
                registry,
                streams,
                new RunOptions(2, registry(), "127.0.0.1", OptionalInt.of(0)));
    }

    private HttpResponse<String> post(String address, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private JsonNode get(String address, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
        return json.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private JsonNode ask(String address, String parameters, String question) throws Exception {
        HttpResponse<String> response = post(address, "/v1/models/joint/predict" + parameters, question);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    /** Waits until what answers has learned so many events. */
    private void await(String address, long events) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            HttpResponse<String> response = post(address, "/v1/models/joint/predict", "{\"x\":1}");
            return response.statusCode() == 200
                    && json.readTree(response.body()).path("events_learned").asLong() == events;
        });
    }

    /** The operators of a version, from its own definition. */
    private static List<LearningOperator> operators(StoredCheckpoint version) throws IOException {
        Blueprint blueprint = Blueprint.ofDefinition(version.definition());
        List<LearningOperator> operators = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            LearningOperator operator =
                    (LearningOperator) LearningOperator.factory(blueprint.learning(), blueprint.schema())
                            .create(new OperatorContext(Blueprint.LEARN, p, PARTITIONS, 1));
            operator.restore(new BytesStateReader(version.chunks(new PartKey(Blueprint.LEARN, p))));
            operators.add(operator);
        }
        return operators;
    }

    private Row row(Blueprint blueprint, String question) throws IOException {
        Row row = new Row(blueprint.schema(), 0, 0, 0);
        JsonNode said = json.readTree(question);
        if (said.has("x")) {
            row.setInteger(blueprint.schema().field("x").slot(), said.get("x").asLong());
        }
        for (String field : List.of("who", "colour")) {
            if (said.has(field)) {
                row.setText(
                        blueprint.schema().field(field).slot(), said.get(field).asText());
            }
        }
        return row;
    }

    @ParameterizedTest
    @CsvSource({
        "'logistic:optimizer=adagrad,rate=0.1',merged",
        "naive-bayes,merged",
        "hoeffding-tree:grace-period=20,vote",
        "logistic,vote"
    })
    void liveIsPinnedIsReplicaIsTheJointModel(String learner, String serve) throws Exception {
        try (PipelineRun run = start(pipeline('"' + learner + '"', serve))) {
            String address = run.address().orElseThrow();
            await(address, ROWS);
            try (Registry reading = Registries.forReading(registry(), clock);
                    Replica replica = Replica.start(reading, "127.0.0.1", 0, clock)) {
                await(replica.address(), ROWS);
                for (String question : QUESTIONS) {
                    JsonNode live = ask(address, "", question);
                    assertThat(live.get("partitions").asText()).isEqualTo(serve);
                    assertThat(live.get("events_since_version").asLong()).isZero();
                    long version = live.get("version").asLong();
                    JsonNode pinned = ask(address, "?version=" + version, question);
                    assertThat(pinned).isEqualTo(live);
                    assertThat(ask(replica.address(), "?version=" + version, question))
                            .isEqualTo(live);
                    assertThat(ask(replica.address(), "", question).get("probabilities"))
                            .isEqualTo(live.get("probabilities"));
                    assertJoint(reading.load("joint", version), serve, question, live);
                }
                assertTensorsAndFilesAnswerAlike(address, reading);
            }
        }
    }

    private void assertTensorsAndFilesAnswerAlike(String address, Registry reading) throws Exception {
        JsonNode live = ask(address, "", "{\"x\":12,\"colour\":\"red\"}");
        HttpResponse<String> tensors = post(
                address,
                "/v2/models/joint/infer",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[12]},"
                        + "{\"name\":\"colour\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"red\"]}]}");
        assertThat(tensors.statusCode()).as(tensors.body()).isEqualTo(200);
        assertThat(json.readTree(tensors.body())
                        .get("outputs")
                        .get(0)
                        .get("data")
                        .get(0))
                .isEqualTo(live.get("prediction"));
        Path file = Files.writeString(folder.resolve("ask.csv"), "x,colour\n12,red\n");
        List<Reply.Answer> scored = new ArrayList<>();
        FileScoring.of(reading, "joint@" + live.get("version").asLong()).score(file, new FileScoring.Sink() {
            @Override
            public void scored(long record, Reply.Answer answer) {
                scored.add(answer);
            }

            @Override
            public void refused(long record, String why) {
                throw new AssertionError(why);
            }
        });
        assertThat(scored).singleElement().satisfies(answer -> {
            for (int k = 0; k < answer.classes().size(); k++) {
                assertThat(live.get("probabilities")
                                .get(answer.classes().get(k))
                                .asDouble())
                        .isEqualTo(answer.scores()[k]);
            }
        });
    }

    /** Over the lookups of any partition where the question has no key: nobody has any for it. */
    private void assertJoint(StoredCheckpoint version, String serve, String question, JsonNode answered)
            throws IOException {
        if (question.contains("\"who\":\"k")) {
            return; // lookups of the key's own partition: by the answers over HTTP
        }
        Blueprint blueprint = Blueprint.ofDefinition(version.definition());
        List<LearningOperator> operators = operators(version);
        Serve how = serve.equals("vote") ? Serve.VOTE : Serve.MERGED;
        assertThat(blueprint.spec().serve().partitions()).isEqualTo(how);
        Reply.Answer answer = (Reply.Answer) operators
                .get(1)
                .answer(new Question.Predict(row(blueprint, question), Timestamps.NONE, how.joint(operators)));
        assertThat(answered.get("prediction").asText()).isEqualTo(answer.label());
        for (int k = 0; k < answer.classes().size(); k++) {
            assertThat(answered.get("probabilities")
                            .get(answer.classes().get(k))
                            .asDouble())
                    .isEqualTo(answer.scores()[k]);
        }
    }

    @Test
    void lookupsAreLiveAndTheModelFollowsVersions() throws Exception {
        try (PipelineRun run = start(pipeline("logistic", "merged"))) {
            String address = run.address().orElseThrow();
            await(address, ROWS);
            long version = ask(address, "", "{\"x\":50}").get("version").asLong();
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> taken = post(
                        address,
                        "/v1/models/joint/events",
                        "{\"at\":" + (2_000_000 + i)
                                + ",\"who\":\"k1\",\"x\":50,\"colour\":\"red\",\"class\":\"high\"}");
                assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            }
            await(address, ROWS + 20);
            JsonNode after = ask(address, "", "{\"x\":50}");
            assertThat(after.get("version").asLong()).isGreaterThan(version);
            assertThat(after.get("as_of").asText()).isEqualTo("1970-01-01T00:33:20.019Z");
            assertThat(ask(address, "?version=" + version, "{\"x\":50}")
                            .get("events_learned")
                            .asLong())
                    .isEqualTo(ROWS);
            assertThat(after.get("probabilities"))
                    .isNotEqualTo(
                            ask(address, "?version=" + version, "{\"x\":50}").get("probabilities"));
        }
    }

    @Test
    void byKeyAQuestionNeedsItsKey() throws Exception {
        try (PipelineRun run = start(pipeline("logistic", "by-key"))) {
            String address = run.address().orElseThrow();
            HttpResponse<String> refused = post(address, "/v1/models/joint/predict", "{\"x\":1}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("'who' is missing", "serve: {partitions: merged}");
        }
    }

    /** The choice is no part of what is learned: a pipeline may change it, and serves its earlier versions by it. */
    @Test
    void theChoiceMayChangeBetweenTwoStarts() throws Exception {
        try (PipelineRun run = start(pipeline("logistic", "by-key"))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> run.job().status().version() > 0 && learned(run) == ROWS);
        }
        try (PipelineRun run = start(pipeline("logistic", "merged"))) {
            String address = run.address().orElseThrow();
            await(address, ROWS);
            assertThat(ask(address, "", "{\"x\":5}").get("prediction").asText()).isEqualTo("low");
        }
    }

    private static String high(int i) {
        return "{\"at\":" + (2_000_000 + i) + ",\"who\":\"k" + i + "\",\"x\":50,\"colour\":\"red\",\"class\":\"high\"}";
    }

    /** Averages from a version on: live, pinned, from a replica, and put together by hand. */
    @Test
    void averagesAreTakenFromTheBaseThatTheFileNames() throws Exception {
        String learner = "\"logistic:optimizer=adagrad,rate=0.1\"";
        long base;
        try (PipelineRun run = start(pipeline(learner, "merged"))) {
            String address = run.address().orElseThrow();
            await(address, ROWS);
            run.job().checkpoint().get(); // the base has a version before it
            assertThat(post(address, "/v1/models/joint/events", high(0)).statusCode())
                    .isEqualTo(200);
            await(address, ROWS + 1);
            run.closePipeline();
            base = run.registry().latest("joint").orElseThrow().number();
        }
        try (PipelineRun run = start(pipeline(learner, "merged, base: " + base))) {
            String address = run.address().orElseThrow();
            for (int i = 1; i < 40; i++) {
                assertThat(post(address, "/v1/models/joint/events", high(i)).statusCode())
                        .isEqualTo(200);
            }
            await(address, ROWS + 40);
            try (Registry reading = Registries.forReading(registry(), clock);
                    Replica replica = Replica.start(reading, "127.0.0.1", 0, clock)) {
                await(replica.address(), ROWS + 40);
                String question = QUESTIONS.get(1);
                JsonNode live = ask(address, "", question);
                long version = live.get("version").asLong();
                assertThat(ask(address, "?version=" + version, question)).isEqualTo(live);
                assertThat(ask(replica.address(), "?version=" + version, question))
                        .isEqualTo(live);
                assertThat(live.get("base").asText()).isEqualTo("" + base);
                for (String server : List.of(address, replica.address())) {
                    JsonNode described = get(server, "/v1/models/joint");
                    assertThat(described.get("serve").asText()).isEqualTo("merged");
                    assertThat(described.get("base").asText()).isEqualTo("" + base);
                    JsonNode parameters = get(server, "/v2/models/joint").get("parameters");
                    assertThat(parameters.get("partitions").asText()).isEqualTo("merged");
                    assertThat(parameters.get("base").asText()).isEqualTo("" + base);
                }
                List<LearningOperator> now = operators(reading.load("joint", version));
                List<LearningOperator> then = operators(reading.load("joint", base));
                Row row = row(
                        Blueprint.ofDefinition(reading.load("joint", version).definition()), question);
                Reply.Answer expected = (Reply.Answer)
                        now.get(1).answer(new Question.Predict(row, Timestamps.NONE, Serve.MERGED.joint(now, then)));
                assertThat(live.get("probabilities")
                                .get(expected.classes().get(0))
                                .asDouble())
                        .isEqualTo(expected.scores()[0]);
                Reply.Answer fromTheBeginning = (Reply.Answer)
                        now.get(1).answer(new Question.Predict(row, Timestamps.NONE, Serve.MERGED.joint(now)));
                assertThat(fromTheBeginning.scores()[0]).isNotEqualTo(expected.scores()[0]);
            }
            HttpResponse<String> older = post(address, "/v1/models/joint/predict?version=" + (base - 1), "{\"x\":1}");
            assertThat(older.statusCode()).isEqualTo(503);
            assertThat(older.body()).contains("older than its base " + base, "name an earlier base");
        }
        Path changed = pipeline("\"logistic:optimizer=adagrad,rate=0.2\"", "merged, base: " + base);
        Files.writeString(changed, Files.readString(changed).replace("pipeline: joint", "pipeline: other"));
        assertThatThrownBy(() -> start(changed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the base '" + base);
    }

    private static long learned(PipelineRun run) {
        long learned = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            Reply.Status status = (Reply.Status) run.job()
                    .<Question, Reply>askAll(Blueprint.LEARN, p, List.of(new Question.Status()))
                    .join()
                    .get(0);
            learned += status.eventsLearned();
        }
        return learned;
    }

    @Test
    void whatCannotBeMergedIsRefusedWhereItStands() throws Exception {
        Path file = pipeline("hoeffding-tree", "merged");
        assertThatThrownBy(() -> Blueprint.of(PipelineFile.read(file), new Streams(Datasets.of(Map.of()), clock)))
                .isInstanceOf(BadPipelineFile.class)
                .hasMessageContaining("joint.yaml:15:21")
                .hasMessageContaining("'hoeffding-tree'")
                .hasMessageContaining("set serve.partitions to vote");
        Path odd = pipeline("logistic", "marged");
        assertThatThrownBy(() -> PipelineFile.read(odd))
                .hasMessageContaining("joint.yaml:15:21")
                .hasMessageContaining("merged");
    }
}
