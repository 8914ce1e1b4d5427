package dev.millrace.serving.http;

import dev.millrace.stream.time.Clock;
import io.vertx.core.Context;
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
    private Exchange oldest;
    private Exchange newest;

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
        // The time-out is the same for all, so the oldest is the first to be late: no timer per request, which took 0.5
        // µs.
        long every = Math.max(5, Math.min(500, limits.timeoutMillis() / 20));
        context.owner().setPeriodic(every, any -> endLate());
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

    boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** Takes a place among the requests in flight; false if there is none. */
    boolean enter(Exchange exchange) {
        if (inFlight.incrementAndGet() > limits.inFlight()) {
            inFlight.decrementAndGet();
            return false;
        }
        exchange.earlier = newest;
        if (newest == null) {
            oldest = exchange;
        } else {
            newest.later = exchange;
        }
        newest = exchange;
        return true;
    }

    void leave(Exchange exchange) {
        inFlight.decrementAndGet();
        if (exchange.earlier == null) {
            oldest = exchange.later;
        } else {
            exchange.earlier.later = exchange.later;
        }
        if (exchange.later == null) {
            newest = exchange.earlier;
        } else {
            exchange.later.earlier = exchange.earlier;
        }
        exchange.earlier = null;
        exchange.later = null;
    }

    private void endLate() {
        long before = clock.nanos() - limits.timeoutMillis() * 1_000_000L;
        while (oldest != null && oldest.startedNanos() - before < 0) {
            oldest.fail(new Problem(
                            ProblemKind.TIMEOUT,
                            "no answer within " + limits.timeoutMillis() + " ms; try again in a moment")
                    .retryAfterSeconds(1));
        }
    }
}
