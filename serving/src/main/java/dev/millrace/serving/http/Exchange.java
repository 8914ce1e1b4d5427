package dev.millrace.serving.http;

import dev.millrace.serving.metrics.RequestMetrics;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. Answered once: by its action, by a problem, or by the time-out; whoever comes later does
 * nothing. Threading: its event loop.
 */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /**
     * About 6 µs of parsing; as much as handing it over costs. 64 rows of 25 KB: 13,000 requests a second when parsed
     * here, 15,600 when parsed on a worker thread.
     */
    private static final int MOST_BYTES_HERE = 8 << 10;

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final HttpServerRequest request;
    private final Loop loop;
    private final RequestMetrics.OfRoute metrics;
    private final Call call;
    private final Address address;
    private final long startedNanos;
    private boolean answered;
    private boolean inFlight;
    private boolean understood;

    /** Neighbours in the loop's list of what is in flight. */
    Exchange earlier;

    Exchange later;

    /**
     * @param call null if no call answers at this address
     */
    Exchange(HttpServerRequest request, Address address, Loop loop, Call call, RequestMetrics.OfRoute metrics) {
        this.address = address;
        this.request = request;
        this.loop = loop;
        this.call = call;
        this.metrics = metrics;
        this.startedNanos = loop.clock().nanos();
    }

    /**
     * Runs the call's action; from here on the request is in flight until it is answered.
     *
     * @return whether the call knows every parameter of the query
     */
    boolean begin() {
        if (loop.isStopping() && !call.isHealth()) {
            fail(stopping());
            return false;
        }
        if (!loop.enter(this)) {
            fail(busy());
            return false;
        }
        inFlight = true;
        request.response().closeHandler(any -> abandoned());
        guard(() -> {
            checkParameters();
            understood = true;
            call.action().handle(this);
        });
        return understood;
    }

    private static Problem stopping() {
        return new Problem(ProblemKind.STOPPING, "the server is stopping; ask another, or this one once it is back")
                .retryAfterSeconds(2)
                .header("Connection", "close");
    }

    private static Problem busy() {
        return new Problem(ProblemKind.TOO_BUSY, "as many requests as allowed are in flight; try again in a moment")
                .retryAfterSeconds(1);
    }

    private void checkParameters() {
        if (request.query() == null) {
            return;
        }
        for (String name : queryParameters().names()) {
            if (!call.parameters().contains(name)) {
                String known = call.parameters().isEmpty()
                        ? "this call has none"
                        : "known are " + call.parameters().stream().sorted().toList();
                throw new Problem(ProblemKind.BAD_PARAMETER, "unknown parameter '" + name + "'; " + known);
            }
        }
    }

    private MultiMap queryParameters() {
        try {
            return address.query();
        } catch (IllegalArgumentException e) {
            LOG.trace("refused query {}", request.query(), e);
            throw CallRouter.malformedAddress();
        }
    }

    /** Runs a step of the answer; what it throws becomes a problem. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (Problem problem) {
            fail(problem);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    public Loop loop() {
        return loop;
    }

    public HttpServerRequest request() {
        return request;
    }

    public String header(CharSequence name) {
        return request.headers().get(name);
    }

    /** A named segment of the path, decoded. */
    public String path(String name) {
        return address.segment(name);
    }

    /** A query parameter, or null. */
    public String query(String name) {
        return request.query() == null ? null : queryParameters().get(name);
    }

    /** A query parameter as a number of at least {@code least}, or null. */
    public Long queryNumber(String name, long least) {
        String text = query(name);
        if (text == null) {
            return null;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            LOG.trace("refused parameter {}={}", name, text);
        }
        throw new Problem(
                        ProblemKind.BAD_PARAMETER,
                        "parameter '" + name + "' must be a whole number of at least " + least + ", got '" + text + "'")
                .with("expected", "a whole number ≥ " + least);
    }

    /** A query parameter that is true or false; absent is false, empty is true. */
    public boolean queryFlag(String name) {
        String text = query(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true")) {
            return true;
        }
        throw new Problem(
                        ProblemKind.BAD_PARAMETER, "parameter '" + name + "' must be true or false, got '" + text + "'")
                .with("expected", "true or false");
    }

    /** Hands over the body once it is there, if it is within the limit. What refuses a request comes before. */
    public void body(Consumer<byte[]> then) {
        String said = header(HttpHeaders.CONTENT_LENGTH);
        long length = said == null ? -1 : Long.parseLong(said); // no other gets past the HTTP decoder
        int most = loop.limits().bodyBytes();
        if (length > most) {
            throw tooLarge(most);
        }
        String expected = header(HttpHeaders.EXPECT);
        if (expected != null) {
            if (!expected.equalsIgnoreCase("100-continue")) {
                throw new Problem(ProblemKind.EXPECTATION_FAILED, "only 'Expect: 100-continue' is understood");
            }
            request.response().writeContinue();
        }
        request.exceptionHandler(gone -> abandoned());
        RequestBody.read(request, length, most, () -> fail(tooLarge(most)), body -> {
            if (!answered) {
                guard(() -> then.accept(body));
            }
        });
    }

    private static Problem tooLarge(int most) {
        return new Problem(
                        ProblemKind.BODY_TOO_LARGE,
                        "a body may have " + most + " bytes; send the rows in several requests")
                .with("limit", most)
                .header("Connection", "close");
    }

    /** When it came, on the loop's clock. */
    long startedNanos() {
        return startedNanos;
    }

    /** Goes on, on this event loop, when something done elsewhere is there; its failure becomes a problem. */
    public <T> void await(CompletionStage<T> stage, Consumer<? super T> then) {
        stage.whenComplete((value, failure) -> loop.context().runOnContext(any -> {
            if (answered) {
                return;
            }
            if (failure != null) {
                fail(failure);
            } else {
                guard(() -> then.accept(value));
            }
        }));
    }

    /** Does what waits for a disk on a worker thread, then goes on here. */
    public <T> void onWorker(Callable<T> work, Consumer<? super T> then) {
        await(loop.context().owner().executeBlocking(work, false).toCompletionStage(), then);
    }

    /** Does work in proportion to a body's size: here if that is small, otherwise on a worker thread. */
    public <T> void compute(int bytes, Supplier<T> work, Consumer<? super T> then) {
        if (bytes <= MOST_BYTES_HERE) {
            then.accept(work.get());
            return;
        }
        onWorker(work::get, then);
    }

    /** Answers with JSON. */
    public void json(int status, JsonOutput.Body body) {
        reply(status, JSON, loop.json().write(body));
    }

    public void reply(int status, CharSequence mediaType, Buffer body) {
        if (finish(status)) {
            HttpServerResponse response = request.response();
            response.setStatusCode(status);
            response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
            response.end(body);
        }
    }

    /** Answers with a problem; anything that is not one is logged and answered as a failure without details. */
    public void fail(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Problem problem;
        if (cause instanceof Problem known) {
            problem = known;
        } else {
            LOG.error("{} {} failed", request.method(), call == null ? "outside any call" : call.pattern(), cause);
            problem = new Problem(ProblemKind.INTERNAL, "the server could not answer; its log says why");
        }
        if (finish(problem.status())) {
            send(problem);
        }
    }

    private void send(Problem problem) {
        HttpServerResponse response = request.response();
        response.setStatusCode(problem.status());
        boolean tensors = speaksTensors();
        response.putHeader("content-type", tensors ? "application/json" : "application/problem+json");
        problem.headers().forEach(response::putHeader);
        response.end(loop.json().write(tensors ? problem::writeWithError : problem::write));
    }

    /** Whether the address is the Open Inference Protocol's, which has a form of its own for what is wrong. */
    private boolean speaksTensors() {
        String path = request.path();
        return path != null && (path.equals("/v2") || path.startsWith("/v2/"));
    }

    /** Whoever asked has gone. */
    void abandoned() {
        end(499);
    }

    /** The answer goes on for long (a stream of events): from here on it counts as answered and has no time-out. */
    public HttpServerResponse detach(int status) {
        finish(status);
        return request.response().setStatusCode(status);
    }

    public boolean isAnswered() {
        return answered;
    }

    private boolean finish(int status) {
        boolean first = end(status);
        return first && !request.response().closed();
    }

    private boolean end(int status) {
        if (answered) {
            return false;
        }
        answered = true;
        metrics.answered(status, loop.clock().nanos() - startedNanos);
        if (inFlight) {
            inFlight = false;
            loop.leave(this);
        }
        return true;
    }
}
