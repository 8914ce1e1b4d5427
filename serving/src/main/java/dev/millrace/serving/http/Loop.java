package dev.millrace.serving.http;

import dev.millrace.stream.time.Clock;
import io.vertx.core.Context;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What the requests of one event loop share. Threading: that event loop, except {@link #context()}. */
public final class Loop {
    private final Context context;
    private final Clock clock;
    private final Limits limits;
    private final AtomicInteger inFlight;
    private final BooleanSupplier stopping;
    private final JsonOutput json = new JsonOutput();
    private final BodyHandler bodies;

    /**
     * @param inFlight counts the requests in flight over all event loops
     * @param stopping whether new requests are refused
     */
    public Loop(Context context, Clock clock, Limits limits, AtomicInteger inFlight, BooleanSupplier stopping) {
        this.context = context;
        this.clock = clock;
        this.limits = limits;
        this.inFlight = inFlight;
        this.stopping = stopping;
        this.bodies = BodyHandler.create(false)
                .setBodyLimit(limits.bodyBytes())
                .setMergeFormAttributes(false)
                .setPreallocateBodyBuffer(true);
    }

    public Context context() {
        return context;
    }

    public Clock clock() {
        return clock;
    }

    public Limits limits() {
        return limits;
    }

    public JsonOutput json() {
        return json;
    }

    /** Reads bodies within the limit, then goes on with the request's next handler. */
    BodyHandler bodies() {
        return bodies;
    }

    boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** Takes a place among the requests in flight; false if there is none. */
    boolean enter() {
        if (inFlight.incrementAndGet() > limits.inFlight()) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inFlight.decrementAndGet();
    }
}
