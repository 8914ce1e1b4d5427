package dev.millrace.cli.run;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.PlanBuilder;
import dev.millrace.cli.plan.RecordedJournals;
import dev.millrace.cli.plan.Results;
import dev.millrace.cli.plan.Streams;
import dev.millrace.registry.Registry;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes a version once more: from an earlier one, over the events between them, by the same plan. Threading: one caller.
 */
public final class Replay {
    private final Registry registry;
    private final Streams streams;
    private final int workers;

    public Replay(Registry registry, Streams streams, int workers) {
        this.registry = registry;
        this.streams = streams;
        this.workers = workers;
    }

    /**
     * What a replay found.
     *
     * @param records of the sources between the versions
     * @param chunks of state that were compared
     * @param different names of those that are not the same, {@code operator/partition/chunk}
     */
    public record Outcome(long records, int partitions, int chunks, List<String> different) {
        public Outcome {
            different = List.copyOf(different);
        }
    }

    /**
     * Replays what came between two versions, and compares.
     *
     * @param from number of the version to start from; 0 for the beginning
     */
    public Outcome verify(String model, long from, long to) throws IOException {
        StoredCheckpoint target = registry.load(model, to);
        Blueprint blueprint = Blueprint.ofDefinition(target.definition());
        if (blueprint.spec().isSideBySide()) {
            throw new IOException("'" + model + "' reads two sources side by side, and in which order is not recorded;"
                    + " replay works for pipelines whose sources are read one after the other");
        }
        SourcePosition end = target.sources().values().iterator().next();
        Source<Event> live = null;
        if (blueprint.spec().isLive()) {
            live = RecordedJournals.source(PipelineRun.journalFolder(registry.directory(), model), blueprint.schema());
        }
        Source<Event> whole = EventSources.open(blueprint, streams, live).first();
        boolean ended = end.watermarkMillis() == Timestamps.AFTER_ALL;
        PausingSource source = new PausingSource(whole, end.offset());
        LatestCheckpoint made = new LatestCheckpoint();
        EngineOptions options = EngineOptions.DEFAULT.workers(workers).checkpointEvery(0);
        EmbeddedEngine engine = new EmbeddedEngine(options, made, streams.clock());
        Plan plan = new PlanBuilder(blueprint, Results.none(blueprint)).build(EventSources.of(ended ? whole : source));
        Job job = from == 0 ? engine.start(plan) : engine.startFrom(plan, registry.load(model, from));
        try {
            await(job, source);
            if (!ended) {
                job.checkpoint().get();
            }
            return compare(target, made, job.status().events());
        } catch (ExecutionException e) {
            throw new IOException("the replay failed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the replay was interrupted");
        } finally {
            job.kill();
        }
    }

    private static void await(Job job, PausingSource source) throws InterruptedException, ExecutionException {
        boolean over = false;
        while (!over && !source.isThere()) {
            try {
                job.completion().get(5, TimeUnit.MILLISECONDS);
                over = true; // a source that has ended as it had in the version
            } catch (TimeoutException e) {
                over = false;
            }
        }
    }

    private static Outcome compare(StoredCheckpoint target, LatestCheckpoint made, long records) throws IOException {
        List<String> different = new ArrayList<>();
        int chunks = 0;
        for (PartKey part : target.parts()) {
            SortedMap<String, byte[]> expected = target.chunks(part);
            SortedMap<String, byte[]> actual = made.chunks(part);
            for (var chunk : expected.entrySet()) {
                chunks++;
                if (!Arrays.equals(chunk.getValue(), actual.remove(chunk.getKey()))) {
                    different.add(part + "/" + chunk.getKey());
                }
            }
            actual.keySet().forEach(extra -> different.add(part + "/" + extra));
        }
        return new Outcome(records, target.partitions(), chunks, different);
    }
}
