package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.serving.http.Limits;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.engine.JobStatus;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that does not answer must not take the server with it. */
class LimitsTest {
    /** Takes questions and keeps them. */
    private static final class SilentJob implements Job {
        final AtomicInteger asked = new AtomicInteger();
        final CompletableFuture<Void> completion = new CompletableFuture<>();

        @Override
        public CompletableFuture<Void> completion() {
            return completion;
        }

        @Override
        public <Q, R> CompletableFuture<R> ask(String operator, int keyHash, Q question) {
            asked.incrementAndGet();
            return new CompletableFuture<>();
        }

        @Override
        public <Q, R> CompletableFuture<R> askPartition(String operator, int partition, Q question, int worth) {
            return new CompletableFuture<>();
        }

        @Override
        public <Q, R> CompletableFuture<List<R>> askAll(String operator, int partition, List<? extends Q> questions) {
            asked.addAndGet(questions.size());
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Long> checkpoint() {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public JobStatus status() {
            return new JobStatus(0, 0, 0, -1, -1, 0, null, 0, Map.of(), Map.of());
        }

        @Override
        public void close() {
            completion.complete(null);
        }

        @Override
        public void kill() {
            completion.complete(null);
        }
    }

    @TempDir
    Path directory;

    private final SilentJob job = new SilentJob();
    private final HttpClient client = HttpClient.newHttpClient();
    private Registry registry;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        SystemClock clock = new SystemClock();
        registry = Registry.open(directory, new DirectoryStorage(), clock, Mode.WRITE, RegistryOptions.defaults());
        LiveModel model = new LiveModel("fraud", Bench.shape(), job, "learn", null, registry, Bench::restore);
        server = Server.start(Bench.options().withLimits(new Limits(1000, 10, 2, 400)), List.of(model), clock);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        registry.close();
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/v1/models/fraud/predict"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"card\":\"c-1\"}"))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    @Test
    void anAnswerThatTakesTooLongEndsAsAProblem() {
        HttpResponse<String> response = ask().join();
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("/timeout").contains("400 ms");
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
    }

    @Test
    void moreRequestsThanAllowedAreTurnedAway() {
        List<CompletableFuture<HttpResponse<String>>> taken = List.of(ask(), ask());
        Bench.await(() -> job.asked.get() == 2);
        HttpResponse<String> third = ask().join();
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.body()).contains("/too-busy");
        assertThat(third.headers().firstValue("retry-after")).hasValue("1");
        taken.forEach(request -> assertThat(request.join().body()).contains("/timeout"));
    }

    @Test
    void stoppingLetsRequestsInFlightEnd() {
        CompletableFuture<HttpResponse<String>> inFlight = ask();
        Bench.await(() -> job.asked.get() == 1);
        server.close();
        assertThat(inFlight.join().body()).contains("/timeout");
    }

    @Test
    void aPipelineThatHasStoppedIsNotReady() throws Exception {
        job.completion.completeExceptionally(new IllegalStateException("the disk is gone"));
        HttpResponse<String> response = ask().join();
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("/not-ready").contains("the disk is gone");
        HttpRequest ready = HttpRequest.newBuilder(URI.create(server.address() + "/health/ready"))
                .build();
        assertThat(client.send(ready, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
    }

    @Test
    void aPipelineWithoutAnHttpSourceTakesNoEvents() throws Exception {
        HttpRequest events = HttpRequest.newBuilder(URI.create(server.address() + "/v1/models/fraud/events"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> response = client.send(events, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("http: {}");
    }
}
