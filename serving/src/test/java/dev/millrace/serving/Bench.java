package dev.millrace.serving;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.stream.Learning;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.serving.model.Intake;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.serving.model.ReplicaModel;
import dev.millrace.serving.model.RestoredVersion;
import dev.millrace.serving.model.StreamAnswers;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalOptions;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.JournalSource;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A fraud model with all its real parts, served on a free port: journal, engine, learning operator, registry, server. */
final class Bench implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String MODEL = "fraud";
    static final String OPERATOR = "learn";
    static final int PARTITIONS = 2;
    static final Schema SCHEMA = Schema.builder()
            .text("card")
            .time("at")
            .number("amount")
            .text("merchant")
            .text("fraud")
            .build();

    private final Clock clock = new SystemClock();
    final Registry registry;
    final Journal journal;
    final Job job;
    final StreamAnswers answers = new StreamAnswers(0);
    final Server server;
    final HttpClient client = HttpClient.newHttpClient();

    Bench(Path directory) throws IOException {
        this(directory, new DirectoryStorage(), options());
    }

    /** @param journalStorage the file system below the journal */
    Bench(Path directory, Storage journalStorage, ServerOptions options) throws IOException {
        registry = Registry.open(
                directory.resolve("registry"), new DirectoryStorage(), clock, Mode.WRITE, RegistryOptions.defaults());
        Path journalDirectory =
                journalStorage instanceof DirectoryStorage ? directory.resolve("journal") : Path.of("/j");
        journal = Journal.open(
                journalDirectory,
                journalStorage,
                clock,
                JournalOptions.DEFAULT.resumeAfter(0).metadata(SchemaJson.write(SCHEMA)));
        EngineOptions engine = EngineOptions.DEFAULT.checkpointEvery(0);
        job = new EmbeddedEngine(engine, registry, clock).start(plan(journal, answers));
        Intake intake = new Intake(journal, new EventCodec(SCHEMA), 0, answers, TimePolicy.DEFAULT.maxAheadMillis());
        LiveModel live = new LiveModel(MODEL, shape(), job, OPERATOR, intake, registry, Bench::restore);
        server = Server.start(options, List.of(live), clock);
    }

    /** A free port, and sampled often. */
    static ServerOptions options() {
        return ServerOptions.defaults().withAddress("127.0.0.1", 0).withSampling(50);
    }

    static LearningSpec spec() {
        return Learning.classify("fraud")
                .className("true", "fraud")
                .className("false", "fine")
                .positive("fraud")
                .within(1_800_000)
                .key("card")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("merchant", category("merchant"))
                .with("logistic", Map.of())
                .build();
    }

    static ModelShape shape() {
        return new ModelShape(SCHEMA, SCHEMA.field("card"), SCHEMA.field("at"), spec().label(), PARTITIONS);
    }

    private static Plan plan(Journal journal, StreamAnswers answers) {
        Pipeline pipeline = Pipeline.named(MODEL).partitions(PARTITIONS);
        pipeline.read("events", new JournalSource("http", journal, SCHEMA))
                .time(Bench::timeOf, TimePolicy.DEFAULT)
                .keyByHash(Bench::keyOf, Bench::hashOf)
                .process(OPERATOR, operators(), spec().describe())
                .map("predictions", (Prediction prediction) -> {
                    answers.accept(prediction);
                    return prediction;
                });
        return pipeline.build();
    }

    private static OperatorFactory<Event, Prediction> operators() {
        return LearningOperator.factory(spec(), SCHEMA);
    }

    private static long timeOf(Event event, long arrivalMillis) {
        return event instanceof Row row ? row.integer(SCHEMA.field("at").slot()) : Timestamps.NONE;
    }

    private static String keyOf(Event event) {
        return event instanceof Row row ? row.text(SCHEMA.field("card").slot()) : null;
    }

    private static int hashOf(Event event) {
        return event instanceof Row row
                ? StableHash.of(row, SCHEMA.field("card"))
                : ((Feedback) event).event().keyHash();
    }

    static RestoredVersion restore(StoredCheckpoint stored) throws IOException {
        List<RestoredVersion.Partition> partitions = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            LearningOperator operator =
                    (LearningOperator) operators().create(new OperatorContext(OPERATOR, p, PARTITIONS, 0));
            operator.restore(new BytesStateReader(stored.chunks(new PartKey(OPERATOR, p))));
            partitions.add(new RestoredVersion.Partition(operator, operator::model));
        }
        return new RestoredVersion(shape(), partitions);
    }

    /** Serves the same registry as another process would. */
    static Server replica(Registry registry) throws IOException {
        return Server.start(
                ServerOptions.defaults().withAddress("127.0.0.1", 0).withSampling(50),
                List.of(new ReplicaModel(MODEL, OPERATOR, registry, Bench::restore)),
                new SystemClock());
    }

    /** An answer with its body as JSON. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            return parse(response.body());
        }

        String text() {
            return response.body();
        }

        List<JsonNode> lines() {
            return response.body().lines().map(Bench::parse).toList();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    Answer get(String path, String... headers) {
        return get(server, path, headers);
    }

    Answer get(Server from, String path, String... headers) {
        return send(from, HttpRequest.newBuilder().GET(), path, headers);
    }

    Answer post(String path, String body, String... headers) {
        return post(server, path, body, headers);
    }

    Answer post(Server to, String path, String body, String... headers) {
        return send(to, HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)), path, headers);
    }

    Answer put(String path, String body, String... headers) {
        return send(server, HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)), path, headers);
    }

    private Answer send(Server to, HttpRequest.Builder request, String path, String... headers) {
        request.uri(URI.create(to.address() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer predict(String body, String... headers) {
        return post("/v1/models/fraud/predict", body, headers);
    }

    Answer events(String body, String... headers) {
        return post("/v1/models/fraud/events", body, headers);
    }

    /** Labelled events that all partitions have learned. */
    long learned() {
        long learned = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            CompletableFuture<Reply> reply = job.askPartition(OPERATOR, p, new Question.Status());
            learned += ((Reply.Status) reply.join()).eventsLearned();
        }
        return learned;
    }

    /** Waits until something has come about. */
    static void await(BooleanSupplier condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(condition::getAsBoolean);
    }

    /** Sends labelled payments of many cards, so that every partition learns; waits until the last has been learned. */
    void teach(int count) {
        StringBuilder lines = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            boolean fraud = i % 4 == 0;
            lines.append("%s{\"card\":\"c-%d\",\"at\":%d,\"amount\":%d,\"merchant\":\"%s\",\"fraud\":\"%s\"}"
                    .formatted(
                            i == 0 ? "" : ",",
                            i % 16,
                            1_000_000 + i * 1000L,
                            fraud ? 400 : 20,
                            fraud ? "travel" : "food",
                            fraud));
        }
        Answer taught =
                post("/v1/models/fraud/events?answer=true", lines.append(']').toString());
        if (taught.status() != 200) {
            throw new IllegalStateException(taught.text());
        }
    }

    /** Commits what has been learned; the number of the version. */
    long commit() {
        return job.checkpoint().join();
    }

    @Override
    public void close() {
        server.close();
        job.close();
        journal.close();
        try {
            registry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
