package dev.millrace.cli.trial;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.LabelSpec;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.PlanBuilder;
import dev.millrace.cli.plan.Results;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.run.LatestCheckpoint;
import dev.millrace.cli.run.Progress;
import dev.millrace.cli.run.Scores;
import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.NabSeries;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.engine.Cost;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.Stream;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.Source;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** One pass over a stream for all entrants that read it alike. Used once. Threading: one caller. */
final class Pass {
    /** A hundred million years: longer than any stream, and far from the end of time. */
    private static final long LONG_ENOUGH_MILLIS = Long.MAX_VALUE / 4;

    private final List<Entrant> entrants;
    private final Streams streams;
    private final Console console;
    private final TrialOptions options;
    private final int partitions;
    private HoldOut holdOut;
    private List<Row> preview;
    private final LatestCheckpoint versions = new LatestCheckpoint();

    /** Records that nobody could read; what an entrant refuses is its own. */
    private final AtomicLong unread = new AtomicLong();

    private final AtomicReference<String> firstUnread = new AtomicReference<>();

    /** Streams whose labels follow: by the fields of label and key, or by the fields that name the events of later rows. */
    private final Map<List<Object>, Stream<Event>> delayed = new HashMap<>();

    /** By entrant and partition; the engine makes them. */
    private final List<AtomicReferenceArray<TrialOperator>> operators = new ArrayList<>();

    Pass(List<Entrant> entrants, Streams streams, Console console, TrialOptions options) {
        this.entrants = entrants;
        this.streams = streams;
        this.console = console;
        this.options = options;
        this.partitions = entrants.get(0).blueprint().spec().partitions();
        entrants.forEach(entrant -> operators.add(new AtomicReferenceArray<>(partitions)));
    }

    List<Result> run() throws IOException {
        Blueprint first = entrants.get(0).blueprint();
        Source<Event> whole = EventSources.open(first, streams, null).first();
        Source<Event> once = options.rows() == 0 ? whole : new FirstRecords(whole, options.rows());
        Source<Event> source =
                options.repeat() == 1 ? once : new SequenceSource<>(Collections.nCopies(options.repeat(), once));
        EngineOptions engine = EngineOptions.DEFAULT
                .workers(workers())
                .checkpointEvery(0)
                .meter(new ThreadMeter())
                .deadLetters(this::refuse, Long.MAX_VALUE);
        if (options.holdOut() > 0) {
            holdOut = HoldOut.last(once, options.holdOut());
        }
        preview = options.slices().isEmpty() ? List.of() : Preview.of(once);
        long started = console.clock().nanos();
        Job job = new EmbeddedEngine(engine, versions, console.clock()).start(plan(source));
        double wallSeconds;
        try {
            await(job, source.expectedRecords());
            wallSeconds = (console.clock().nanos() - started) * 1e-9;
        } finally {
            job.kill(); // the workers have ended: their operators can be looked at
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < entrants.size(); i++) {
            results.add(result(i, job, wallSeconds));
        }
        return results;
    }

    private int workers() {
        int processors = Runtime.getRuntime().availableProcessors();
        // Members of an ensemble learn on whichever workers are idle.
        boolean ensembles = entrants.stream()
                .anyMatch(entrant ->
                        entrant.blueprint().learning().learner().provider().isEnsemble());
        int gaining = ensembles ? processors : Math.min(partitions * entrants.size(), processors);
        return options.workers() > 0 ? options.workers() : gaining;
    }

    private Plan plan(Source<Event> source) {
        PipelineSpec spec = entrants.get(0).blueprint().spec();
        Pipeline pipeline = Pipeline.named(spec.name()).partitions(partitions).seed(spec.seed());
        Stream<Event> events = null;
        for (int i = 0; i < entrants.size(); i++) {
            Blueprint blueprint = entrants.get(i).blueprint();
            PlanBuilder builder = new PlanBuilder(blueprint, Results.none(blueprint));
            if (events == null) {
                events = builder.read(pipeline, PlanBuilder.EVENTS, source);
            }
            // Each has an exchange of its own, so each is a task of its own, on whichever thread is free.
            builder.keyed(labelled(events, blueprint, builder)).process(step(i), factory(i, blueprint), "");
        }
        return pipeline.build();
    }

    /** The events as an entrant sees them: with their labels, or with labels that follow. */
    private Stream<Event> labelled(Stream<Event> events, Blueprint blueprint, PlanBuilder builder) {
        LabelSpec spec = blueprint.spec().label();
        if (spec.of().isPresent()) {
            return delayed.computeIfAbsent(
                    List.of(spec.field(), spec.of().get()),
                    none -> builder.labelled(events, PlanBuilder.LABELS + "-" + (delayed.size() + 1)));
        }
        Optional<Field> label = blueprint.schema().find(blueprint.spec().label().field());
        if (options.delay().isEmpty() || label.isEmpty()) {
            return events;
        }
        Field key = blueprint.key().orElse(null);
        List<Object> kind = Arrays.asList(label.get(), key);
        return delayed.computeIfAbsent(
                kind,
                none -> events.process(
                        "delay-" + (delayed.size() + 1),
                        context -> new LabelDelay(options.delay().get(), label.get(), key),
                        ""));
    }

    /** The first is named as in any plan of a pipeline, so that questions about progress find it. */
    private static String step(int entrant) {
        return entrant == 0 ? Blueprint.LEARN : Blueprint.LEARN + "-" + (entrant + 1);
    }

    /** The learning operator that the entrant's own pipeline would have: same name, same seed. */
    private OperatorFactory<Event, Prediction> factory(int entrant, Blueprint blueprint) {
        LearningSpec learning = learning(blueprint);
        Field label = blueprint.schema().find(learning.label().field()).orElse(null);
        List<Slicer> slicers = options.slices().stream()
                .map(field -> Slicer.of(field(blueprint.schema(), field), preview))
                .toList();
        OperatorFactory<Event, Prediction> factory = LearningOperator.factory(learning, blueprint.schema());
        long seed = blueprint.spec().seed();
        boolean hasWindows = hasWindows(blueprint);
        return context -> {
            int p = context.partition();
            LearningOperator operator = (LearningOperator) factory.create(new OperatorContext(
                    Blueprint.LEARN,
                    p,
                    context.partitions(),
                    Random64.seedOf(seed, Blueprint.LEARN, p),
                    context.parallel()));
            TrialScores scores = new TrialScores(
                    operator.evaluator(), slicers, heldOutScores(learning), hasWindows ? new NabSeries() : null);
            TrialOperator trial = new TrialOperator(operator, scores, learning.label(), label, holdOut);
            operators.get(entrant).set(p, trial);
            return trial;
        };
    }

    /** Whether its scores are compared with windows: one reading of one stream, in order, by a detector. */
    private boolean hasWindows(Blueprint blueprint) {
        if (blueprint.learning().label().task() != Task.ANOMALY || partitions > 1 || options.repeat() > 1) {
            return false;
        }
        return options.windows()
                || streams.hasWindows(
                        blueprint.spec().sources(), blueprint.spec().label().field());
    }

    /** A pipeline that does not say how long labels may take waits for them as long as it takes. */
    private LearningSpec learning(Blueprint blueprint) {
        LearningSpec learning =
                blueprint.learning().emitPredictions(holdOut != null).metricsWindow(options.window());
        Label label = learning.label();
        if (options.delay().isEmpty() || label.isLate()) {
            return learning;
        }
        return learning.label(label.within(LONG_ENOUGH_MILLIS));
    }

    private Evaluator heldOutScores(LearningSpec learning) {
        if (holdOut == null) {
            return null;
        }
        return learning.label().task() == Task.REGRESSION
                ? Evaluator.ofValues(options.window())
                : Evaluator.ofClasses(learning.label().positive(), options.window());
    }

    private static Field field(Schema schema, String name) {
        return schema.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--slice: there is no field '" + name + "'" + NearestName.hint(name, schema.names())));
    }

    private void refuse(DeadLetter letter) {
        firstUnread.compareAndSet(null, letter.detail());
        unread.incrementAndGet();
    }

    private Result result(int entrant, Job job, double wallSeconds) throws IOException {
        List<Reply.Status> statuses = new ArrayList<>();
        List<TrialScores> scores = new ArrayList<>();
        SortedMap<PartKey, SortedMap<String, byte[]>> state = new TreeMap<>();
        long stateBytes = 0;
        Cost keeping = Cost.NONE;
        long refused = unread.get();
        String firstRefused = firstUnread.get();
        for (int p = 0; p < partitions; p++) {
            TrialOperator operator = operators.get(entrant).get(p);
            statuses.add((Reply.Status) operator.answer(new Question.Status()));
            scores.add(operator.scores());
            SortedMap<String, byte[]> chunks = versions.chunks(new PartKey(step(entrant), p));
            state.put(new PartKey(Blueprint.LEARN, p), chunks);
            stateBytes += operator.learnerBytes(chunks);
            keeping = keeping.plus(operator.keeping());
            refused += operator.refused();
            firstRefused = firstRefused == null ? operator.firstRefused() : firstRefused;
        }
        double reading = job.cost(PlanBuilder.EVENTS).cpuNanos() * 1e-9;
        Cost own = job.cost(step(entrant)); // what helpers did for it is in it
        Result.Costs costs = new Result.Costs(
                wallSeconds,
                entrants.size() > 1,
                reading,
                (own.cpuNanos() - keeping.cpuNanos()) * 1e-9,
                own.allocatedBytes() - keeping.allocatedBytes(),
                stateBytes);
        Scores all = Scores.of(statuses);
        return new Result(
                entrants.get(entrant),
                job.status().events(),
                all,
                Measured.of(
                        scores,
                        entrants.get(entrant).blueprint().learning().label().task() == Task.ANOMALY),
                costs,
                refused,
                firstRefused,
                state);
    }

    private void await(Job job, long expected) throws IOException {
        Progress progress = new Progress(console, job, partitions, expected, false);
        long begun = console.clock().millis();
        while (true) {
            try {
                job.completion().get(100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (console.clock().millis() - begun > 500) {
                    progress.show();
                }
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the evaluation was interrupted");
            }
        }
    }
}
