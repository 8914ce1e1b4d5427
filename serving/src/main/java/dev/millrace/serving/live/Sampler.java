package dev.millrace.serving.live;

import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.metrics.Histogram;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.ModelService;
import dev.millrace.stream.engine.JobStatus;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples one model whenever it is told to, publishes the sample and keeps the last one for who asks. A tick that comes
 * while the one before still waits for an answer is left out. Threading: {@link #tick} one caller; the sample is made on
 * whichever thread completes the last answer.
 */
public final class Sampler {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    private final ModelService model;
    private final Histogram predictLatency;
    private final LiveFeed feed;
    private final Clock clock;
    private final long journalEndAtStart;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Sample last;
    private long[] latencyBefore;
    private long nanosBefore;

    /** @param predictLatency latencies of the predict call */
    public Sampler(ModelService model, Histogram predictLatency, LiveFeed feed, Clock clock) {
        this.model = model;
        this.predictLatency = predictLatency;
        this.feed = feed;
        this.clock = clock;
        this.latencyBefore = predictLatency.counts();
        this.nanosBefore = clock.nanos();
        this.journalEndAtStart = model.live()
                .filter(live -> live.intake() != null)
                .map(live -> live.intake().journal().end())
                .orElse(0L);
    }

    public LiveFeed feed() {
        return feed;
    }

    ModelService model() {
        return model;
    }

    /** The last sample; null before the first. */
    Sample last() {
        return last;
    }

    /** Samples now; completes when the sample is published. */
    public CompletableFuture<Void> tick() {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Sample.Learning> learning = model.isReady()
                ? model.live().map(this::askAll).orElseGet(() -> CompletableFuture.completedFuture(null))
                : CompletableFuture.completedFuture(null);
        return learning.exceptionally(failure -> {
                    LOG.debug("model {} did not say how it is doing", model.name(), failure);
                    return last == null ? null : last.learning();
                })
                .thenAccept(this::publish)
                .whenComplete((done, failure) -> {
                    busy.set(false);
                    if (failure != null) {
                        LOG.warn("model {} could not be sampled", model.name(), failure);
                    }
                });
    }

    private CompletableFuture<Sample.Learning> askAll(LiveModel live) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int p = 0; p < live.shape().partitions(); p++) {
            replies.add(live.job().askPartition(live.operator(), p, new Question.Status()));
        }
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(any -> Merging.of(replies.stream()
                        .map(reply -> (Reply.Status) reply.join())
                        .toList()));
    }

    private void publish(Sample.Learning learning) {
        Sample before = last;
        long nanos = clock.nanos();
        double seconds = Math.max(1, nanos - nanosBefore) / 1e9;
        JobStatus job = model.live().map(live -> live.job().status()).orElse(null);
        long version = Math.max(model.currentVersion(), job == null ? 0 : job.version());
        long events = learning == null ? 0 : learning.events();
        long eventsBefore = before == null || before.learning() == null
                ? events
                : before.learning().events();
        long alarms = learning == null ? 0 : learning.driftAlarms();
        long alarmsBefore = before == null || before.learning() == null
                ? alarms
                : before.learning().driftAlarms();
        Sample sample = new Sample(
                clock.millis(),
                version,
                model.isReady(),
                learning,
                job,
                journal(job),
                traffic(seconds),
                Math.max(0, events - eventsBefore) / seconds,
                before != null && version != before.version(),
                alarms > alarmsBefore);
        nanosBefore = nanos;
        last = sample;
        feed.publish(sample);
    }

    private Sample.Traffic traffic(double seconds) {
        long[] now = predictLatency.counts();
        long total = 0;
        long before = 0;
        for (int i = 0; i < now.length; i++) {
            total += now[i];
            before += latencyBefore[i];
        }
        Sample.Traffic traffic = new Sample.Traffic(
                total,
                (total - before) / seconds,
                Histogram.quantileMillis(latencyBefore, now, 0.5),
                Histogram.quantileMillis(latencyBefore, now, 0.99));
        latencyBefore = now;
        return traffic;
    }

    private Sample.JournalPlace journal(JobStatus job) {
        LiveModel live = model.live().orElse(null);
        if (live == null || live.intake() == null || job == null) {
            return null;
        }
        return new Sample.JournalPlace(
                live.intake().journal().end(),
                recordsOf(job.offsets(), live.intake().source()),
                recordsOf(job.restoredFrom(), live.intake().source()),
                journalEndAtStart,
                live.intake().journal().isRefusing());
    }

    /** Records of the journal that lie before where its source stands: none while an earlier source is being read. */
    private static long recordsOf(Map<String, Offset> offsets, int source) {
        return offsets.values().stream()
                .filter(offset -> offset.part() == source)
                .mapToLong(Offset::records)
                .max()
                .orElse(0);
    }
}
