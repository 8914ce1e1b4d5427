package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The square of which only what an event moves is looked at, against the whole square. */
class InverseGramTest {
    private static final int SIZE = 150;

    private final Random64 random = new Random64(3);

    /** Three categories' codes, of which few come, two numbers that may be 0, and an intercept. */
    private DMatrixRMaj event(int codes) {
        DMatrixRMaj x = new DMatrixRMaj(SIZE, 1);
        for (int category = 0; category < 3; category++) {
            x.data[category * 48 + random.nextInt(codes)] = 1;
        }
        x.data[144] = random.nextInt(3) == 0 ? -0.0 : random.nextGaussian() * 1e6;
        x.data[145] = random.nextInt(3) == 0 ? 0 : random.nextGaussian() * 1e-6;
        x.data[SIZE - 1] = 1;
        return x;
    }

    /** P ← (P − g·gᵀ·share)·growth, element by element. */
    private static final class Whole {
        final DMatrixRMaj p = CommonOps_DDRM.identity(SIZE);
        final DMatrixRMaj g = new DMatrixRMaj(SIZE, 1);

        double variance(DMatrixRMaj x) {
            CommonOps_DDRM.mult(p, x, g);
            return CommonOps_DDRM.dot(x, g);
        }

        void shrink(double share, double growth) {
            for (int i = 0; i < SIZE; i++) {
                double factor = g.data[i] * share;
                for (int j = 0; j <= i; j++) {
                    double value = (0.5 * (p.get(i, j) + p.get(j, i)) - factor * g.data[j]) * growth;
                    p.set(i, j, value);
                    p.set(j, i, value);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1 / 0.999})
    void itHasTheBitsOfTheWholeSquare(double growth) {
        InverseGram gram = new InverseGram(SIZE, 1);
        Whole whole = new Whole();
        for (int n = 0; n < 400; n++) {
            DMatrixRMaj x = event(n < 200 ? 5 : 48);
            double variance = gram.variance(x);
            assertThat(variance).isEqualTo(whole.variance(x));
            gram.shrink(1 / (1 + variance), growth);
            whole.shrink(1 / (1 + variance), growth);
        }
        DMatrixRMaj each = new DMatrixRMaj(SIZE, 1);
        for (int i = 0; i < SIZE; i++) {
            Arrays.fill(each.data, 0);
            each.data[i] = 1;
            gram.variance(each);
            for (int j = 0; j < SIZE; j++) {
                assertThat(gram.gain().data[j]).isEqualTo(whole.p.get(i, j));
            }
        }
    }

    /** A checkpoint leaves out rows of codes that did not come. */
    @Test
    void onlyRowsThatHaveMovedAreWrittenAgain() {
        InverseGram gram = new InverseGram(SIZE, 1);
        assertThat(written(gram)).hasSize((SIZE * SIZE + 4_095) / 4_096);
        assertThat(written(gram)).isEmpty();
        DMatrixRMaj x = new DMatrixRMaj(SIZE, 1);
        x.data[0] = 1;
        x.data[SIZE - 1] = 1;
        gram.shrink(1 / (1 + gram.variance(x)), 1);
        assertThat(written(gram)).containsExactly("0", "5");
    }

    private static Set<String> written(InverseGram gram) {
        Set<String> written = new TreeSet<>();
        BytesStateWriter out = new BytesStateWriter();
        gram.snapshotInChunks(out);
        out.registered().values().forEach(state -> {
            state.freeze(
                    new ChunkedState.ChunkWriter() {
                        @Override
                        public void chunk(String chunk, byte[] bytes) {
                            written.add(chunk);
                        }

                        @Override
                        public void unchanged(String chunk) {
                            assertThat(written).doesNotContain(chunk);
                        }
                    },
                    false);
            int pending = Integer.MAX_VALUE;
            while (pending > 0) {
                pending = state.writePending(pending);
            }
            state.committed();
        });
        return written;
    }
}
