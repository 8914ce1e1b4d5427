package dev.millrace.serving.live;

import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.JsonOutput;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends a model's samples to who listens, as server-sent events (WHATWG HTML, 9.2). The last few minutes are kept: a new
 * listener gets them at once, one that comes back gets what it missed. A listener that reads too slowly misses samples
 * instead of filling memory. Threading: any thread; one lock, held while handing over to the sockets' queues.
 */
public final class LiveFeed {
    /** Ten minutes at one a second; about 3 KB each. */
    private static final int KEPT = 600;

    private static final int MOST_LISTENERS = 64;

    private record Frame(long number, Buffer text) {}

    private final String model;
    private final String run;
    private final JsonOutput json = new JsonOutput();
    private final ArrayDeque<Frame> kept = new ArrayDeque<>();
    private final Set<HttpServerResponse> listeners = new LinkedHashSet<>();
    private long number;

    /** @param run tells the frames of this process from those of another */
    public LiveFeed(String model, String run) {
        this.model = model;
        this.run = run;
    }

    /** Sends a sample to everybody. */
    synchronized void publish(Sample sample) {
        number++;
        String id = run + '-' + number;
        Buffer text = Buffer.buffer("id: " + id + "\ndata: ")
                .appendBuffer(json.write(out -> SampleJson.write(out, id, model, sample)))
                .appendString("\n\n");
        kept.add(new Frame(number, text));
        if (kept.size() > KEPT) {
            kept.remove();
        }
        for (HttpServerResponse listener : List.copyOf(listeners)) {
            if (!listener.writeQueueFull()) {
                listener.write(text);
            }
        }
    }

    /** Makes a request a listener, beginning with what it has missed. */
    public void listen(Exchange exchange) {
        String last = exchange.header("Last-Event-ID");
        synchronized (this) {
            if (listeners.size() >= MOST_LISTENERS) {
                throw new Problem(
                                ProblemKind.TOO_BUSY,
                                MOST_LISTENERS + " listen to model '" + model + "' already; try again later")
                        .retryAfterSeconds(10);
            }
            HttpServerResponse response = exchange.detach(200);
            response.setChunked(true);
            response.putHeader("content-type", "text/event-stream");
            response.putHeader("cache-control", "no-store");
            response.closeHandler(any -> forget(response));
            Buffer missed = Buffer.buffer("retry: 1000\n\n");
            long after = after(last);
            for (Frame frame : kept) {
                if (frame.number() > after) {
                    missed.appendBuffer(frame.text());
                }
            }
            response.write(missed);
            listeners.add(response);
        }
    }

    private long after(String lastEventId) {
        if (lastEventId == null || !lastEventId.startsWith(run + '-')) {
            return 0;
        }
        try {
            return Long.parseLong(lastEventId.substring(run.length() + 1));
        } catch (NumberFormatException e) {
            return 0; // an id that is none of ours: from the beginning
        }
    }

    private synchronized void forget(HttpServerResponse response) {
        listeners.remove(response);
    }

    /** Ends every listener's stream; browsers come back by themselves. */
    public synchronized void close() {
        for (HttpServerResponse listener : List.copyOf(listeners)) {
            listener.end();
        }
        listeners.clear();
    }
}
