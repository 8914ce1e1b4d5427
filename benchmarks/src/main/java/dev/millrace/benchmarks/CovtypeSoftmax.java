package dev.millrace.benchmarks;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.stream.Learning;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The main job from text: parse, scale, learn and score each event, a version each second. */
final class CovtypeSoftmax implements Benchmark {
    private static final int TIMES = 200;
    private static final long ROWS = 15_000L * TIMES;
    private static final int RUNS = 5;
    private static final String LABEL = "Cover_Type";

    @Override
    public String row() {
        return "1";
    }

    @Override
    public String work() {
        return "CSV → parse → standard scaling → softmax regression (54 numbers, 7 classes), test-then-train,"
                + " a version each second";
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        Path file = RepeatedFile.of("covtype-15k", TIMES);
        for (int run = 0; run < RUNS; run++) {
            measure(report, file, "millrace, 1 worker", 1);
            measure(report, file, "millrace, 2 workers", 2);
            if (run < 3) {
                Peers.measure(report, "jet, 1 worker", "jet", "lr", "1");
                Peers.measure(report, "flink, 1 worker", "flink", "lr", "1");
            }
        }
        report.ratio("÷ jet", "millrace, 1 worker", "jet, 1 worker", 1.5);
        report.ratio("÷ flink", "millrace, 1 worker", "flink, 1 worker", 2.5);
        report.ratio("2 workers ÷ 1 worker", "millrace, 2 workers", "millrace, 1 worker", 1.8);
    }

    private static void measure(Report report, Path file, String name, int workers) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-registry");
        Schema schema = schema(file);
        Warm warm = new Warm(ROWS / 4);
        EngineOptions options = EngineOptions.DEFAULT.workers(workers);
        try (Registry registry = Registry.open(
                folder, new DirectoryStorage(), new SystemClock(), Mode.WRITE, RegistryOptions.defaults())) {
            Plan plan = plan(schema, CsvSource.of(file, schema), workers == 1 ? 1 : 8, warm);
            try (Job job = new EmbeddedEngine(options, registry, new SystemClock()).start(plan)) {
                job.completion().get();
                report.figure(name, warm.rate(ROWS), "events/s");
                report.figure(name + ", per CPU second", warm.ratePerCpuSecond(ROWS), "events/s");
            }
        } finally {
            delete(folder);
        }
    }

    private static Plan plan(Schema schema, Source<Event> source, int partitions, Warm warm) {
        Learning learning = Learning.classify(LABEL).with("logistic", Map.of());
        schema.fields().stream()
                .filter(field -> !field.name().equals(LABEL))
                .forEach(field -> learning.feature(
                        field.name(), FeatureSpec.number(field.name()).scale(Scale.STANDARD)));
        LearningSpec spec = learning.withoutPredictions().build();
        dev.millrace.stream.plan.Stream<Prediction> predictions = Pipeline.named("covtype")
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

    private static Schema schema(Path file) throws IOException {
        Schema.Builder schema = Schema.builder();
        List<String> fields = RepeatedFile.fields(file);
        for (String field : fields) {
            if (field.equals(LABEL)) {
                schema.text(field);
            } else {
                schema.number(field);
            }
        }
        return schema.build();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
