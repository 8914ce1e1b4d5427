package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.KeyedStream;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.Stream;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmbeddedEngineTest {
    private static final int KEYS = 1000;
    private static final long EVENTS = 200_000;
    private static final EngineOptions ON_DEMAND = EngineOptions.DEFAULT.checkpointEvery(0);

    private final MemoryCheckpointStore store = new MemoryCheckpointStore(1000);
    private final Queue<String> results = new ConcurrentLinkedQueue<>();
    private final Queue<DeadLetter> letters = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyEventIsCountedOnceWhateverTheNumberOfWorkers(int workers) throws Exception {
        try (Job job = engine(ON_DEMAND.workers(workers)).start(plan(new RangeSource(1, EVENTS)))) {
            job.completion().get();
            assertThat(job.status().events()).isEqualTo(EVENTS);
        }
        assertThat(results).hasSize(KEYS).allMatch(line -> line.endsWith("=" + EVENTS / KEYS));
    }

    @Test
    void stateIsByteEqualForOneWorkerAndTwo() throws Exception {
        List<SortedMap<PartKey, SortedMap<String, byte[]>>> states = new ArrayList<>();
        for (int workers : new int[] {1, 2}) {
            MemoryCheckpointStore own = new MemoryCheckpointStore(1);
            EmbeddedEngine engine = new EmbeddedEngine(ON_DEMAND.workers(workers), own, new SystemClock());
            try (Job job = engine.start(plan(new RangeSource(1, EVENTS)))) {
                job.completion().get();
            }
            states.add(state(own.newest("counts").orElseThrow()));
        }
        assertThat(states.get(0).keySet()).hasSize(8);
        assertThat(states.get(0).values().stream().map(chunks -> List.of(chunks.get("main"))))
                .doesNotHaveDuplicates();
        assertEqualState(states.get(0), states.get(1));
    }

    @Test
    void killedAndRestartedWithOtherWorkersOverAndOverItCountsEveryEventOnce() throws Exception {
        RangeSource source = new RangeSource(2, EVENTS / 2, 0);
        for (int life = 1; life <= 10; life++) {
            source.release(EVENTS / 2 * life / 11);
            Job job = engine(ON_DEMAND.workers(1 + life % 3)).start(plan(source));
            awaitRecords(job, 1); // before the first there is no version
            job.checkpoint().get();
            source.release(EVENTS / 2 * life / 11 + 700);
            long version = job.checkpoint().get();
            source.release(EVENTS / 2 * life / 11 + 1500);
            job.kill();
            assertThat(store.newest("counts").orElseThrow().version()).isEqualTo(version);
        }
        source.release(EVENTS / 2);
        try (Job job = engine(ON_DEMAND).start(plan(source))) {
            job.completion().get();
        }
        assertThat(results).hasSize(KEYS).allMatch(line -> line.endsWith("=" + EVENTS / KEYS));
    }

    @Test
    void closingMakesALastVersionOfAllThatWasRead() throws Exception {
        RangeSource source = new RangeSource(1, EVENTS, 5000);
        try (Job job = engine(ON_DEMAND).start(plan(source))) {
            awaitRecords(job, 5000);
        }
        StoredCheckpoint version = store.newest("counts").orElseThrow();
        assertThat(version.sources().get("numbers/0").offset().records()).isEqualTo(5000);
        assertThat(events(version)).isEqualTo(5000);
    }

    @Test
    void nothingNewMakesNoNewVersion() throws Exception {
        RangeSource source = new RangeSource(1, EVENTS, 100);
        try (Job job = engine(ON_DEMAND).start(plan(source))) {
            awaitRecords(job, 100);
            long version = job.checkpoint().get();
            assertThat(job.checkpoint().get()).isEqualTo(version);
        }
        try (Job job = engine(ON_DEMAND).start(plan(source))) {
            assertThat(job.checkpoint().get()).isEqualTo(1);
            assertThat(job.status().restoredFrom().get("numbers/0").records()).isEqualTo(100);
        }
    }

    @Test
    void aFinishedPipelineStillAnswersAndARestartMakesNothingNew() throws Exception {
        Plan plan = plan(new RangeSource(1, EVENTS));
        try (Job job = engine(ON_DEMAND).start(plan)) {
            job.completion().get();
            assertThat(job.<Long, Long>ask("count", StableHash.of(17L), 17L).get())
                    .isEqualTo(EVENTS / KEYS);
            assertThat(job.<Long, Long>askAll("count", StableHash.partition(StableHash.of(17L), 8), List.of(17L, -5L))
                            .get())
                    .as("answers in the order of the questions")
                    .containsExactly(EVENTS / KEYS, 0L);
            assertThatThrownBy(() -> job.ask("nobody", 1, 17L)).hasMessageContaining("it has [count, out]");
        }
        long version = store.newest("counts").orElseThrow().version();
        results.clear();
        try (Job job = engine(ON_DEMAND).start(plan)) {
            job.completion().get();
            assertThat(job.status().version()).isEqualTo(version);
        }
    }

    @Test
    void questionsFromManyThreadsWhileEventsComeSeeEachPartitionWhole() throws Exception {
        RangeSource source = new RangeSource(1, EVENTS, 1000);
        try (Job job = engine(ON_DEMAND.workers(2)).start(plan(source))) {
            awaitRecords(job, 1000);
            CompletableFuture<Boolean> growing = CompletableFuture.supplyAsync(() -> countsNeverShrink(job, 17));
            CompletableFuture<Boolean> growingToo = CompletableFuture.supplyAsync(() -> countsNeverShrink(job, 18));
            source.release(EVENTS);
            job.completion().get();
            assertThat(growing.get() && growingToo.get()).isTrue();
            assertThat(job.<Long, Long>ask("count", StableHash.of(17L), 17L).get())
                    .isEqualTo(EVENTS / KEYS);
        }
        assertThat(results).hasSize(KEYS).allMatch(line -> line.endsWith("=" + EVENTS / KEYS));
    }

    private static boolean countsNeverShrink(Job job, long key) {
        long last = 0;
        while (last < EVENTS / KEYS) {
            long count = job.<Long, Long>ask("count", StableHash.of(key), key).join();
            if (count < last) {
                return false;
            }
            last = count;
        }
        return true;
    }

    @Test
    void whatEachStepCostsIsCountedForThoseWhoBringAMeter() throws Exception {
        Meter meter = new Meter() {
            private final java.util.concurrent.atomic.AtomicLong reading = new java.util.concurrent.atomic.AtomicLong();

            @Override
            public long cpuNanos() {
                return reading.incrementAndGet();
            }

            @Override
            public long allocatedBytes() {
                return reading.incrementAndGet();
            }
        };
        try (Job job = engine(ON_DEMAND.meter(meter)).start(plan(new RangeSource(1, EVENTS)))) {
            job.completion().get();
            assertThat(job.cost("numbers").cpuNanos()).isPositive();
            assertThat(job.cost("count").cpuNanos()).isPositive();
            assertThat(job.cost("count").allocatedBytes()).isPositive();
            assertThatThrownBy(() -> job.cost("nobody")).hasMessageContaining("no step 'nobody'");
        }
    }

    @Test
    void replayBetweenTwoVersionsGivesTheSecondOneBack() throws Exception {
        RangeSource source = new RangeSource(1, EVENTS, 3_333);
        try (Job job = engine(ON_DEMAND.workers(2)).start(plan(source))) {
            awaitRecords(job, 3_333);
            job.checkpoint().get();
            source.release(77_777);
            awaitRecords(job, 77_777);
            job.checkpoint().get();
        }
        StoredCheckpoint first = store.load("counts", 1);
        StoredCheckpoint second = store.load("counts", 2);
        MemoryCheckpointStore replayed = new MemoryCheckpointStore(1);
        Offset end = second.sources().get("numbers/0").offset();
        Source<Long> bounded = new RangeSource(1, EVENTS, end.records());
        try (Job job = new EmbeddedEngine(ON_DEMAND, replayed, new SystemClock()).startFrom(plan(bounded), first)) {
            awaitRecords(
                    job,
                    end.records() - first.sources().get("numbers/0").offset().records());
            job.checkpoint().get();
        }
        assertEqualState(state(replayed.newest("counts").orElseThrow()), state(second));

        Replayed verified =
                new Replayer(ON_DEMAND, new SystemClock()).replay(plan(new RangeSource(1, EVENTS)), store, 1, 2);
        assertThat(verified.different()).isEmpty();
        assertThat(verified.records()).isEqualTo(77_777 - 3_333);
        assertThat(verified.chunks()).isPositive();
    }

    @Test
    void aFailedCheckpointIsAbandonedAndTheNextOneCoversIt() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        CheckpointStore flaky = new CheckpointStore() {
            @Override
            public Optional<StoredCheckpoint> newest(String pipeline) {
                return store.newest(pipeline);
            }

            @Override
            public StoredCheckpoint load(String pipeline, long version) throws IOException {
                return store.load(pipeline, version);
            }

            @Override
            public long commit(Checkpoint checkpoint) throws IOException {
                if (broken.get()) {
                    throw new IOException("no room on the device");
                }
                return store.commit(checkpoint);
            }
        };
        RangeSource source = new RangeSource(1, EVENTS, 1000);
        try (Job job = new EmbeddedEngine(ON_DEMAND, flaky, new SystemClock()).start(plan(source))) {
            awaitRecords(job, 1000);
            assertThatThrownBy(() -> job.checkpoint().get()).hasMessageContaining("no room on the device");
            assertThat(job.status().failedCheckpoints()).isEqualTo(1);
            assertThat(job.status().lastFailure()).contains("no room");
            broken.set(false);
            assertThat(job.checkpoint().get()).isEqualTo(1);
            assertThat(events(store.newest("counts").orElseThrow())).isEqualTo(1000);
        }
    }

    @Test
    void anotherPlanIsRefusedByName() throws Exception {
        try (Job job = engine(ON_DEMAND).start(plan(new RangeSource(1, 100)))) {
            job.completion().get();
        }
        Plan other = Pipeline.named("counts")
                .partitions(8)
                .read("numbers", new RangeSource(1, 100))
                .keyBy(n -> n)
                .process("other", context -> new CountPerKey(7), "")
                .build();
        assertThatThrownBy(() -> engine(ON_DEMAND).start(other))
                .isInstanceOf(PlanChanged.class)
                .hasMessageContaining("[count]");
    }

    @Test
    void anOperatorThatFailsStopsThePipelineAndTheNewestVersionStands() throws Exception {
        RangeSource source = new RangeSource(1, EVENTS, 500);
        Plan plan = Pipeline.named("fails")
                .read("numbers", source)
                .keyBy(n -> n)
                .process("explode", context -> new FailsAt(700), "")
                .build();
        Job job = engine(ON_DEMAND).start(plan);
        awaitRecords(job, 500);
        assertThat(job.checkpoint().get()).isEqualTo(1);
        source.release(1000);
        assertThatThrownBy(() -> job.completion().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PipelineFailed.class)
                .hasMessageContaining("explode/0")
                .hasMessageContaining("version 1 stands");
        assertThatThrownBy(() -> job.ask("explode", 0, 1L).get()).hasMessageContaining("stopped");
        job.close();
        assertThat(store.newest("fails").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void anEventOnWhichAFunctionThrowsGoesToTheDeadLettersAndTheRestGoesOn() throws Exception {
        Stream<Long> numbers = Pipeline.named("letters").partitions(2).read("numbers", new RangeSource(1, 1000));
        Plan plan = numbers.time((n, arrival) -> n == 4 ? fail() : n, TimePolicy.DEFAULT)
                .map("halve", n -> n == 5 ? fail() : n)
                .keyBy(n -> n == 6 ? fail() : n)
                .process("out", context -> new Collect<>(results), "")
                .build();
        EngineOptions options = ON_DEMAND.deadLetters(letters::add, 10);
        try (Job job = engine(options).start(plan)) {
            job.completion().get();
            assertThat(job.status().deadLetters()).isEqualTo(3);
        }
        assertThat(results).hasSize(997);
        assertThat(letters).extracting(DeadLetter::cause).containsExactly("bad-time", "function-failed", "bad-key");
    }

    @Test
    void aLimitOfDeadLettersStopsThePipeline() throws Exception {
        Plan plan = Pipeline.named("letters")
                .read("numbers", new RangeSource(1, 1000))
                .map("never", n -> fail())
                .build();
        Job job = engine(ON_DEMAND.deadLetters(letters::add, 3)).start(plan);
        assertThatThrownBy(() -> job.completion().get()).hasMessageContaining("more than 3 records were refused");
        job.close();
    }

    @Test
    void severalSourcePartitionsAndTwoExchangesDeliverEverything() throws Exception {
        Plan plan = Pipeline.named("two")
                .partitions(4)
                .read("numbers", new RangeSource(3, EVENTS / 4))
                .time((n, arrival) -> n / 10, TimePolicy.DEFAULT)
                .keyBy(n -> n)
                .process("pass", context -> new Pass(), "")
                .keyBy(n -> n % KEYS)
                .process("count", context -> new CountPerKey(KEYS), "")
                .process("out", context -> new Collect<>(results), "")
                .build();
        try (Job job =
                engine(EngineOptions.DEFAULT.workers(2).checkpointEvery(5)).start(plan)) {
            job.completion().get();
        }
        assertThat(results).hasSize(KEYS).allMatch(line -> line.endsWith("=" + EVENTS * 3 / 4 / KEYS));
    }

    @Test
    void questionsAreAnsweredWhileTheStreamRuns() throws Exception {
        RangeSource source = new RangeSource(1, Long.MAX_VALUE / 8, Long.MAX_VALUE / 8);
        try (Job job =
                engine(EngineOptions.DEFAULT.workers(2).checkpointEvery(10)).start(plan(source))) {
            long before = 0;
            for (int i = 0; i < 2000; i++) {
                long count = job.<Long, Long>ask("count", StableHash.of(3L), 3L).get(10, TimeUnit.SECONDS);
                assertThat(count).isGreaterThanOrEqualTo(before);
                before = count;
            }
        }
    }

    private EmbeddedEngine engine(EngineOptions options) {
        return new EmbeddedEngine(options, store, new SystemClock());
    }

    private Plan plan(Source<Long> source) {
        KeyedStream<Long, Long> keyed = Pipeline.named("counts")
                .partitions(8)
                .read("numbers", source)
                .time((n, arrival) -> n, TimePolicy.DEFAULT)
                .keyBy(n -> n % KEYS);
        return keyed.process("count", context -> new CountPerKey(KEYS), "")
                .process("out", context -> new Collect<>(results), "")
                .build();
    }

    private static void awaitRecords(Job job, long records) {
        while (job.status().events() < records) {
            Thread.onSpinWait();
        }
    }

    private static long events(StoredCheckpoint version) {
        long events = 0;
        for (PartKey part : version.parts()) {
            events += ((Number) version.facts(part).getOrDefault("events", 0L)).longValue();
        }
        return events;
    }

    private static SortedMap<PartKey, SortedMap<String, byte[]>> state(StoredCheckpoint version) throws IOException {
        SortedMap<PartKey, SortedMap<String, byte[]>> state = new TreeMap<>();
        for (PartKey part : version.parts()) {
            state.put(part, version.chunks(part));
        }
        return state;
    }

    private static void assertEqualState(
            SortedMap<PartKey, SortedMap<String, byte[]>> left, SortedMap<PartKey, SortedMap<String, byte[]>> right) {
        assertThat(left.keySet()).isEqualTo(right.keySet());
        left.forEach((part, chunks) -> {
            assertThat(chunks.keySet()).isEqualTo(right.get(part).keySet());
            chunks.forEach((name, bytes) -> assertThat(bytes)
                    .as(part + " " + name)
                    .isEqualTo(right.get(part).get(name)));
        });
    }

    private static long fail() {
        throw new IllegalArgumentException("not this one");
    }

    /** Keeps what comes, as text. */
    private record Collect<T>(Queue<String> results) implements Operator<T, T> {
        @Override
        public void open(Output<T> output) {}

        @Override
        public void onEvent(T value, long timestampMillis) {
            results.add(value.toString());
        }
    }

    /** Hands on what comes. */
    private static final class Pass implements Operator<Long, Long> {
        private Output<Long> output;

        @Override
        public void open(Output<Long> out) {
            output = out;
        }

        @Override
        public void onEvent(Long value, long timestampMillis) {
            output.emit(value, timestampMillis);
        }
    }

    /** Throws at one number. */
    private static final class FailsAt implements Operator<Long, Long> {
        private final long number;

        FailsAt(long number) {
            this.number = number;
        }

        @Override
        public void open(Output<Long> out) {}

        @Override
        public void onEvent(Long value, long timestampMillis) {
            if (value == number) {
                throw new IllegalStateException("a fault at " + value);
            }
        }

        @Override
        public void snapshot(dev.millrace.stream.state.StateWriter out) {
            out.writeLong(number);
        }
    }
}
