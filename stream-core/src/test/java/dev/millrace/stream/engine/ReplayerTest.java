package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.KeyedStream;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.ManualClock;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.window.Aggregates;
import dev.millrace.stream.window.WindowedAggregate;
import dev.millrace.stream.window.Windows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources side by side, idle marks and ticks: versions that live runs made are made again, byte for byte. */
@Timeout(60)
class ReplayerTest {
    private static final int PARTITIONS = 4;
    private static final TimePolicy IDLE_SOON = TimePolicy.DEFAULT.idleAfter(5);

    private final MemoryCheckpointStore store = new MemoryCheckpointStore(10_000);
    private final Map<String, AtomicLong> seen = new ConcurrentHashMap<>();

    /** Gives some numbers now, some later: how many at a time depends on chance and on when it is asked. */
    private static final class Fitful implements Source<Long> {
        private final String name;
        private final long seed;
        private final AtomicLong released = new AtomicLong();
        private final long count;

        Fitful(String name, long seed, long count) {
            this.name = name;
            this.seed = seed;
            this.count = count;
        }

        @Override
        public String describe() {
            return name;
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public SourceReader<Long> open(int partition, Offset from) {
            Random64 random = new Random64(seed);
            return new SourceReader<>() {
                private long next = from.records();

                @Override
                public Status poll(Sink<Long> sink, int most) {
                    long until = Math.min(released.get(), next + 1 + random.nextInt(most));
                    for (; next < until; next++) {
                        sink.event(next, 1_000_000 + next);
                    }
                    return next >= count ? Status.ENDED : next >= released.get() ? Status.WAITING : Status.READY;
                }

                @Override
                public Offset offset() {
                    return new Offset(0, next, next);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** A state in which every order of calls leaves another number. */
    private static final class Folds implements Operator<Long, Long> {
        final AtomicLong calls;
        long state;
        Output<Long> output;

        Folds(AtomicLong calls) {
            this.calls = calls;
        }

        void fold(long value) {
            state = Random64.seedOf(state, "fold", (int) value) + value;
            calls.incrementAndGet();
        }

        @Override
        public void open(Output<Long> out) {
            output = out;
        }

        @Override
        public void onEvent(Long value, long timestampMillis) {
            fold(value);
            output.emit(state, timestampMillis);
        }

        @Override
        public boolean onWatermark(long watermarkMillis) {
            if (watermarkMillis > last) {
                last = watermarkMillis;
                fold(watermarkMillis);
            }
            return true;
        }

        private long last = Long.MIN_VALUE;

        @Override
        public void snapshot(StateWriter out) {
            out.writeLong(state);
            out.writeLong(last);
        }

        @Override
        public void restore(StateReader in) {
            state = in.readLong();
            last = in.readLong();
        }
    }

    /** The same, and ticks count too. */
    private static final class FoldsTicks implements Operator<Long, Long> {
        private final Folds folds;
        private final AtomicLong ticks;

        FoldsTicks(AtomicLong calls, AtomicLong ticks) {
            this.folds = new Folds(calls);
            this.ticks = ticks;
        }

        @Override
        public void open(Output<Long> out) {
            folds.open(out);
        }

        @Override
        public void onEvent(Long value, long timestampMillis) {
            folds.onEvent(value, timestampMillis);
        }

        @Override
        public void onTick(long clockMillis) {
            assertThat(clockMillis % 2)
                    .as("ticks are multiples of the interval")
                    .isZero();
            ticks.incrementAndGet();
            folds.fold(clockMillis);
            folds.output.emit(clockMillis, clockMillis);
        }

        @Override
        public void snapshot(StateWriter out) {
            folds.snapshot(out);
        }

        @Override
        public void restore(StateReader in) {
            folds.restore(in);
        }
    }

    private AtomicLong counter(String name) {
        return seen.computeIfAbsent(name, any -> new AtomicLong());
    }

    private Plan plan(Source<Long> left, Source<Long> right, boolean ticks) {
        Pipeline pipeline = Pipeline.named("beside").partitions(PARTITIONS);
        KeyedStream<Long, Long> one = pipeline.read("left", left)
                .time((n, arrival) -> arrival, IDLE_SOON)
                .keyBy(n -> n % 100);
        KeyedStream<Long, Long> two = pipeline.read("right", right)
                .time((n, arrival) -> arrival + 50, IDLE_SOON)
                .keyBy(n -> n % 100);
        one.processWith(
                        two,
                        "fold",
                        context -> ticks
                                ? new FoldsTicks(counter("calls"), counter("ticks"))
                                : new Folds(counter("calls")),
                        "")
                .keyBy(n -> n)
                .process("again", context -> new Folds(counter("again")), "");
        return pipeline.build();
    }

    private static void await(Job job, long events) {
        while (job.status().events() < events) {
            Thread.onSpinWait();
        }
    }

    /** Lives that are killed and others that are closed, with versions between; what they read is let go bit by bit. */
    private long live(Plan plan, Fitful left, Fitful right, CheckpointStore kept, int workers) throws Exception {
        Random64 random = new Random64(workers);
        EngineOptions options =
                EngineOptions.DEFAULT.workers(workers).checkpointEvery(0).tickEvery(2);
        for (int life = 0; life < 3; life++) {
            Job job = new EmbeddedEngine(options, kept, new SystemClock()).start(plan);
            long before = left.released.get()
                    + right.released.get()
                    - job.status().offsets().values().stream()
                            .mapToLong(Offset::records)
                            .sum();
            long released = 0;
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 5; j++) {
                    released += release(left, 1 + random.nextInt(3_000)) + release(right, 1 + random.nextInt(300));
                    await(job, before + released - random.nextInt(100));
                }
                job.checkpoint().handle((version, failed) -> version).get();
            }
            awaitIdle(job);
            released += release(left, 500);
            await(job, before + released);
            job.checkpoint().handle((version, failed) -> version).get();
            if (life % 2 == 0) {
                job.kill();
            } else {
                job.close();
            }
        }
        return kept.newest("beside").orElseThrow().version();
    }

    private static long release(Fitful source, long records) {
        long before = source.released.get();
        return source.released.updateAndGet(now -> Math.min(source.count, now + records)) - before;
    }

    /** Long enough that sources are idle: the windows' watermark then moves without an event. */
    private void awaitIdle(Job job) {
        long calls = -1;
        SystemClock clock = new SystemClock();
        long until = clock.nanos() + 20_000_000L;
        while (clock.nanos() < until || calls != counter("calls").get()) {
            calls = counter("calls").get();
            job.status();
            Thread.onSpinWait();
            if (clock.nanos() > until + 100_000_000L) {
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "1, true", "2, true"})
    void everyPairOfVersionsIsReproduced(int workers, boolean ticks) throws Exception {
        Fitful left = new Fitful("left", 1, Long.MAX_VALUE);
        Fitful right = new Fitful("right", 2, Long.MAX_VALUE);
        long newest = live(plan(left, right, ticks), left, right, store, workers);
        assertThat(newest).isGreaterThan(10);
        left.released.set(Long.MAX_VALUE);
        right.released.set(Long.MAX_VALUE);
        long ticksBefore = counter("ticks").get();
        assertThat(ticksBefore > 0).isEqualTo(ticks);
        int[] recorded = recorded(newest);
        assertThat(recorded[0]).as("changes between inputs").isGreaterThan(100);
        assertThat(recorded[1]).as("idle marks").isPositive();
        assertThat(recorded[2] > 0).as("ticks").isEqualTo(ticks);
        for (long to = 1; to <= newest; to++) {
            assertReproduced(plan(left, right, ticks), to - 1, to, 1 + (int) (to % 3));
        }
        assertReproduced(plan(left, right, ticks), 0, newest, 2);
        assertReproduced(plan(left, right, ticks), 3, newest - 2, 1);
    }

    private void assertReproduced(Plan plan, long from, long to, int workers) throws IOException {
        // A clock that stands: whatever a replay does, it does by the record.
        Replayer replayer =
                new Replayer(EngineOptions.DEFAULT.workers(workers).tickEvery(2), new ManualClock(0), 20_000);
        Replayed replayed = replayer.replay(plan, store, from, to);
        assertThat(replayed.different()).as("from %d to %d", from, to).isEmpty();
        assertThat(replayed.chunks()).isEqualTo(PARTITIONS * (to == from + 1 ? 6 : 4));
    }

    /** How often the tasks of the first exchange changed from one input to another, and how many idle marks and ticks there are. */
    private int[] recorded(long newest) throws IOException {
        int[] counts = new int[3];
        for (long version = 1; version <= newest; version++) {
            for (int p = 0; p < PARTITIONS; p++) {
                StoredCheckpoint stored = store.load("beside", version);
                byte[] order = stored.chunks(RecordedInputs.key("fold", p)).get(RecordedInputs.ORDER);
                InputOrder.Cursor cursor = new InputOrder.Cursor(order);
                for (; cursor.next(); cursor.took(cursor.left())) {
                    counts[cursor.isIdle() ? 1 : cursor.isTick() ? 2 : 0]++;
                }
            }
        }
        return counts;
    }

    @Test
    void aSourceThatHasEndedBesideOneThatHasNotIsReproducedOverRestarts() throws Exception {
        Fitful left = new Fitful("left", 1, 9_000);
        Fitful right = new Fitful("right", 2, Long.MAX_VALUE);
        long newest = live(plan(left, right, true), left, right, store, 2);
        assertThat(left.released).hasValue(9_000);
        for (long to = 1; to <= newest; to++) {
            assertReproduced(plan(left, right, true), to - 1, to, 2);
        }
        right.released.set(
                store.load("beside", newest).sources().get("right/0").offset().records());
        Fitful ended = new Fitful("right", 3, right.released.get());
        ended.released.set(right.released.get());
        try (Job job = engine(store).start(plan(left, ended, true))) {
            job.completion().get();
        }
        assertReproduced(plan(left, ended, true), newest, newest + 1, 1);
        assertReproduced(plan(left, ended, true), 0, newest + 1, 2);
    }

    @Test
    void whatCameBetweenCheckpointsThatFailedIsRecordedWithTheNext() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        CheckpointStore tired = new Around(store) {
            @Override
            public long commit(Checkpoint checkpoint) throws IOException {
                if (commits.incrementAndGet() % 3 != 0) {
                    throw new IOException("the device is tired");
                }
                return super.commit(checkpoint);
            }
        };
        Fitful left = new Fitful("left", 1, Long.MAX_VALUE);
        Fitful right = new Fitful("right", 2, Long.MAX_VALUE);
        // A life that is closed while the device is tired loses what came since the last version, and says so.
        Plan plan = plan(left, right, false);
        Job job = new EmbeddedEngine(EngineOptions.DEFAULT.checkpointEvery(0).workers(2), tired, new SystemClock())
                .start(plan);
        long released = 0;
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 4; j++) {
                released += release(left, 700) + release(right, 200);
                await(job, released);
            }
            job.checkpoint().handle((version, failed) -> version).get();
        }
        job.kill();
        assertThat(store.newest("beside").orElseThrow().version()).isEqualTo(4);
        for (long to = 1; to <= 4; to++) {
            assertReproduced(plan, to - 1, to, 1);
        }
    }

    @Test
    void aVersionWithoutARecordIsRestoredAndSaidNotToBeVerifiable() throws Exception {
        Fitful left = new Fitful("left", 1, 5_000);
        Fitful right = new Fitful("right", 2, 5_000);
        CheckpointStore earlier = new Around(store) {
            @Override
            public long commit(Checkpoint checkpoint) throws IOException {
                var parts = new TreeMap<>(checkpoint.parts());
                parts.keySet().removeIf(part -> part.operator().startsWith(RecordedInputs.PREFIX));
                return super.commit(withParts(checkpoint, parts));
            }
        };
        Plan plan = plan(left, right, false);
        left.released.set(2_000);
        right.released.set(1_000);
        Job before = engine(earlier).start(plan);
        await(before, 3_000);
        before.close();
        left.released.set(5_000);
        right.released.set(5_000);
        try (Job job = engine(store).start(plan)) {
            job.completion().get();
        }
        assertThatThrownBy(() -> replay(plan, store, 0, 1))
                .isInstanceOf(OrderNotRecorded.class)
                .hasMessageContaining("version 1 of 'beside' cannot be verified: fold/0 reads several inputs");
        assertThatThrownBy(() -> replay(plan, store, 1, 2)).isInstanceOf(OrderNotRecorded.class);
        assertThatThrownBy(() -> replay(plan, store, 0, 2)).isInstanceOf(OrderNotRecorded.class);
    }

    @Test
    void aVersionBetweenThatIsGoneAndAnotherSourceAreNamed() throws Exception {
        Fitful left = new Fitful("left", 1, Long.MAX_VALUE);
        Fitful right = new Fitful("right", 2, Long.MAX_VALUE);
        live(plan(left, right, false), left, right, store, 1);
        CheckpointStore gap = new Around(store) {
            @Override
            public StoredCheckpoint load(String pipeline, long version) throws IOException {
                if (version == 3) {
                    throw new IOException("there is no version 3");
                }
                return super.load(pipeline, version);
            }
        };
        assertThatThrownBy(() -> replay(plan(left, right, false), gap, 1, 5))
                .isInstanceOf(OrderNotRecorded.class)
                .hasMessageContaining(
                        "version 3 cannot be read (there is no version 3); start from a version after it");
        assertThat(replay(plan(left, right, false), gap, 4, 5).different()).isEmpty();

        Fitful shorter = new Fitful("left", 1, 10);
        shorter.released.set(10);
        assertThatThrownBy(() -> replay(plan(shorter, right, false), store, 0, 5))
                .hasMessageContaining("source left/0 ends at record 10 of part 0, but the version stands at record");
        assertThatThrownBy(() -> replay(plan(left, right, true), store, 5, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void windowsByTheClockAndEarlyResultsOfOneInputAreReproduced() throws Exception {
        Fitful numbers = new Fitful("numbers", 1, Long.MAX_VALUE);
        Queue<Object> results = new ConcurrentLinkedQueue<>();
        Plan plan = windows(numbers, results);
        EngineOptions options =
                EngineOptions.DEFAULT.workers(2).checkpointEvery(0).tickEvery(2);
        for (int life = 0; life < 2; life++) {
            try (Job job = new EmbeddedEngine(options, store, new SystemClock()).start(plan)) {
                for (int i = 1; i <= 5; i++) {
                    int before = results.size();
                    release(numbers, 3_000);
                    while (results.size() < before + 5
                            || job.status().offsets().get("numbers/0").records() < numbers.released.get()) {
                        Thread.onSpinWait();
                    }
                    job.checkpoint().get();
                }
            }
        }
        long newest = store.newest("windows").orElseThrow().version();
        numbers.released.set(Long.MAX_VALUE);
        List<Object> live = List.copyOf(results);
        results.clear();
        Replayed all = replay(plan, store, 0, newest);
        assertThat(all.different()).isEmpty();
        assertThat(results).as("the same results, in whichever order").containsExactlyInAnyOrderElementsOf(live);
        for (long to = 1; to <= newest; to++) {
            assertThat(replay(plan, store, to - 1, to).different()).isEmpty();
        }
    }

    private static Plan windows(Source<Long> numbers, Queue<Object> results) {
        WindowedAggregate<Long, Long, Long> counts = WindowedAggregate.<Long>in(Windows.tumbling(10))
                .byLong(n -> n % 10)
                .aggregate(Aggregates.<Long>count());
        WindowedAggregate<Long, Long, Long> large = WindowedAggregate.<Long>in(Windows.tumbling(1_000_000))
                .byLong(n -> n % 10)
                .aggregate(Aggregates.<Long>count());
        KeyedStream<Long, Long> keyed = Pipeline.named("windows")
                .partitions(2)
                .read("numbers", numbers)
                .time((n, arrival) -> arrival, TimePolicy.DEFAULT)
                .keyBy(n -> n % 10);
        keyed.process("clock", counts.byClock(), counts.byClock().describe())
                .map("clock-out", result -> results.add(result));
        return keyed.process("early", large.early(10), large.early(10).describe())
                .map("early-out", result -> results.add(result))
                .build();
    }

    @Test
    void ticksInFrontOfTheFirstExchangeAreRefused() {
        Pipeline pipeline = Pipeline.named("early");
        pipeline.read("left", new RangeSource(1, 10))
                .process("fold", context -> new FoldsTicks(new AtomicLong(), new AtomicLong()), "");
        assertThatThrownBy(() -> engine(store).start(pipeline.build()))
                .hasMessageContaining("source 'left' of pipeline 'early' takes ticks; key the stream");
    }

    private static EmbeddedEngine engine(CheckpointStore kept) {
        return new EmbeddedEngine(EngineOptions.DEFAULT.checkpointEvery(0).workers(2), kept, new SystemClock());
    }

    private static Replayed replay(Plan plan, CheckpointStore kept, long from, long to) throws IOException {
        return new Replayer(EngineOptions.DEFAULT, new ManualClock(0), 20_000).replay(plan, kept, from, to);
    }

    private static Checkpoint withParts(Checkpoint checkpoint, SortedMap<Checkpoint.PartKey, Checkpoint.Part> parts) {
        return new Checkpoint(
                checkpoint.pipeline(),
                checkpoint.runId(),
                checkpoint.number(),
                checkpoint.parentVersion(),
                checkpoint.planFingerprint(),
                checkpoint.definition(),
                checkpoint.createdAtMillis(),
                checkpoint.partitions(),
                checkpoint.sources(),
                parts);
    }

    /** A store in front of another. */
    private abstract static class Around implements CheckpointStore {
        private final CheckpointStore store;

        Around(CheckpointStore store) {
            this.store = store;
        }

        @Override
        public Optional<StoredCheckpoint> newest(String pipeline) throws IOException {
            return store.newest(pipeline);
        }

        @Override
        public StoredCheckpoint load(String pipeline, long version) throws IOException {
            return store.load(pipeline, version);
        }

        @Override
        public long commit(Checkpoint checkpoint) throws IOException {
            return store.commit(checkpoint);
        }
    }
}
