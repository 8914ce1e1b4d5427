package dev.millrace.cli.run;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.PlanBuilder;
import dev.millrace.cli.plan.RecordedJournals;
import dev.millrace.cli.plan.Results;
import dev.millrace.cli.plan.Streams;
import dev.millrace.registry.Registry;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Replayed;
import dev.millrace.stream.engine.Replayer;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.source.Source;
import java.io.IOException;

/**
 * Makes a version of a pipeline file once more: from an earlier one, over the events between them, by the same plan, in the
 * order that the registry has recorded. Threading: one caller.
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
     * Replays what came between two versions, and compares.
     *
     * @param from number of the version to start from; 0 for the beginning
     */
    public Replayed verify(String model, long from, long to) throws IOException {
        Blueprint blueprint = Blueprint.ofDefinition(registry.load(model, to).definition());
        Source<Event> live = null;
        if (blueprint.spec().isLive()) {
            live = RecordedJournals.source(PipelineRun.journalFolder(registry.directory(), model), blueprint.schema());
        }
        EventSources sources = EventSources.open(blueprint, streams.unpaced(), live);
        Plan plan = new PlanBuilder(blueprint, Results.none(blueprint)).build(sources);
        EngineOptions options = EngineOptions.DEFAULT.workers(workers);
        return new Replayer(options, streams.clock()).replay(plan, registry, from, to);
    }
}
