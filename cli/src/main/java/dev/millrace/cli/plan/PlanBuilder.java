package dev.millrace.cli.plan;

import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.ReportSpec;
import dev.millrace.cli.file.TimeSpec;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.label.LabelRows;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.ml.stream.LearningStep;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.KeySelector;
import dev.millrace.stream.plan.KeyedStream;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.Stream;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.plan.TimestampAssigner;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.window.Aggregates;
import dev.millrace.stream.window.NumericAggregate;
import dev.millrace.stream.window.TickedWindows;
import dev.millrace.stream.window.WindowResult;
import dev.millrace.stream.window.WindowedAggregate;
import dev.millrace.stream.window.Windows;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Builds the plan of a pipeline: events, keyed, into the learning operator and the windows of the reports. What a run does
 * with the results (files, listeners) is no part of the plan's fingerprint.
 */
public final class PlanBuilder {
    /** Name of the step that reads the events. */
    public static final String EVENTS = "events";

    /** Name of the step that takes labels out of later rows. */
    public static final String LABELS = "labels";

    /** Name of the step that reads what is read beside them. */
    public static final String BESIDE = "http";

    private final Blueprint blueprint;
    private final PipelineSpec spec;
    private final Schema schema;
    private final Results results;
    private final Field key; // null without one

    public PlanBuilder(Blueprint blueprint, Results results) {
        this.blueprint = blueprint;
        this.spec = blueprint.spec();
        this.schema = blueprint.schema();
        this.results = results;
        this.key = blueprint.key().orElse(null);
    }

    /** The plan over a pipeline's sources. */
    public Plan build(EventSources sources) {
        Pipeline pipeline = Pipeline.named(spec.name())
                .partitions(spec.partitions())
                .seed(spec.seed())
                .definition(blueprint.definition());
        Stream<Event> events = labelled(read(pipeline, EVENTS, sources.first()), LABELS);
        KeyedStream<Integer, Event> keyed = keyed(events);
        OperatorFactory<Event, Prediction> learner = LearningOperator.factory(learning(), schema);
        String settings =
                learning().describe() + "\n time " + spec.time().field().orElse("arrival");
        Stream<Prediction> predictions;
        Optional<Stream<Event>> beside =
                sources.beside().map(source -> labelled(read(pipeline, BESIDE, source), BESIDE + "-" + LABELS));
        if (beside.isPresent()) {
            predictions = keyed.processWith(keyed(beside.get()), Blueprint.LEARN, learner, settings);
        } else {
            predictions = keyed.process(Blueprint.LEARN, learner, settings);
        }
        predictions.process(
                "predictions",
                context -> new LineSink<Prediction>(
                        results.writesPredictions() ? Lines::prediction : null,
                        results.predictionsFile(context.partition()),
                        results.predictions()),
                "");
        if (!spec.reports().isEmpty()) {
            Stream<Row> rows = rows("rows", events);
            Optional<Stream<Row>> rowsBeside = beside.map(stream -> rows(BESIDE + "-rows", stream));
            spec.reports().forEach(report -> report(rows, rowsBeside, report));
        }
        return pipeline.build();
    }

    private LearningSpec learning() {
        return blueprint.learning().emitPredictions(results.writesPredictions() || results.predictions() != null);
    }

    /** The events of a source with the pipeline's event time. */
    public Stream<Event> read(Pipeline pipeline, String step, Source<Event> source) {
        return pipeline.read(step, source).time(timestamps(), policy());
    }

    /** The events, and the labels of earlier ones taken out of the rows that carry them. */
    public Stream<Event> labelled(Stream<Event> events, String step) {
        Optional<EarlierEvent> of = spec.label().of();
        return of.isEmpty()
                ? events
                : events.process(
                        step,
                        context -> new LabelRows(step, of.get(), spec.label().field(), schema),
                        spec.label().field() + " of " + of.get());
    }

    /** Dealt to partitions by the pipeline's key; each call makes an exchange of its own. */
    public KeyedStream<Integer, Event> keyed(Stream<Event> events) {
        return LearningStep.keyed(events, key);
    }

    private TimestampAssigner<Event> timestamps() {
        Field time = blueprint.time().orElse(null);
        if (time == null) {
            return (event, arrivalMillis) -> event instanceof Row ? arrivalMillis : Timestamps.NONE;
        }
        return TimestampAssigner.of(time);
    }

    private TimePolicy policy() {
        TimeSpec time = spec.time();
        return new TimePolicy(
                time.outOfOrderMillis(), time.granularityMillis(), time.idleAfterMillis(), time.maxAheadMillis());
    }

    private static Stream<Row> rows(String step, Stream<Event> events) {
        return events.flatMap(step, (event, out) -> {
            if (event instanceof Row row) {
                out.accept(row);
            }
        });
    }

    private void report(Stream<Row> rows, Optional<Stream<Row>> beside, ReportSpec report) {
        Optional<Field> group = report.key().map(schema::field);
        ToIntFunction<Row> hash = group.<ToIntFunction<Row>>map(field -> row -> StableHash.of(row, field))
                .orElse(row -> 0);
        KeySelector<Row, String> name = row -> group.map(row::name).orElse("");
        Windows windows = report.sizeMillis() == report.slideMillis()
                ? Windows.tumbling(report.sizeMillis())
                : Windows.sliding(report.sizeMillis(), report.slideMillis());
        WindowedAggregate<String, Row, List<Number>> aggregate = WindowedAggregate.<Row>in(windows)
                .byText(row -> group.isPresent() && row.isMissing(group.get()) ? "" : name.key(row))
                .aggregate(aggregates(report));
        List<String> names = List.copyOf(report.take().keySet());
        String step = "report-" + report.name();
        OperatorFactory<Row, WindowResult<String, List<Number>>> operator = aggregate;
        String windowing = aggregate.describe();
        if (report.byClock() || report.earlyMillis() > 0) {
            TickedWindows<String, Row, List<Number>> ticked =
                    report.byClock() ? aggregate.byClock() : aggregate.early(report.earlyMillis());
            operator = ticked;
            windowing = ticked.describe();
        }
        String settings = windowing + report.key() + report.take();
        KeyedStream<String, Row> keyed = rows.keyByHash(name, hash);
        Stream<WindowResult<String, List<Number>>> windowed = beside.isPresent()
                ? keyed.processWith(beside.get().keyByHash(name, hash), step, operator, settings)
                : keyed.process(step, operator, settings);
        windowed.process(
                step + "-lines",
                context -> new LineSink<WindowResult<String, List<Number>>>(
                        result -> Lines.report(result, group.isPresent(), names),
                        results.reportFile(report, context.partition()),
                        null),
                names.toString());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type for a method that takes many
    private NumericAggregate<Row, List<Number>> aggregates(ReportSpec report) {
        return Aggregates.all(
                report.take().values().stream().map(this::aggregate).toArray(NumericAggregate[]::new));
    }

    private NumericAggregate<Row, ? extends Number> aggregate(ReportSpec.Take take) {
        if (take.field().isEmpty()) {
            return Aggregates.count();
        }
        Field field = schema.field(take.field().get());
        return switch (take.function()) {
            case "sum" -> Aggregates.sum(row -> row.numeric(field));
            case "mean" -> Aggregates.mean(row -> row.numeric(field));
            case "min" -> Aggregates.min(row -> row.numeric(field));
            default -> Aggregates.max(row -> row.numeric(field));
        };
    }
}
