package dev.millrace.benchmarks;

import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.GeneratorSource;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.window.Aggregates;
import dev.millrace.stream.window.WindowedAggregate;
import dev.millrace.stream.window.Windows;
import java.util.List;

/** Generated events of 1,000 keys, counted and averaged in windows of event time, a checkpoint each second. */
final class TumblingWindows implements Benchmark {
    private static final long EVENTS = 40_000_000;
    private static final int RUNS = 5;

    /** A thousand events each millisecond of event time, as the peers generate them. */
    private static final long PER_MILLI = 1000;

    private record Reading(int key, long at, double value) {}

    @Override
    public String row() {
        return "4";
    }

    @Override
    public String work() {
        return "tumbling 1 s windows, count and mean, 1,000 keys, generated events, 1 worker; sliding 60 s / 1 s";
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            measure(report, "millrace tumbling, 1 worker", Windows.tumbling(1000), 1);
            measure(report, "millrace sliding 60 s / 1 s, 1 worker", Windows.sliding(60_000, 1000), 1);
            measure(report, "millrace tumbling, 2 workers", Windows.tumbling(1000), 2);
            if (run < 3) {
                Peers.measure(report, "jet tumbling, 1 worker", "jet", "windows", "1");
                Peers.measure(report, "flink tumbling, 1 worker", "flink", "windows", "1");
            }
        }
        report.ratio("tumbling ÷ jet", "millrace tumbling, 1 worker", "jet tumbling, 1 worker", 3.5);
        report.ratio("tumbling ÷ flink", "millrace tumbling, 1 worker", "flink tumbling, 1 worker", 5);
        report.ratio("sliding ÷ tumbling", "millrace sliding 60 s / 1 s, 1 worker", "millrace tumbling, 1 worker", 0.5);
        report.ratio("2 workers ÷ 1 worker", "millrace tumbling, 2 workers", "millrace tumbling, 1 worker", 1.8);
    }

    private static void measure(Report report, String name, Windows windows, int workers) throws Exception {
        Warm warm = new Warm(EVENTS / 4);
        var generator = new GeneratorSource<Reading>("readings", 1, EVENTS, (source, partition, index) -> {
            warm.seen(index);
            long hash = index * 0x9E3779B97F4A7C15L;
            return new Reading((int) ((hash >>> 33) % 1000), index / PER_MILLI, hash >>> 40);
        });
        var counted = WindowedAggregate.<Reading>in(windows)
                .byLong(Reading::key)
                .aggregate(Aggregates.all(Aggregates.count(), Aggregates.mean(Reading::value)));
        Plan plan = Pipeline.named("windows")
                .partitions(workers == 1 ? 1 : 8)
                .read("readings", generator)
                .time((reading, arrival) -> reading.at(), TimePolicy.DEFAULT)
                .keyByHash(Reading::key, Reading::key)
                .process("windows", counted, counted.describe())
                .build();
        EngineOptions options = EngineOptions.DEFAULT.workers(workers);
        try (Job job = new EmbeddedEngine(options, new MemoryCheckpointStore(1), new SystemClock()).start(plan)) {
            job.completion().get();
            report.figure(name, warm.rate(EVENTS), "events/s");
            report.figure(name + ", per CPU second", warm.ratePerCpuSecond(EVENTS), "events/s");
        }
    }
}
