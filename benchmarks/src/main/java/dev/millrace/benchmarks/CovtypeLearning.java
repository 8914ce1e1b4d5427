package dev.millrace.benchmarks;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.stream.Learning;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.Stream;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.JournalSource;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The main job, from a source to a registry: scale (or not), predict, score and learn each row, a version each second. */
final class CovtypeLearning {
    private final CovtypeRows rows;
    private final Schema schema;
    private final Scale scale;
    private final Map<String, String> settings;

    private CovtypeLearning(CovtypeRows rows, Scale scale, Map<String, String> settings) throws Exception {
        this.rows = rows;
        this.schema = rows.schema();
        this.scale = scale;
        this.settings = settings;
    }

    /** Standard scaling, and plain gradient steps. */
    static CovtypeLearning scaled(CovtypeRows rows) throws Exception {
        return new CovtypeLearning(rows, Scale.STANDARD, Map.of());
    }

    /** Numbers as they are, and the steps of Vowpal Wabbit's defaults: normalised, adaptive, invariant, rate 0.5. */
    static CovtypeLearning normalized(CovtypeRows rows) throws Exception {
        return new CovtypeLearning(rows, Scale.NONE, Map.of("optimizer", "normalized", "rate", "0.5"));
    }

    void fromText(Report report, String name, int workers) throws Exception {
        DerivedFile.readThrough(rows.csv());
        measure(report, name, CsvSource.of(rows.csv(), schema), workers);
    }

    void fromJournal(Report report, String name, int workers) throws Exception {
        DerivedFile.readThrough(rows.journal());
        Source<Event> source =
                new JournalSource("rows", Journal.openReadOnly(rows.journal(), new DirectoryStorage()), schema);
        measure(report, name, source, workers);
    }

    private void measure(Report report, String name, Source<Event> source, int workers) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-registry");
        Warm warm = new Warm(rows.rows() / 4);
        EngineOptions options = EngineOptions.DEFAULT.workers(workers);
        try (Registry registry = Registry.open(
                folder, new DirectoryStorage(), new SystemClock(), Mode.WRITE, RegistryOptions.defaults())) {
            Plan plan = plan(source, workers == 1 ? 1 : 8, warm);
            try (Job job = new EmbeddedEngine(options, registry, new SystemClock()).start(plan)) {
                job.completion().get();
                report.figure(name, warm.rate(rows.rows()), "events/s");
                report.figure(name + ", per CPU second", warm.ratePerCpuSecond(rows.rows()), "events/s");
                if (workers == 1) {
                    quality(report, name, job);
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private void quality(Report report, String name, Job job) throws Exception {
        Reply.Status status = job.<Question, Reply.Status>askPartition("learn", 0, new Question.Status())
                .get();
        Metrics metrics = status.metrics();
        if (metrics.count() != rows.rows()) {
            throw new IllegalStateException(name + " learned " + metrics.count() + " of " + rows.rows() + " rows");
        }
        report.figure(name + ", accuracy", 100 * metrics.accuracy(), "percent");
        report.figure(name + ", log-loss", metrics.logLoss(), "nats");
    }

    private Plan plan(Source<Event> source, int partitions, Warm warm) {
        Learning learning = Learning.classify(CovtypeRows.LABEL).with("logistic", settings);
        schema.fields().stream()
                .filter(field -> !field.name().equals(CovtypeRows.LABEL))
                .forEach(field -> learning.feature(
                        field.name(), FeatureSpec.number(field.name()).scale(scale)));
        LearningSpec spec = learning.withoutPredictions().build();
        Stream<Prediction> predictions = Pipeline.named("covtype")
                .partitions(partitions)
                .read("rows", source)
                .time(
                        (event, arrival) -> {
                            warm.seen(event.offset());
                            return Timestamps.NONE;
                        },
                        TimePolicy.DEFAULT)
                .keyByHash(Event::offset, event -> StableHash.of(event.offset()))
                .process("learn", LearningOperator.factory(spec, schema), spec.describe());
        return predictions.build();
    }
}
