package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.Answering;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.checkpoint.MissingParent;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.KeyCodec;
import dev.millrace.stream.state.KeyedMap;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.state.ValueCodec;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** State in many chunks, written between batches while the stream goes on, over checkpoints that fail and lives that end. */
@Timeout(60)
class LargeStateTest {
    private static final int KEYS = 20_000;
    private static final long EVENTS = 400_000;

    @Test
    void everyCountSurvivesAbandonedCheckpointsKillsAndOtherNumbersOfWorkers() throws Exception {
        Random64 random = new Random64(7);
        MemoryCheckpointStore kept = new MemoryCheckpointStore(3);
        FailsNowAndThen store = new FailsNowAndThen(kept, new Random64(11));
        RangeSource source = new RangeSource(1, EVENTS, 0);
        long unchanged = 0;
        for (int life = 0; life < 12; life++) {
            source.release(EVENTS * (life + 1) / 12);
            EngineOptions options = EngineOptions.DEFAULT.checkpointEvery(3).workers(1 + life % 3);
            Job job = new EmbeddedEngine(options, store, new SystemClock()).start(plan(source));
            long until = EVENTS * life / 12 + random.nextInt((int) EVENTS / 12);
            while (job.status().offsets().get("numbers/0").records() < until) {
                Thread.onSpinWait();
            }
            job.kill();
            unchanged = store.unchangedChunks;
        }
        try (Job job = new EmbeddedEngine(EngineOptions.DEFAULT, kept, new SystemClock()).start(plan(source))) {
            job.completion().get();
            assertThat(job.<Long, Long>askPartition("count", 0, -1L).get()
                            + job.<Long, Long>askPartition("count", 1, -1L).get())
                    .isEqualTo(EVENTS);
        }
        assertThat(store.failures).as("checkpoints that failed").isPositive();
        assertThat(unchanged).as("chunks that were not written again").isPositive();
        StoredCheckpoint last = kept.newest("large").orElseThrow();
        assertThat(wholeCounts(last))
                .hasSize(KEYS)
                .allSatisfy((key, count) -> assertThat(count).isEqualTo(expected(key)));
    }

    @Test
    void afterAStoreHasLostTheParentEverythingIsSentAgain() throws Exception {
        LosesParents store = new LosesParents(new MemoryCheckpointStore(100));
        RangeSource source = new RangeSource(1, EVENTS, 0);
        try (Job job = new EmbeddedEngine(EngineOptions.DEFAULT.checkpointEvery(0), store, new SystemClock())
                .start(plan(source))) {
            checkpoint(job, source, KEYS);
            checkpoint(job, source, KEYS + 10);
            assertThat(store.unchangedChunks).isPositive();
            assertThat(store.parentVersion).isEqualTo(1);

            store.lost = true;
            assertThatThrownBy(() -> checkpoint(job, source, KEYS + 20)).hasRootCauseInstanceOf(MissingParent.class);
            assertThat(checkpoint(job, source, KEYS + 30)).isEqualTo(3);
            assertThat(store.unchangedChunks).isZero();
            assertThat(store.parentVersion).as("of a whole version").isZero();
            assertThat(wholeCounts(store.newest("large").orElseThrow())).hasSize(KEYS);

            checkpoint(job, source, KEYS + 40);
            assertThat(store.unchangedChunks).isPositive();
            assertThat(store.parentVersion).isEqualTo(3);
            source.release(EVENTS);
            job.completion().get();
        }
        assertThat(wholeCounts(store.newest("large").orElseThrow()))
                .allSatisfy((key, count) -> assertThat(count).isEqualTo(expected(key)));
    }

    private static long checkpoint(Job job, RangeSource source, long until) throws Exception {
        source.release(until);
        while (job.status().offsets().get("numbers/0").records() < until) {
            Thread.onSpinWait();
        }
        return job.checkpoint().get();
    }

    /** A store that may lose the version on which the next one builds. */
    private static final class LosesParents implements CheckpointStore {
        private final CheckpointStore store;
        private volatile boolean lost;
        private volatile long unchangedChunks;
        private volatile long parentVersion;

        LosesParents(CheckpointStore store) {
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
            if (lost && checkpoint.parentVersion() != 0) {
                throw new MissingParent("version " + checkpoint.parentVersion() + " is gone", null);
            }
            lost = false;
            parentVersion = checkpoint.parentVersion();
            unchangedChunks = checkpoint.parts().values().stream()
                    .flatMap(part -> part.chunks().values().stream())
                    .filter(Checkpoint.ChunkData::isUnchanged)
                    .count();
            return store.commit(checkpoint);
        }
    }

    /** First every key comes once, then only a few come, so that most chunks rest between two checkpoints. */
    private static long keyOf(long number) {
        return number < KEYS ? number : number % 5;
    }

    private static long expected(long key) {
        return 1 + (key < 5 ? (EVENTS - KEYS) / 5 : 0);
    }

    private static Map<Long, Long> wholeCounts(StoredCheckpoint version) throws IOException {
        Map<Long, Long> counts = new TreeMap<>();
        for (Checkpoint.PartKey part : version.parts()) {
            CountInChunks operator = new CountInChunks();
            operator.restore(new dev.millrace.stream.state.BytesStateReader(version.chunks(part)));
            operator.counts.forEach((key, count) -> counts.put(key, count[0]));
        }
        return counts;
    }

    private static Plan plan(RangeSource source) {
        return Pipeline.named("large")
                .partitions(2)
                .read("numbers", source)
                .keyBy(LargeStateTest::keyOf)
                .process("count", context -> new CountInChunks(), "")
                .build();
    }

    private static final class CountInChunks implements Operator<Long, Long>, Answering<Long, Long> {
        private final KeyedMap<Long, long[]> counts = new KeyedMap<>(KeyCodec.LONG, new OneLong());

        @Override
        public void open(Output<Long> output) {}

        @Override
        public void onEvent(Long value, long timestampMillis) {
            counts.update(keyOf(value), () -> new long[1])[0]++;
        }

        @Override
        public void snapshot(StateWriter out) {
            out.register("counts", counts);
        }

        @Override
        public void restore(StateReader in) {
            in.restore("counts", counts);
        }

        @Override
        public Long answer(Long question) {
            long[] sum = new long[1];
            counts.forEach((key, count) -> sum[0] += count[0]);
            return sum[0];
        }
    }

    private record OneLong() implements ValueCodec<long[]> {
        @Override
        public void write(long[] value, StateWriter out) {
            out.writeLong(value[0]);
        }

        @Override
        public long[] read(StateReader in) {
            return new long[] {in.readLong()};
        }
    }

    /** A store whose commits fail now and then. */
    private static final class FailsNowAndThen implements CheckpointStore {
        private final CheckpointStore store;
        private final Random64 random;
        private volatile int failures;
        private volatile long unchangedChunks;

        FailsNowAndThen(CheckpointStore store, Random64 random) {
            this.store = store;
            this.random = random;
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
        public synchronized long commit(Checkpoint checkpoint) throws IOException {
            if (random.nextInt(3) == 0) {
                failures++;
                throw new IOException("the device is tired");
            }
            checkpoint
                    .parts()
                    .values()
                    .forEach(part -> part.chunks().values().forEach(chunk -> {
                        unchangedChunks += chunk.isUnchanged() ? 1 : 0;
                    }));
            return store.commit(checkpoint);
        }
    }
}
