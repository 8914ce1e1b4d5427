package dev.millrace.serving;

import dev.millrace.serving.api.AliasCalls;
import dev.millrace.serving.api.EventsCall;
import dev.millrace.serving.api.FeedbackCall;
import dev.millrace.serving.api.HealthCalls;
import dev.millrace.serving.api.LiveCall;
import dev.millrace.serving.api.MetricsCall;
import dev.millrace.serving.api.Models;
import dev.millrace.serving.api.ModelsCalls;
import dev.millrace.serving.api.PredictCall;
import dev.millrace.serving.api.VersionsCalls;
import dev.millrace.serving.api.v2.InferCall;
import dev.millrace.serving.api.v2.MetadataCalls;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.CallRouter;
import dev.millrace.serving.http.Loop;
import dev.millrace.serving.live.LiveFeed;
import dev.millrace.serving.live.ModelMetrics;
import dev.millrace.serving.live.Sampler;
import dev.millrace.serving.metrics.Histogram;
import dev.millrace.serving.metrics.RequestMetrics;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ServedModel;
import dev.millrace.serving.page.Page;
import dev.millrace.stream.time.Clock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves models over HTTP until it is closed. Threading: any thread; {@link #start} and {@link #close} block.
 *
 * <p>Closing is graceful: readiness goes false and new requests are refused, those in flight end, then the sockets
 * close. The pipelines are the caller's, and are to be stopped after the server.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long DUPLICATE_ANSWER_MILLIS = 500;
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int IDLE_SECONDS = 60;

    private final ServerOptions options;
    private final Clock clock;
    private final Vertx vertx;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<ModelService> services = new ArrayList<>();
    private final Map<String, Sampler> samplers = new TreeMap<>();
    private final RequestMetrics requests = new RequestMetrics();
    private List<Call> calls = List.of();
    private volatile boolean stopping;
    private volatile int port;
    private long sampling = -1;

    private Server(ServerOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(options.eventLoops())
                .setWorkerPoolSize(4)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Starts to serve; when it returns, the port is bound and questions are answered as far as the models are ready.
     *
     * @throws IOException if the address cannot be bound; says why
     */
    public static Server start(ServerOptions options, Collection<? extends ServedModel> models, Clock clock)
            throws IOException {
        requireAllowed(options);
        Server server = new Server(options, clock);
        try {
            server.prepare(models);
            server.bind();
        } catch (IOException | RuntimeException e) {
            server.vertx.cancelTimer(server.sampling);
            server.vertx.close();
            throw e;
        }
        return server;
    }

    private static void requireAllowed(ServerOptions options) throws IOException {
        if (!options.allowPublic() && !InetAddress.getByName(options.host()).isLoopbackAddress()) {
            throw new IOException("'" + options.host() + "' can be reached from other machines, and there is no"
                    + " authentication; bind 127.0.0.1, or allow a public address explicitly");
        }
    }

    private void prepare(Collection<? extends ServedModel> served) {
        Executor worker = task -> vertx.executeBlocking(
                () -> {
                    task.run();
                    return null;
                },
                false);
        Histogram predictLatency =
                requests.route("POST", "/v1/models/{m}/predict").latency();
        String run = Long.toString(clock.millis(), 36);
        for (ServedModel model : served) {
            ModelService service = new ModelService(model, worker, options.cachedVersions(), clock);
            service.refresh();
            service.refreshJoint();
            services.add(service);
            LiveFeed feed = new LiveFeed(model.name(), run);
            samplers.put(model.name(), new Sampler(service, predictLatency, feed, clock));
        }
        calls = calls(new Models(services));
        sampling = vertx.setPeriodic(1, options.sampleMillis(), any -> sample());
    }

    private List<Call> calls(Models models) {
        List<Call> all = new ArrayList<>();
        all.add(Call.post("/v1/models/:m/predict", new PredictCall(models), "version", "alias", "occasion"));
        all.addAll(new InferCall(models).calls());
        all.add(Call.post(
                "/v1/models/:m/events",
                new EventsCall(models, options.answerMillis(), DUPLICATE_ANSWER_MILLIS),
                "answer"));
        all.add(Call.post("/v1/models/:m/feedback", new FeedbackCall(models)));
        all.addAll(new ModelsCalls(models).calls());
        all.addAll(new VersionsCalls(models).calls());
        all.addAll(new AliasCalls(models).calls());
        all.add(Call.get("/v1/models/:m/live", new LiveCall(models, samplers)));
        all.addAll(new HealthCalls(models, () -> stopping).calls());
        all.addAll(new MetadataCalls(models, () -> stopping).calls());
        all.add(Call.get("/metrics", new MetricsCall(List.of(requests, new ModelMetrics(samplers.values())))));
        all.addAll(new Page().calls());
        return all;
    }

    private void sample() {
        for (ModelService service : services) {
            service.tick();
        }
        samplers.values().forEach(Sampler::tick);
    }

    private void bind() throws IOException {
        HttpServerOptions http = new HttpServerOptions()
                // HTTP/1.1 only: "Connection: close", which refusals say, is not allowed in HTTP/2.
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                // A body of some dozens of rows in one piece, not in many of 8 KiB.
                .setMaxChunkSize(PIECE_BYTES)
                // Nothing here speaks WebSocket; its extensions would look at every message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        try {
            vertx.deployVerticle(() -> new Listener(http), new DeploymentOptions().setInstances(options.eventLoops()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "cannot listen on " + options.host() + " port " + options.port() + ": "
                            + e.getCause().getMessage() + "; is the port in use? choose another with --port",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding the port", e);
        }
        LOG.info("serving {} on http://{}:{}", samplers.keySet(), options.host(), port);
    }

    /** One HTTP server of those that share the port, on an event loop of its own. */
    private final class Listener extends VerticleBase {
        private final HttpServerOptions http;

        Listener(HttpServerOptions http) {
            this.http = http;
        }

        @Override
        public Future<?> start() {
            Loop loop = new Loop(context, clock, options.limits(), inFlight, () -> stopping);
            HttpServer server = vertx.createHttpServer(http).requestHandler(CallRouter.of(loop, calls, requests));
            return server.listen(bindAddress()).onSuccess(bound -> port = bound.actualPort());
        }
    }

    /** All event loops share one port, also where any free one will do. */
    private SocketAddress bindAddress() {
        return options.port() == 0
                ? SocketAddress.sharedRandomPort(1, options.host())
                : SocketAddress.inetSocketAddress(options.port(), options.host());
    }

    /** The port that is bound. */
    public int port() {
        return port;
    }

    /** Where the page is, for a person: {@code http://127.0.0.1:8080}. */
    public String address() {
        return "http://" + options.host() + ':' + port;
    }

    /** Stops gracefully; a second call does nothing. */
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        vertx.cancelTimer(sampling);
        samplers.values().forEach(sampler -> sampler.feed().close());
        CompletableFuture<Void> drained = new CompletableFuture<>();
        vertx.setPeriodic(1, 5, any -> {
            if (inFlight.get() <= 0) {
                drained.complete(null);
            }
        });
        try {
            drained.get(options.limits().timeoutMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("{} requests did not end in time", inFlight.get(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
