package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static Evaluator evaluator(int window) {
        Evaluator evaluator = Evaluator.ofClasses("b", window);
        evaluator.ensureClasses(List.of("a", "b"));
        return evaluator;
    }

    private static void feed(Random64 random, int events, Evaluator... evaluators) {
        for (int i = 0; i < events; i++) {
            int truth = random.nextInt(2);
            double score = (truth + random.nextDouble()) / 2;
            for (Evaluator evaluator : evaluators) {
                evaluator.score(truth, score > 0.5 ? 1 : 0, 0, 1, new double[] {1 - score, score});
            }
        }
    }

    @Test
    void theWindowSeesTheLastPredictionsOnly() {
        Evaluator all = evaluator(100);
        Evaluator last = evaluator(100);
        feed(new Random64(1), 500, all);
        feed(new Random64(2), 100, all, last);
        assertThat(all.window().count()).isEqualTo(100);
        assertThat(all.window().toMap()).isEqualTo(last.window().toMap());
        assertThat(all.window().accuracy()).isEqualTo(last.metrics().accuracy());
        assertThat(all.window().logLoss()).isCloseTo(last.metrics().logLoss(), within(1e-6));
        assertThat(all.window().prAuc()).isCloseTo(last.metrics().prAuc(), within(1e-3));
    }

    @Test
    void fadingForgetsAShift() {
        Evaluator evaluator = evaluator(10);
        for (int i = 0; i < 10_000; i++) {
            evaluator.score(0, 0, 0, 0, null);
        }
        for (int i = 0; i < 5_000; i++) {
            evaluator.score(0, 1, 0, 0, null);
        }
        assertThat(evaluator.fading().accuracy()).isLessThan(0.01);
        assertThat(evaluator.metrics().accuracy()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(evaluator.metrics().logLoss()).isNaN();
    }

    @Test
    void restoredIsUninterrupted() {
        Evaluator evaluator = evaluator(64);
        feed(new Random64(1), 1_000, evaluator);
        SortedMap<String, byte[]> before = chunks(evaluator);
        Evaluator restored = evaluator(64);
        restored.restore(new BytesStateReader(before));
        assertThat(chunks(restored)).containsExactlyEntriesOf(before);
        feed(new Random64(2), 77, evaluator, restored);
        assertThat(chunks(restored)).containsExactlyEntriesOf(chunks(evaluator));
        assertThat(restored.window().toMap()).isEqualTo(evaluator.window().toMap());
    }

    /** 10,000 predictions are 20 chunks; between two checkpoints a few hundred come. */
    @Test
    void aCheckpointWritesTheChunksOfTheWindowThatHaveChanged() {
        Evaluator evaluator = evaluator(10_000);
        Evaluator twin = evaluator(10_000);
        Random64 random = new Random64(5);
        SortedMap<String, byte[]> committed = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            feed(random, 700, evaluator, twin);
            BytesStateWriter out = new BytesStateWriter();
            evaluator.snapshot(out);
            ChunkedState ring = out.registered().get("scored");
            SortedMap<String, byte[]> wanted = chunks(twin);
            wanted.remove(BytesStateWriter.MAIN);
            SortedMap<String, byte[]> told = new TreeMap<>();
            int[] written = new int[1];
            ring.freeze(into(told, committed, written), false);
            ring.writePending(1);
            feed(random, 100, evaluator, twin); // what it overwrites is written as it was at the barrier
            ring.writePending(Integer.MAX_VALUE);
            assertThat(told).usingRecursiveComparison().isEqualTo(wanted);
            if (i % 3 == 2) {
                ring.abandoned();
            } else {
                ring.committed();
                committed = told;
                assertThat(written[0]).as("chunks written of %d", told.size()).isBetween(1, 5);
            }
        }
        assertThat(committed).hasSize(20);
    }

    private static ChunkedState.ChunkWriter into(
            SortedMap<String, byte[]> told, SortedMap<String, byte[]> committed, int[] written) {
        return new ChunkedState.ChunkWriter() {
            @Override
            public void chunk(String name, byte[] bytes) {
                assertThat(told.put("scored/" + name, bytes)).isNull();
                written[0]++;
            }

            @Override
            public void unchanged(String name) {
                told.put("scored/" + name, committed.get("scored/" + name));
            }
        };
    }

    /** Earlier versions had the whole window in one piece, oldest first, between the metrics and the fading ones. */
    @Test
    void aWindowOfAnEarlierVersionIsRead() {
        ScoreWindow window = new ScoreWindow(3);
        BytesStateWriter earlier = new BytesStateWriter();
        earlier.writeLongs(new long[] {
            Double.doubleToLongBits(5),
            Double.doubleToLongBits(4),
            Double.doubleToLongBits(1),
            Double.doubleToLongBits(1)
        });
        window.restore(new BytesStateReader(earlier.main()));
        Metrics metrics = Metrics.ofValues();
        window.scoreInto(metrics, List.of());
        assertThat(metrics.count()).isEqualTo(2);
        assertThat(metrics.mae()).isEqualTo(0.5);
        BytesStateWriter larger = new BytesStateWriter();
        larger.writeLongs(new long[8]);
        assertThatThrownBy(() -> new ScoreWindow(3).restore(new BytesStateReader(larger.main())))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("cannot hold 8 numbers");
    }

    @Test
    void baselinesPredictWhatWasKnown() {
        Baselines baselines = Baselines.ofClasses(null);
        assertThat(baselines.noChange()).isEqualTo(-1);
        baselines.ensureClasses(List.of("a", "b"));
        assertThat(baselines.noChange()).isZero();
        for (int label : new int[] {1, 0, 0, 1}) {
            baselines.score(label, baselines.noChange(), baselines.majority());
            baselines.learn(label);
        }
        assertThat(baselines.majority()).isZero();
        assertThat(baselines.metrics().get("no-change").accuracy()).isEqualTo(0.25);
        assertThat(baselines.metrics().get("majority").accuracy()).isEqualTo(0.25);
    }

    private static SortedMap<String, byte[]> chunks(Evaluator evaluator) {
        BytesStateWriter out = new BytesStateWriter();
        evaluator.snapshot(out);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        out.registered().forEach((name, container) -> chunks.putAll(Snapshots.of(name, container)));
        chunks.put(BytesStateWriter.MAIN, out.main());
        return chunks;
    }
}
