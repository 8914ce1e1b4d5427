package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Models of many coordinates keep their weights in chunks, and a checkpoint writes those that changed. */
class LargeModelTest {
    private static final int BITS = 18;
    private final Layout layout = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("n");
        builder.hashed("words", BITS);
        return builder.build();
    }

    private static void draw(Random64 random, FeatureVector x) {
        x.clear();
        x.numbers()[0] = random.nextDouble();
        for (int i = 0; i < 5; i++) {
            x.addHashed(1 + random.nextInt(1 << BITS), 1);
        }
    }

    private static SortedMap<String, byte[]> chunks(Classifier learner) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        out.registered().forEach((name, container) -> chunks.putAll(Snapshots.of(name, container)));
        return chunks;
    }

    @Test
    void aRestoredLargeModelGoesOnAsIfNothingHadHappened() {
        for (String text : List.of("logistic", "logistic:optimizer=adagrad", "logistic:l2=0.001")) {
            for (int classes : new int[] {2, 4}) {
                Classifier steady = (Classifier) Learners.parse(text).create(layout, 1);
                Classifier interrupted = (Classifier) Learners.parse(text).create(layout, 1);
                Random64 random = new Random64(5);
                FeatureVector x = new FeatureVector(layout);
                double[] expected = new double[classes];
                double[] scores = new double[classes];
                for (int n = 0; n < 300; n++) {
                    if (n % 100 == 99) {
                        Classifier fresh = (Classifier) Learners.parse(text).create(layout, 1);
                        fresh.restore(new BytesStateReader(chunks(interrupted)));
                        interrupted = fresh;
                    }
                    draw(random, x);
                    int label = random.nextInt(classes);
                    steady.predictAndLearn(x, label, 1, expected);
                    interrupted.predict(x, scores);
                    interrupted.learn(x, label, 1);
                    assertThat(scores).isEqualTo(expected);
                }
                SortedMap<String, byte[]> state = chunks(interrupted);
                assertThat(state).hasSizeGreaterThan(60);
                chunks(steady)
                        .forEach((name, bytes) -> assertThat(Arrays.equals(state.get(name), bytes))
                                .as(name)
                                .isTrue());
            }
        }
    }

    @Test
    void aCheckpointWritesOnlyTheChunksThatChanged() {
        Classifier learner = (Classifier) Learners.parse("logistic").create(layout, 1);
        FeatureVector x = new FeatureVector(layout);
        learner.learn(x, 0, 1);
        learner.learn(x, 1, 1);
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        ChunkedState weights = out.registered().get("weights");
        assertThat(written(weights)).hasSizeGreaterThan(60);
        x.numbers()[0] = 1;
        learner.learn(x, 1, 1);
        assertThat(written(weights)).hasSize(2); // the number's chunk, and the intercept's
    }

    private static List<String> written(ChunkedState state) {
        List<String> written = new ArrayList<>();
        state.freeze(
                new ChunkedState.ChunkWriter() {
                    @Override
                    public void chunk(String name, byte[] bytes) {
                        written.add(name);
                    }

                    @Override
                    public void unchanged(String name) {
                        assertThat(name).isNotEmpty();
                    }
                },
                false);
        state.writePending(Integer.MAX_VALUE);
        state.committed();
        return written;
    }
}
