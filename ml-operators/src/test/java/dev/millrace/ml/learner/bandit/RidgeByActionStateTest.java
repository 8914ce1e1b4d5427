package dev.millrace.ml.learner.bandit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Squares are state in chunks: a checkpoint writes those of actions that were learned since the last one. */
class RidgeByActionStateTest {
    private static final int NUMBERS = 90; // with the intercept a square of 8,281 numbers: three chunks

    private final Layout layout = layout();
    private final Random64 random = new Random64(3);

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < NUMBERS; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    private LinUcb learner() {
        return new LinUcb(new LinUcbSettings(1, 1, 0, true), layout, 1);
    }

    private void learn(LinUcb learner, int action) {
        FeatureVector x = new FeatureVector(layout);
        for (int i = 0; i < NUMBERS; i++) {
            x.numbers()[i] = random.nextGaussian();
        }
        learner.learn(x, action, random.nextDouble(), 0.5, 1);
    }

    /** Names of the chunks that a checkpoint writes; all chunks go to a map, as a registry keeps them. */
    private static Set<String> checkpoint(LinUcb learner, Map<String, byte[]> kept, boolean everything) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        kept.put(BytesStateWriter.MAIN, out.main());
        Set<String> written = new TreeSet<>();
        out.registered().forEach((name, state) -> {
            state.freeze(
                    new ChunkedState.ChunkWriter() {
                        @Override
                        public void chunk(String chunk, byte[] bytes) {
                            written.add(name + '/' + chunk);
                            kept.put(name + '/' + chunk, bytes);
                        }

                        @Override
                        public void unchanged(String chunk) {
                            assertThat(kept).containsKey(name + '/' + chunk);
                        }
                    },
                    everything);
            int pending = Integer.MAX_VALUE;
            while (pending > 0) {
                pending = state.writePending(pending);
            }
            state.committed();
        });
        return written;
    }

    @Test
    void aCheckpointWritesTheSquaresThatHaveMoved() {
        LinUcb learner = learner();
        for (int i = 0; i < 60; i++) {
            learn(learner, i % 3);
        }
        SortedMap<String, byte[]> kept = new TreeMap<>();
        assertThat(checkpoint(learner, kept, true)).hasSize(9);
        assertThat(kept.get(BytesStateWriter.MAIN)).hasSizeLessThan(4 * 8 * (NUMBERS + 1));
        assertThat(checkpoint(learner, kept, false)).as("nothing was learned").isEmpty();
        learn(learner, 1);
        assertThat(checkpoint(learner, kept, false)).hasSize(3).allMatch(name -> name.contains("action-1-"));
        learn(learner, 3);
        assertThat(checkpoint(learner, kept, false)).hasSize(3).allMatch(name -> name.contains("action-3-"));
        LinUcb restored = learner();
        restored.restore(new BytesStateReader(kept));
        assertSame(restored, learner);
        learn(restored, 2);
        SortedMap<String, byte[]> again = new TreeMap<>(kept);
        assertThat(checkpoint(restored, again, false)).hasSize(3).allMatch(name -> name.contains("action-2-"));
    }

    private void assertSame(LinUcb one, LinUcb other) {
        FeatureVector x = new FeatureVector(layout);
        for (int i = 0; i < NUMBERS; i++) {
            x.numbers()[i] = random.nextGaussian();
        }
        for (int a = 0; a < 4; a++) {
            assertThat(one.weights(a)).isEqualTo(other.weights(a));
            assertThat(one.deviation(x, a)).isEqualTo(other.deviation(x, a));
        }
    }

    /** As it was written before squares were chunks: one half of each, in the main chunk. */
    @Test
    void statesOfTheFirstFormatAreRead() {
        LinUcb learner = learner();
        int size = NUMBERS + 1;
        double[] half = new double[size * (size + 1) / 2];
        for (int i = 0, at = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                half[at++] = i == j ? 0.25 : 0;
            }
        }
        double[] weights = new double[size];
        weights[4] = 2;
        BytesStateWriter out = new BytesStateWriter();
        out.writeInt(1);
        out.writeInt(1);
        out.writeDoubles(weights);
        out.writeDoubles(half);
        learner.restore(new BytesStateReader(out.main()));
        FeatureVector x = new FeatureVector(layout);
        x.numbers()[4] = 3;
        assertThat(learner.weights(0)[4]).isEqualTo(2);
        assertThat(learner.deviation(x, 0)).isEqualTo(Math.sqrt(0.25 * (9 + 1)));
    }
}
