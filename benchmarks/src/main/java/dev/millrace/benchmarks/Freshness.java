package dev.millrace.benchmarks;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.stream.Learning;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalOptions;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.JournalSource;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** From the moment at which an event is durable to the first answer of a model that has learned it. */
final class Freshness implements Benchmark {
    private static final int PER_SECOND = 1000;
    private static final int WARM = 5_000;
    private static final int EVENTS = 10_000;
    private static final int RUNS = 3;
    private static final Schema SCHEMA =
            Schema.builder().number("a").number("b").text("label").build();

    @Override
    public String row() {
        return "9";
    }

    @Override
    public String work() {
        return "freshness at 1,000 events/s: event durable → a prediction has learned it";
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            measure(report);
        }
    }

    private static void measure(Report report) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-fresh");
        Clock clock = new SystemClock();
        EventCodec codec = new EventCodec(SCHEMA);
        JournalOptions journalOptions = JournalOptions.DEFAULT.metadata(SchemaJson.write(SCHEMA));
        try (Registry registry =
                        Registry.open(folder, new DirectoryStorage(), clock, Mode.WRITE, RegistryOptions.defaults());
                Journal journal =
                        Journal.open(folder.resolve("journal"), new DirectoryStorage(), clock, journalOptions);
                Job job = new EmbeddedEngine(EngineOptions.DEFAULT, registry, clock).start(plan(journal))) {
            double[] durable = new double[EVENTS];
            double[] fresh = new double[EVENTS];
            long next = System.nanoTime();
            for (int i = 0; i < WARM + EVENTS; i++) {
                LockSupport.parkNanos(next - System.nanoTime());
                next += 1_000_000_000L / PER_SECOND;
                Row row = row(i);
                long sent = System.nanoTime();
                journal.append(List.of(codec.encode(row)), null, null).get();
                long acknowledged = System.nanoTime();
                while (learned(job, row) <= i) {
                    Thread.onSpinWait();
                }
                if (i >= WARM) {
                    durable[i - WARM] = (acknowledged - sent) * 1e-6;
                    fresh[i - WARM] = (System.nanoTime() - acknowledged) * 1e-6;
                }
            }
            Arrays.sort(durable);
            Arrays.sort(fresh);
            report.figure("append → durable, p50", durable[EVENTS / 2], "ms");
            report.figure("append → durable, p99", durable[EVENTS * 99 / 100], "ms");
            report.figure("durable → learned, p50 (at most 1)", fresh[EVENTS / 2], "ms");
            report.figure("durable → learned, p99 (at most 5)", fresh[EVENTS * 99 / 100], "ms");
        }
    }

    private static long learned(Job job, Row row) throws Exception {
        Question question = new Question.Predict(row, Timestamps.NONE, null);
        Reply.Answer answer =
                job.<Question, Reply.Answer>askPartition("learn", 0, question).get();
        return answer.eventsLearned();
    }

    private static Row row(int i) {
        Row row = new Row(SCHEMA);
        row.setNumber(0, i % 17);
        row.setNumber(1, i % 5);
        row.setText(0, i % 17 > 8 ? "high" : "low");
        return row;
    }

    private static Plan plan(Journal journal) {
        LearningSpec spec = Learning.classify("label")
                .feature("a", FeatureSpec.number("a").scale(Scale.STANDARD))
                .feature("b", FeatureSpec.number("b").scale(Scale.STANDARD))
                .with("logistic", Map.of())
                .withoutPredictions()
                .build();
        return Pipeline.named("fresh")
                .read("journal", new JournalSource("journal", journal, SCHEMA))
                .time((event, arrival) -> arrival, TimePolicy.DEFAULT)
                .<Object>keyByHash(Event::offset, event -> 0)
                .process("learn", LearningOperator.factory(spec, SCHEMA), spec.describe())
                .build();
    }
}
