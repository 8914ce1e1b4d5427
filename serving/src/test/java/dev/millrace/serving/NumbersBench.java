package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.serving.http.Limits;
import dev.millrace.serving.model.Intake;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.serving.model.RestoredVersion;
import dev.millrace.serving.model.StreamAnswers;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalOptions;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.JournalSource;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.storage.DirectoryStorage;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A model of numbers without a key, with all its real parts, served on a free port as {@code numbers}. */
final class NumbersBench implements AutoCloseable {
    private static final String LEARN = "learn";

    private final LearningSpec spec;
    private final Schema schema;
    private final Registry registry;
    private final Journal journal;
    private final Job job;
    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    NumbersBench(Path directory, LearningSpec spec, Schema schema) throws IOException {
        this.spec = spec;
        this.schema = schema;
        Clock clock = new SystemClock();
        registry = Registry.open(
                directory.resolve("registry"), new DirectoryStorage(), clock, Mode.WRITE, RegistryOptions.defaults());
        journal = Journal.open(
                directory.resolve("journal"),
                new DirectoryStorage(),
                clock,
                JournalOptions.DEFAULT.resumeAfter(0).metadata(SchemaJson.write(schema)));
        Pipeline pipeline = Pipeline.named("numbers").partitions(1);
        StreamAnswers answers = new StreamAnswers(0);
        pipeline.read("events", new JournalSource("http", journal, schema))
                .time((event, arrivalMillis) -> Timestamps.NONE, TimePolicy.DEFAULT)
                .keyByHash(event -> "", event -> 0)
                .process(LEARN, LearningOperator.factory(spec, schema), spec.describe())
                .map("predictions", prediction -> {
                    answers.accept(prediction);
                    return prediction;
                });
        job = new EmbeddedEngine(EngineOptions.DEFAULT.checkpointEvery(0), registry, clock).start(pipeline.build());
        Intake intake = new Intake(journal, new EventCodec(schema), 0, answers, TimePolicy.DEFAULT.maxAheadMillis());
        LiveModel live = new LiveModel("numbers", shape(), job, LEARN, intake, registry, this::restore);
        server = Server.start(Bench.options().withLimits(new Limits(100_000, 200, 1024, 10_000)), List.of(live), clock);
    }

    private ModelShape shape() {
        return new ModelShape(schema, null, null, spec.label(), 1);
    }

    private RestoredVersion restore(StoredCheckpoint stored) throws IOException {
        LearningOperator operator =
                (LearningOperator) LearningOperator.factory(spec, schema).create(new OperatorContext(LEARN, 0, 1, 0));
        operator.restore(new BytesStateReader(stored.chunks(new PartKey(LEARN, 0))));
        return new RestoredVersion(shape(), List.of(new RestoredVersion.Partition(operator, operator::model)));
    }

    /** Sends events, a JSON array, and waits until they are learned. */
    void teach(String events) throws Exception {
        HttpResponse<byte[]> response =
                post("/v1/models/numbers/events?answer=true", events.getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    }

    /** Commits what has been learned; the number of the version. */
    long commit() {
        return job.checkpoint().join();
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.address() + path)).POST(BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        job.close();
        journal.close();
        registry.close();
    }
}
