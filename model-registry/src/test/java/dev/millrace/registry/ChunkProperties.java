package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.LEARN;
import static dev.millrace.registry.Checkpoints.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the chunks and however they change from version to version: each version gives back its own. */
class ChunkProperties {
    @Provide
    Arbitrary<List<Map<String, byte[]>>> versions() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "bucket-1", "bucket-10", "é", "\uD83D\uDE00", " ", "x/../y");
        Arbitrary<byte[]> small = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
        Arbitrary<byte[]> large = Arbitraries.integers().between(0, 400_000).map(ChunkProperties::pattern);
        Arbitrary<byte[]> bytes =
                Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, small), net.jqwik.api.Tuple.of(1, large));
        return Arbitraries.maps(names, bytes).ofMaxSize(6).list().ofMinSize(1).ofMaxSize(8);
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + length);
        }
        return bytes;
    }

    @Property(tries = 60)
    void eachVersionGivesBackItsOwnChunks(@ForAll("versions") List<Map<String, byte[]>> versions) throws IOException {
        RegistryOptions options =
                new RegistryOptions("test", directory -> () -> {}, 1_000, 100_000, 2, Optional.empty(), 60);
        Registry registry =
                Registry.open(Path.of("/registry"), new FaultyStorage(1), new ManualClock(0), Mode.WRITE, options);
        List<SortedMap<String, byte[]>> expected = new ArrayList<>();
        SortedMap<String, byte[]> state = new TreeMap<>();
        for (Map<String, byte[]> changes : versions) {
            int number = expected.size() + 1;
            Checkpoints next = checkpoint("run-a", number).parent(number - 1);
            state.keySet().stream().filter(name -> !changes.containsKey(name)).forEach(next::unchanged);
            changes.forEach((name, bytes) -> next.chunk(LEARN, name, bytes));
            state.putAll(changes);
            expected.add(new TreeMap<>(state));
            registry.commit(next.build());
        }
        for (int i = 0; i < expected.size(); i++) {
            var chunks = registry.load("fraud", i + 1).chunks(LEARN);
            assertThat(chunks.keySet()).isEqualTo(expected.get(i).keySet());
            expected.get(i)
                    .forEach((name, bytes) -> assertThat(chunks.get(name)).isEqualTo(bytes));
            assertThat(registry.verify("fraud", i + 1).isWhole()).isTrue();
        }
    }
}
