package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.Checkpoint.Part;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.MissingParent;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes checkpoints: asks the sources for a barrier, gathers what the tasks cut, hands the whole to the store and tells the
 * tasks how it ended. One checkpoint is in flight at a time.
 *
 * <p>Threading: {@link #requested}, {@link #isFirst} and {@link #isStopping} are read by workers at any time; the
 * gathering is guarded by this object's lock, held briefly; the store is called on the checkpoint thread only.
 */
final class CheckpointCoordinator {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCoordinator.class);

    private final Plan plan;
    private final String fingerprint;
    private final String runId;
    private final CheckpointStore store;
    private final EngineOptions options;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private List<Task> tasks = List.of();
    private Supplier<Map<String, Offset>> offsets = Map::of;
    private Runnable wake = () -> {};

    private volatile long requested;
    private volatile boolean first;
    private volatile long base;
    private volatile boolean nextAnyway;
    private volatile boolean stopping;
    private volatile Outcome outcome;

    private InFlight inFlight;

    /** Where the sources stood when the newest version was cut; until there is one, where they start. Null before {@link #start}. */
    private Map<String, Offset> committedOffsets;

    private boolean endCommitted;

    /** How checkpoints went so far. */
    record Outcome(long version, long lastMillis, long lastBytes, long failed, String lastFailure) {}

    /** The checkpoint that is being gathered. */
    private static final class InFlight {
        final long number;
        final long createdAtMillis;
        final long startedNanos;
        final CompletableFuture<Long> result = new CompletableFuture<>();
        final SortedMap<String, SourcePosition> sources = new TreeMap<>();
        final SortedMap<PartKey, Part> parts = new TreeMap<>();
        int missing;

        InFlight(long number, long createdAtMillis, long startedNanos, int missing) {
            this.number = number;
            this.createdAtMillis = createdAtMillis;
            this.startedNanos = startedNanos;
            this.missing = missing;
        }
    }

    CheckpointCoordinator(
            Plan plan,
            String runId,
            CheckpointStore store,
            EngineOptions options,
            Clock clock,
            boolean first,
            StoredCheckpoint from) {
        this.plan = plan;
        this.fingerprint = plan.fingerprint();
        this.runId = runId;
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.first = first;
        this.base = from == null ? 0 : from.version();
        this.committedOffsets = from == null ? null : first ? Map.of() : offsetsOf(from.sources());
        this.endCommitted = from != null && !first && hasEnded(from.sources());
        this.outcome = new Outcome(from == null || first ? 0 : from.version(), -1, -1, 0, null);
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread worker = new Thread(work, "millrace-checkpoint-" + plan.name());
            worker.setDaemon(true);
            return worker;
        });
    }

    void start(List<Task> allTasks, Supplier<Map<String, Offset>> sourceOffsets, Runnable wakeWorkers) {
        this.tasks = List.copyOf(allTasks);
        this.offsets = sourceOffsets;
        this.wake = wakeWorkers;
        synchronized (this) {
            if (committedOffsets == null) {
                committedOffsets = sourceOffsets.get(); // nothing has been read: that is no version
            }
        }
        if (options.checkpointEveryMillis() > 0) {
            schedule(options.checkpointEveryMillis());
        }
    }

    /** Number of the newest checkpoint that sources are to cut for. */
    long requested() {
        return requested;
    }

    /** Whether every chunk must be written because the store has no parent version to refer to, or has lost it. */
    boolean isFirst() {
        return first;
    }

    /** The newest version that was committed, or the one that was restored; 0 if there is none. */
    long base() {
        return base;
    }

    /** The next checkpoint is to be made even if no event has come: ticks have changed state, or their record has grown long. */
    void makeNextAnyway() {
        nextAnyway = true;
    }

    boolean isStopping() {
        return stopping;
    }

    void stopSources() {
        stopping = true;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Begins a checkpoint, or joins the one in flight; see {@link Job#checkpoint}. */
    CompletableFuture<Long> trigger() {
        return trigger(false);
    }

    /** The same when every source has ended: its last watermark may have changed state though no record came. */
    CompletableFuture<Long> triggerFinal() {
        return trigger(true);
    }

    private synchronized CompletableFuture<Long> trigger(boolean last) {
        if (inFlight != null) {
            return inFlight.result;
        }
        Map<String, Offset> now = offsets.get();
        if (now.equals(committedOffsets) && !(last && !endCommitted) && !nextAnyway) {
            return CompletableFuture.completedFuture(outcome.version());
        }
        long number = requested + 1;
        nextAnyway = false;
        InFlight begun = new InFlight(number, clock.millis(), clock.nanos(), tasks.size());
        inFlight = begun;
        requested = number;
        wake.run();
        thread.schedule(() -> timeOut(begun), options.checkpointTimeoutMillis(), TimeUnit.MILLISECONDS);
        return begun.result;
    }

    synchronized void position(long number, String source, SourcePosition position) {
        if (inFlight != null && inFlight.number == number) {
            inFlight.sources.put(source, position);
        }
    }

    synchronized void taskDone(long number, SortedMap<PartKey, Part> parts) {
        if (inFlight == null || inFlight.number != number) {
            return;
        }
        inFlight.parts.putAll(parts);
        inFlight.missing--;
        if (inFlight.missing == 0) {
            InFlight complete = inFlight;
            thread.execute(() -> commit(complete));
        }
    }

    /** Gives up what is in flight: the pipeline was killed. */
    void shutdown() {
        shutdown(null);
    }

    /** Gives up what is in flight; the failure is null if the pipeline was killed. */
    void shutdown(PipelineFailed failure) {
        thread.shutdownNow();
        InFlight left;
        synchronized (this) {
            left = inFlight;
            inFlight = null;
        }
        if (left != null) {
            left.result.completeExceptionally(
                    failure != null
                            ? failure
                            : new IOException("the pipeline stopped before checkpoint " + left.number
                                    + " was complete; the newest version stands"));
        }
    }

    private void commit(InFlight complete) {
        synchronized (this) {
            if (inFlight != complete) {
                return;
            }
        }
        Checkpoint checkpoint = new Checkpoint(
                plan.name(),
                runId,
                complete.number,
                first ? 0 : outcome.version(),
                fingerprint,
                plan.definition(),
                complete.createdAtMillis,
                plan.partitions(),
                complete.sources,
                complete.parts);
        try {
            long version = store.commit(checkpoint);
            long millis = (clock.nanos() - complete.startedNanos) / 1_000_000L;
            first = false;
            base = version;
            outcome = new Outcome(version, millis, checkpoint.newBytes(), outcome.failed(), outcome.lastFailure());
            synchronized (this) {
                committedOffsets = offsetsOf(complete.sources);
                endCommitted = hasEnded(complete.sources);
            }
            end(complete, true);
            complete.result.complete(version);
        } catch (MissingParent e) {
            first = true; // what tasks take to be stored is not: the next checkpoint sends everything again
            abandon(complete, e);
        } catch (IOException | RuntimeException e) {
            abandon(complete, e);
        }
    }

    private void timeOut(InFlight late) {
        synchronized (this) {
            if (inFlight != late || late.missing == 0) {
                return;
            }
        }
        abandon(
                late,
                new IOException("checkpoint " + late.number + " was not complete after "
                        + options.checkpointTimeoutMillis() + " ms: " + late.missing + " of " + tasks.size()
                        + " tasks had not written their state"));
    }

    private void abandon(InFlight abandoned, Exception cause) {
        LOG.warn(
                "checkpoint {} of pipeline {} was abandoned, the next one covers it: {}",
                abandoned.number,
                plan.name(),
                said(cause));
        Outcome before = outcome;
        outcome = new Outcome(
                before.version(), before.lastMillis(), before.lastBytes(), before.failed() + 1, said(cause));
        end(abandoned, false);
        abandoned.result.completeExceptionally(cause);
    }

    /** What went wrong; exceptions of file systems say by their name alone what happened to the file that they name. */
    static String said(Throwable cause) {
        boolean nameless = cause instanceof FileSystemException file && file.getReason() == null;
        return nameless
                ? cause.getClass().getSimpleName() + ": " + cause.getMessage()
                : String.valueOf(cause.getMessage());
    }

    /** Tasks hear how it ended before another checkpoint can begin. */
    private void end(InFlight ended, boolean committed) {
        for (Task task : tasks) {
            task.checkpointEnded(ended.number, committed);
        }
        synchronized (this) {
            if (inFlight == ended) {
                inFlight = null;
            }
        }
        wake.run();
    }

    private void schedule(long delayMillis) {
        thread.schedule(this::tick, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long wish = options.checkpointEveryMillis();
        trigger().whenComplete((version, failure) -> {
            long took = Math.max(0, outcome.lastMillis());
            long affordable = (long) (took / options.checkpointShare());
            if (affordable > wish) {
                LOG.info(
                        "checkpoints of pipeline {} take {} ms; the next one comes after {} ms instead of {} ms",
                        plan.name(),
                        took,
                        affordable,
                        wish);
            }
            if (!thread.isShutdown()) {
                schedule(Math.max(wish, affordable));
            }
        });
    }

    private static boolean hasEnded(SortedMap<String, SourcePosition> sources) {
        return sources.values().stream().allMatch(position -> position.watermarkMillis() == Timestamps.AFTER_ALL);
    }

    private static Map<String, Offset> offsetsOf(SortedMap<String, SourcePosition> sources) {
        Map<String, Offset> offsets = new TreeMap<>();
        sources.forEach((source, position) -> offsets.put(source, position.offset()));
        return offsets;
    }
}
