package dev.millrace.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyedMapTest {

    /** A counter that is changed in place. */
    private static final class Count {
        long value;

        Count(long value) {
            this.value = value;
        }
    }

    private static final ValueCodec<Count> COUNT = new ValueCodec<>() {
        @Override
        public void write(Count count, StateWriter out) {
            out.writeLong(count.value);
        }

        @Override
        public Count read(StateReader in) {
            return new Count(in.readLong());
        }
    };

    private static KeyedMap<String, Count> map() {
        return new KeyedMap<>(KeyCodec.TEXT, COUNT);
    }

    private static KeyedMap<String, Count> mapOf(Map<String, Long> content) {
        KeyedMap<String, Count> map = map();
        content.forEach((key, value) -> map.put(key, new Count(value)));
        return map;
    }

    private static SortedMap<String, byte[]> bytes(KeyedMap<?, ?> map) {
        return Snapshots.of("keys", map);
    }

    private static void assertSame(SortedMap<String, byte[]> chunks, SortedMap<String, byte[]> wanted) {
        assertThat(chunks.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(chunks.get(name)).as(name).isEqualTo(bytes));
    }

    /** Changes at random, with a checkpoint in flight most of the time: each holds exactly the state at its barrier. */
    @Property(tries = 60)
    void everyCheckpointIsTheStateAtItsBarrier(@ForAll long seed) {
        Random64 random = new Random64(seed);
        KeyedMap<String, Count> map = map();
        TreeMap<String, Long> model = new TreeMap<>();
        ChunkedStateCheckpoints checkpoints = new ChunkedStateCheckpoints("keys", map);
        SortedMap<String, byte[]> wanted = null;
        boolean growing = true;
        for (int step = 0; step < 300; step++) {
            growing = random.nextInt(60) == 0 ? !growing : growing;
            change(map, model, random, growing);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    if (wanted == null) {
                        wanted = bytes(mapOf(model));
                        checkpoints.begin();
                    }
                }
                case 3, 4, 5 -> checkpoints.write(random.nextInt(3));
                case 6 -> {
                    if (wanted != null) {
                        assertSame(checkpoints.commit(), wanted);
                        wanted = null;
                    }
                }
                case 7 -> {
                    checkpoints.abandon();
                    wanted = null;
                }
                default -> assertThat(map.size()).isEqualTo(model.size());
            }
        }
        checkpoints.abandon();
        assertSame(bytes(map), bytes(mapOf(model)));
        List<String> visited = new ArrayList<>();
        map.forEach((key, value) -> visited.add(key));
        assertThat(visited).containsExactlyInAnyOrderElementsOf(model.keySet());
    }

    private static void change(KeyedMap<String, Count> map, Map<String, Long> model, Random64 random, boolean growing) {
        for (int i = 0; i < 12; i++) {
            String key = "key-" + random.nextInt(1_500);
            if (random.nextInt(8) == 0 || !growing && random.nextInt(3) != 0) {
                Count gone = map.remove(key);
                Long wanted = model.remove(key);
                assertThat(gone == null ? null : (Long) gone.value).isEqualTo(wanted);
            } else {
                long more = random.nextInt(100);
                map.update(key, () -> new Count(0)).value += more;
                model.merge(key, more, Long::sum);
                assertThat(map.read(key).value).isEqualTo(model.get(key));
            }
        }
    }

    @Test
    void bytesAreAFunctionOfTheContent() {
        TreeMap<String, Long> content = new TreeMap<>();
        for (long i = 0; i < 1_000; i++) {
            content.put("key-" + i, i);
        }
        KeyedMap<String, Count> detour = map();
        for (int i = 3_000; i >= 0; i--) {
            detour.put("key-" + i, new Count(i));
        }
        assertThat(detour.removeIf((key, count) -> count.value >= 1_000)).isEqualTo(2_001);
        assertSame(bytes(detour), bytes(mapOf(content)));
        assertThat(bytes(detour)).hasSize(8);
    }

    @Test
    void restoredIsTheSame() {
        KeyedMap<String, Count> map = map();
        for (int i = 0; i < 700; i++) {
            map.put("key-" + i, new Count(i));
        }
        KeyedMap<String, Count> restored = map();
        new BytesStateReader(bytes(map)).restore("keys", restored);
        assertThat(restored.size()).isEqualTo(700);
        assertThat(restored.read("key-77").value).isEqualTo(77);
        assertSame(bytes(restored), bytes(map));
    }

    @Test
    void aCheckpointCostsWhatChanged() {
        KeyedMap<String, Count> map = map();
        for (int i = 0; i < 10_000; i++) {
            map.put("key-" + i, new Count(i));
        }
        ChunkedStateCheckpoints checkpoints = new ChunkedStateCheckpoints("keys", map);
        checkpoints.begin();
        checkpoints.commit();
        assertThat(checkpoints.written()).isEqualTo(79);

        map.read("key-1");
        checkpoints.begin();
        checkpoints.commit();
        assertThat(checkpoints.written()).isZero();

        map.update("key-1").value++;
        checkpoints.begin();
        checkpoints.abandon();
        checkpoints.begin();
        checkpoints.commit();
        assertThat(checkpoints.written()).isEqualTo(1);
    }

    @Test
    void aRestoredMapIsClean() {
        KeyedMap<String, Count> map = mapOf(Map.of("a", 1L, "b", 2L));
        KeyedMap<String, Count> restored = map();
        new BytesStateReader(bytes(map)).restore("keys", restored);
        List<String> unchanged = new ArrayList<>();
        restored.freeze(
                new ChunkedState.ChunkWriter() {
                    @Override
                    public void chunk(String name, byte[] bytes) {
                        throw new AssertionError("nothing has changed");
                    }

                    @Override
                    public void unchanged(String name) {
                        unchanged.add(name);
                    }
                },
                false);
        assertThat(restored.writePending(10)).isZero();
        assertThat(unchanged).containsExactly("0");
    }

    @Test
    void damagedStateIsNamed() {
        SortedMap<String, byte[]> chunks = bytes(mapOf(Map.of("a", 1L, "b", 2L)));
        byte[] whole = chunks.get("keys/0");
        chunks.put("keys/0", java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> new BytesStateReader(chunks).restore("keys", map()))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("keys");
        chunks.put("keys/0", java.util.Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> new BytesStateReader(chunks).restore("keys", map()))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("too many");
        chunks.put("keys/0", whole);
        chunks.put("keys/1", whole);
        assertThatThrownBy(() -> new BytesStateReader(chunks).restore("keys", map()))
                .isInstanceOf(BadState.class);
    }

    @Test
    void aCheckpointIsWrittenWholeOrNotAtAll() {
        KeyedMap<String, Count> map = mapOf(Map.of("a", 1L));
        ChunkedStateCheckpoints checkpoints = new ChunkedStateCheckpoints("keys", map);
        checkpoints.begin();
        assertThatThrownBy(map::committed).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(checkpoints::begin).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> map.put("a", null)).isInstanceOf(IllegalArgumentException.class);
    }
}
