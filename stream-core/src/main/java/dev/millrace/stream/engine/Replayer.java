package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes a version once more, from an earlier one, the events between and the recorded order of inputs, and holds it against
 * the one that is stored: chunk by chunk the same bytes, on any number of workers. Threading: one caller, who waits.
 */
public final class Replayer {
    private final EngineOptions options;
    private final Clock clock;
    private final long standstillMillis;

    /** @param options workers and limits; a replay makes one checkpoint, at its end */
    public Replayer(EngineOptions options, Clock clock) {
        this(options, clock, 60_000);
    }

    /** @param standstillMillis after which a replay in which nothing moves is given up */
    Replayer(EngineOptions options, Clock clock, long standstillMillis) {
        this.options = options.checkpointEvery(0);
        this.clock = clock;
        this.standstillMillis = standstillMillis;
    }

    /**
     * Replays what came between two versions, and compares.
     *
     * @param plan by which the versions were made; what its results do is the caller's to choose
     * @param store that has the versions, and, where tasks read several inputs, those between
     * @param from number of the version to start from; 0 for the beginning
     * @param to number of the version to make again
     * @throws OrderNotRecorded if the order of inputs is not known all the way
     * @throws PlanChanged if a version was made by another plan
     * @throws IOException if a version or a source cannot be read, or the source is another
     */
    public Replayed replay(Plan plan, CheckpointStore store, long from, long to) throws IOException {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "a version is made again from an earlier one, got from " + from + " to " + to);
        }
        StoredCheckpoint target = store.load(plan.name(), to);
        EmbeddedEngine.requireSamePlan(plan, target);
        StoredCheckpoint start = from == 0 ? null : store.load(plan.name(), from);
        if (start != null) {
            EmbeddedEngine.requireSamePlan(plan, start);
        }
        RecordedOrder order = RecordedOrder.between(store, from, target);
        ReplayedInputs inputs = new ReplayedInputs(order, target.sources());
        MemoryCheckpointStore made = new MemoryCheckpointStore(1);
        Job job = EmbeddedJob.start(plan, options, made, clock, start, false, inputs);
        try {
            await(job, CompletableFuture.anyOf(inputs.allRead(), job.completion()));
            await(job, job.checkpoint());
            StoredCheckpoint again = made.newest(plan.name()).orElseThrow();
            return compare(target, again, job.status().events(), order.isOfOneVersion());
        } catch (ExecutionException e) {
            throw new IOException("the replay failed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the replay was interrupted");
        } finally {
            job.kill();
        }
    }

    private void await(Job job, CompletableFuture<?> future)
            throws IOException, ExecutionException, InterruptedException {
        long before = -1;
        while (!future.isDone()) {
            long events = job.status().events();
            if (events == before) {
                throw new IOException("the replay stands still after " + events + " records: what the record of the"
                        + " inputs' order wants next does not come; a source is not the one that the version was made"
                        + " from");
            }
            try {
                future.get(standstillMillis, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                before = events; // it is still under way if there are more the next time
            }
        }
        future.get();
    }

    private static Replayed compare(StoredCheckpoint target, StoredCheckpoint made, long records, boolean sameOrder)
            throws IOException {
        List<String> different = new ArrayList<>();
        int chunks = 0;
        TreeSet<PartKey> parts = new TreeSet<>();
        target.parts().forEach(parts::add);
        made.parts().forEach(parts::add);
        for (PartKey part : parts) {
            SortedMap<String, byte[]> expected = new TreeMap<>(target.chunks(part));
            SortedMap<String, byte[]> actual = new TreeMap<>(made.chunks(part));
            if (part.operator().startsWith(RecordedInputs.PREFIX) && !sameOrder) {
                expected.remove(RecordedInputs.ORDER);
                actual.remove(RecordedInputs.ORDER);
            }
            for (var chunk : expected.entrySet()) {
                chunks++;
                if (!Arrays.equals(chunk.getValue(), actual.remove(chunk.getKey()))) {
                    different.add(part + "/" + chunk.getKey());
                }
            }
            actual.keySet().forEach(extra -> different.add(part + "/" + extra));
        }
        return new Replayed(records, target.partitions(), chunks, different);
    }
}
