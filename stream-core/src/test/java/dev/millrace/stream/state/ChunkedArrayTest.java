package dev.millrace.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.random.Random64;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChunkedArrayTest {
    private static final int LENGTH = 5 * ChunkedArray.CHUNK + 17;

    private static ChunkedArray arrayOf(double[] content) {
        ChunkedArray array = new ChunkedArray(content.length);
        array.touch(0, content.length);
        System.arraycopy(content, 0, array.values(), 0, content.length);
        return array;
    }

    private static void assertSame(SortedMap<String, byte[]> chunks, SortedMap<String, byte[]> wanted) {
        assertThat(chunks.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(chunks.get(name)).as(name).isEqualTo(bytes));
    }

    @Property(tries = 40)
    void everyCheckpointIsTheStateAtItsBarrier(@ForAll long seed) {
        Random64 random = new Random64(seed);
        double[] model = new double[LENGTH];
        ChunkedArray array = new ChunkedArray(LENGTH);
        ChunkedStateCheckpoints checkpoints = new ChunkedStateCheckpoints("w", array);
        SortedMap<String, byte[]> wanted = null;
        for (int step = 0; step < 80; step++) {
            int index = random.nextInt(LENGTH);
            model[index] = random.nextDouble();
            array.set(index, model[index]);
            int action = random.nextInt(6);
            if (action == 0 && wanted == null) {
                wanted = Snapshots.of("w", arrayOf(model));
                checkpoints.begin();
            } else if (action == 1) {
                checkpoints.write(1);
            } else if (action == 2 && wanted != null) {
                assertSame(checkpoints.commit(), wanted);
                wanted = null;
            } else if (action == 3) {
                checkpoints.abandon();
                wanted = null;
            }
        }
        assertThat(array.values()).isEqualTo(model);
    }

    @Test
    void onlyTouchedChunksAreWritten() {
        ChunkedArray array = new ChunkedArray(LENGTH);
        ChunkedStateCheckpoints checkpoints = new ChunkedStateCheckpoints("w", array);
        checkpoints.begin();
        checkpoints.commit();
        assertThat(checkpoints.written()).isEqualTo(6);

        array.touch(ChunkedArray.CHUNK - 1, ChunkedArray.CHUNK + 1);
        array.values()[ChunkedArray.CHUNK] = 1;
        checkpoints.begin();
        SortedMap<String, byte[]> chunks = checkpoints.commit();
        assertThat(checkpoints.written()).isEqualTo(2);

        ChunkedArray restored = new ChunkedArray(LENGTH);
        new BytesStateReader(chunks).restore("w", restored);
        assertThat(restored.values()).isEqualTo(array.values());
    }

    @Test
    void anEmptyVectorIsAVector() {
        ChunkedArray array = new ChunkedArray(0);
        new BytesStateReader(Snapshots.of("w", array)).restore("w", array);
        assertThat(array.length()).isZero();
    }

    @Test
    void anotherLengthIsRefused() {
        SortedMap<String, byte[]> chunks = Snapshots.of("w", new ChunkedArray(10));
        assertThatThrownBy(() -> new BytesStateReader(chunks).restore("w", new ChunkedArray(11)))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("10 numbers");
    }
}
