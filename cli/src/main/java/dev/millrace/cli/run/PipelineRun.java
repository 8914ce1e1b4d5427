package dev.millrace.cli.run;

import dev.millrace.cli.file.CheckpointSpec;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.PlanBuilder;
import dev.millrace.cli.plan.RecordedJournals;
import dev.millrace.cli.plan.Results;
import dev.millrace.cli.plan.Streams;
import dev.millrace.registry.Registry;
import dev.millrace.registry.Retention;
import dev.millrace.registry.Version;
import dev.millrace.serving.Server;
import dev.millrace.serving.ServerOptions;
import dev.millrace.serving.model.Intake;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.StreamAnswers;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalOptions;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.source.JournalSource;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline that runs: from its newest version in the registry, with its journal and its server if it has them. Closing
 * is graceful: the server answers what is in flight, a last version is made, then journal and registry are closed.
 *
 * <p>Threading: opened and closed by one thread.
 */
public final class PipelineRun implements AutoCloseable {
    private static final String JOURNAL = "journal";
    private static final String DEAD_LETTERS = "dead-letters.ndjson";

    private final Blueprint blueprint;
    private final Clock clock;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Registry registry;
    private Journal journal;
    private Job job;
    private Server server;

    private PipelineRun(Blueprint blueprint, Clock clock) {
        this.blueprint = blueprint;
        this.clock = clock;
    }

    /**
     * Starts a pipeline.
     *
     * @param registry opened for writing; closed with this run
     * @throws IOException if something it needs cannot be had, saying what
     */
    public static PipelineRun start(Blueprint blueprint, Registry registry, Streams streams, RunOptions options)
            throws IOException {
        PipelineRun run = new PipelineRun(blueprint, streams.clock());
        run.registry = registry;
        run.opened.push(registry);
        try {
            run.open(streams, options);
            return run;
        } catch (IOException | RuntimeException e) {
            run.closeAfter(e);
            throw e;
        }
    }

    /** How a registry keeps versions that this pipeline makes. */
    public static Retention retention(CheckpointSpec checkpoint) {
        return new Retention(
                checkpoint.keepLast(),
                checkpoint.keepHourly(),
                checkpoint.keepDaily(),
                Retention.DEFAULT.graceMillis());
    }

    /** The folder of a pipeline's journal in a registry. */
    static Path journalFolder(Path registry, String pipeline) {
        return registry.resolve(pipeline).resolve(JOURNAL);
    }

    private void open(Streams streams, RunOptions options) throws IOException {
        PipelineSpec spec = blueprint.spec();
        new MergeBases(registry).require(blueprint);
        Path folder = registry.directory().resolve(spec.name());
        JournalSource live = null;
        if (spec.isLive()) {
            journal = Journal.open(
                    journalFolder(registry.directory(), spec.name()),
                    new DirectoryStorage(),
                    clock,
                    JournalOptions.DEFAULT.metadata(SchemaJson.write(blueprint.schema())));
            opened.push(journal);
            live = new JournalSource(RecordedJournals.NAME, journal, blueprint.schema());
            registry.addCommitListener(new JournalKeeper(registry, journal, spec)::committed);
        }
        if (spec.drift().isPresent() && spec.drift().get().onAlarm().equals("rollback")) {
            registry.addCommitListener(new DriftRollback(registry, spec.name())::committed);
        }
        DeadLetterFile letters = new DeadLetterFile(folder.resolve(DEAD_LETTERS));
        opened.push(letters);
        StreamAnswers answers =
                journal == null ? null : new StreamAnswers(spec.sources().size() - 1);
        Results results = new Results(blueprint, folder.resolve("reports"), answers);
        Plan plan = new PlanBuilder(blueprint, results).build(EventSources.open(blueprint, streams, live));
        EngineOptions engine = EngineOptions.DEFAULT
                .workers(options.workers())
                .checkpointEvery(spec.checkpoint().everyMillis())
                .deadLetters(letters, Long.MAX_VALUE);
        job = new EmbeddedEngine(engine, registry, clock).start(plan, grownFrom());
        opened.push(job);
        if (options.port().isPresent()) {
            serve(options, answers);
        }
    }

    /** Fingerprint of the plan that made the newest version, if this one has features appended to it. */
    private Set<String> grownFrom() throws IOException {
        return registry.latest(blueprint.spec().name())
                .filter(version -> !version.definition().isEmpty() && blueprint.hasGrownFrom(version.definition()))
                .map(version -> Set.of(version.planFingerprint()))
                .orElse(Set.of());
    }

    private void serve(RunOptions options, StreamAnswers answers) throws IOException {
        MergeBases bases = new MergeBases(registry);
        Intake intake = journal == null
                ? null
                : new Intake(
                        journal,
                        new EventCodec(blueprint.schema()),
                        blueprint.spec().sources().size() - 1,
                        answers,
                        blueprint.spec().time().maxAheadMillis());
        LiveModel model = new LiveModel(
                blueprint.spec().name(),
                RestoredModels.shape(blueprint),
                job,
                Blueprint.LEARN,
                intake,
                registry,
                version -> RestoredModels.restore(version, blueprint.spec().serve(), bases));
        server = Server.start(
                ServerOptions.defaults()
                        .withAddress(options.host(), options.port().getAsInt()),
                List.of(model),
                clock);
        opened.push(server);
    }

    public Job job() {
        return job;
    }

    public Blueprint blueprint() {
        return blueprint;
    }

    public Registry registry() {
        return registry;
    }

    /** The server's address, {@code http://127.0.0.1:8080}; empty if there is none. */
    public Optional<String> address() {
        return Optional.ofNullable(server).map(Server::address);
    }

    /** How many records its sources have, where that is known; −1 if not. */
    public long expectedRecords() {
        long sum = 0;
        for (SourceSpec source : blueprint.spec().sources()) {
            if (source instanceof SourceSpec.Generator generator && !generator.isEndless()) {
                sum += generator.labelsLater() ? 2 * generator.rows() : generator.rows();
            } else {
                return -1;
            }
        }
        return sum;
    }

    /** Stops answering and makes the last version; journal and registry stay open until {@link #close}. */
    public void closePipeline() throws IOException {
        try {
            if (server != null) {
                opened.remove(server);
                server.close();
            }
            opened.remove(job);
            job.close();
        } catch (java.io.UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        closeAfter(null);
    }

    /** Closes all that was opened, the last first; what fails is thrown, or added to what was thrown before. */
    private void closeAfter(Exception failure) throws IOException {
        Exception first = failure;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (failure == null && first != null) {
            throw first instanceof IOException io ? io : new IOException(first.getMessage(), first);
        }
    }

    /** Lets go of what the journal holds from before the oldest version that is kept. */
    private record JournalKeeper(Registry registry, Journal journal, PipelineSpec spec) {
        private static final int COMMITS = 100;

        void committed(Version version) {
            if (version.number() % COMMITS != 0) {
                return;
            }
            try {
                long oldest = Long.MAX_VALUE;
                List<Version> page = registry.versions(spec.name(), Long.MAX_VALUE, COMMITS);
                while (!page.isEmpty()) {
                    for (Version kept : page) {
                        oldest = Math.min(oldest, journalOffset(kept));
                    }
                    page = registry.versions(
                            spec.name(), page.get(page.size() - 1).number(), COMMITS);
                }
                if (oldest != Long.MAX_VALUE) {
                    journal.releaseBefore(oldest);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("the journal could not be shortened: " + e.getMessage(), e);
            }
        }

        /** Where a version stands in the journal: at its start while earlier sources are read. */
        private long journalOffset(Version version) {
            int part = spec.sources().size() - 1;
            return version.sources().values().stream()
                    .filter(position -> position.offset().part() == part)
                    .mapToLong(position -> position.offset().position())
                    .min()
                    .orElse(0);
        }
    }
}
