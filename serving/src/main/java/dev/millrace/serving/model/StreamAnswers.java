package dev.millrace.serving.model;

import dev.millrace.ml.stream.Prediction;
import dev.millrace.stream.event.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings the predictions that the stream made for journaled events to the requests that wait for them. An event may be
 * predicted before its request learns its offset, so while any request is between "handed to the journal" and "durable"
 * predictions are kept; the rest of the time one volatile read is all that a prediction costs.
 *
 * <p>Threading: {@link #accept} on the partitions' threads, the rest on event loops; one lock, held for a few map
 * operations.
 */
public final class StreamAnswers implements Consumer<Prediction> {
    private static final int REMEMBERED = 4096;
    private static final int KEPT = 65_536;

    private final Map<Long, CompletableFuture<Prediction>> waiting = new HashMap<>();
    private final Map<Long, Prediction> early = bounded(KEPT);
    private final Map<Long, Prediction> given = bounded(REMEMBERED);
    private final int source;
    private int expecting;
    private volatile boolean idle = true;

    /** @param source index of the journal in the pipeline's sequence of sources */
    public StreamAnswers(int source) {
        this.source = source;
    }

    private static Map<Long, Prediction> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Prediction> eldest) {
                return size() > most;
            }
        };
    }

    /** A prediction left the learning operator. */
    @Override
    public void accept(Prediction prediction) {
        if (idle) {
            return;
        }
        EventId id = prediction.eventId();
        if (id == null || id.source() != source) {
            return;
        }
        CompletableFuture<Prediction> waiter;
        synchronized (this) {
            waiter = waiting.remove(id.offset());
            if (waiter != null) {
                given.put(id.offset(), prediction);
            } else if (expecting > 0) {
                early.put(id.offset(), prediction);
            }
            settle();
        }
        if (waiter != null) {
            waiter.complete(prediction);
        }
    }

    /** Called before events are handed to the journal; followed by one {@link #claim} or {@link #giveUp()}. */
    public synchronized void expect() {
        expecting++;
        idle = false;
    }

    /** The events were refused. */
    public synchronized void giveUp() {
        expecting--;
        settle();
    }

    /** The events are durable at these offsets: their predictions, each when it comes. */
    public synchronized List<CompletableFuture<Prediction>> claim(long firstOffset, int count) {
        List<CompletableFuture<Prediction>> claimed = new ArrayList<>(count);
        for (long offset = firstOffset; offset < firstOffset + count; offset++) {
            Prediction known = early.remove(offset);
            if (known != null) {
                given.put(offset, known);
            } else {
                known = given.get(offset);
            }
            claimed.add(
                    known != null
                            ? CompletableFuture.completedFuture(known)
                            : waiting.computeIfAbsent(offset, any -> new CompletableFuture<>()));
        }
        expecting--;
        settle();
        return claimed;
    }

    /** Nobody waits any longer for these. */
    public synchronized void forget(long firstOffset, int count) {
        for (long offset = firstOffset; offset < firstOffset + count; offset++) {
            waiting.remove(offset);
        }
        settle();
    }

    private void settle() {
        if (expecting == 0) {
            early.clear();
        }
        idle = expecting == 0 && waiting.isEmpty();
    }
}
