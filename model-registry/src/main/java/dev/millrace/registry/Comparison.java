package dev.millrace.registry;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two states, chunk by chunk, byte for byte.
 *
 * @param equalChunks how many are the same in both
 * @param equalBytes of these
 * @param differing those that are in both and differ
 * @param onlyInFirst those that the second does not have
 * @param onlyInSecond those that the first does not have
 */
public record Comparison(
        long equalChunks,
        long equalBytes,
        List<ChunkName> differing,
        List<ChunkName> onlyInFirst,
        List<ChunkName> onlyInSecond) {

    /** A chunk of an operator's partition. */
    public record ChunkName(PartKey part, String chunk) {
        /** {@code operator/partition:chunk}. */
        @Override
        public String toString() {
            return part + ":" + chunk;
        }
    }

    public Comparison {
        differing = List.copyOf(differing);
        onlyInFirst = List.copyOf(onlyInFirst);
        onlyInSecond = List.copyOf(onlyInSecond);
    }

    /** Whether every chunk is in both and the same. */
    public boolean isEqual() {
        return differing.isEmpty() && onlyInFirst.isEmpty() && onlyInSecond.isEmpty();
    }

    /** Compares all bytes of two checkpoints, wherever they come from. Reads one part of each at a time. */
    public static Comparison of(StoredCheckpoint first, StoredCheckpoint second) throws IOException {
        TreeSet<PartKey> parts = new TreeSet<>();
        first.parts().forEach(parts::add);
        second.parts().forEach(parts::add);
        Collector collector = new Collector();
        for (PartKey part : parts) {
            collector.compare(part, first.chunks(part), second.chunks(part), Arrays::equals, bytes -> bytes.length);
        }
        return collector.result();
    }

    /** Compares two versions by the hashes and lengths in their tables, without reading a chunk. */
    static Comparison ofTables(StoredVersion first, StoredVersion second) throws IOException {
        var left = first.tables();
        var right = second.tables();
        TreeSet<PartKey> parts = new TreeSet<>(left.keySet());
        parts.addAll(right.keySet());
        Collector collector = new Collector();
        for (PartKey part : parts) {
            collector.compare(
                    part,
                    left.containsKey(part) ? left.get(part).places() : new TreeMap<>(),
                    right.containsKey(part) ? right.get(part).places() : new TreeMap<>(),
                    (a, b) -> a.sameBytes(b),
                    place -> place.length());
        }
        return collector.result();
    }

    private static final class Collector {
        private long equalChunks;
        private long equalBytes;
        private final List<ChunkName> differing = new ArrayList<>();
        private final List<ChunkName> onlyInFirst = new ArrayList<>();
        private final List<ChunkName> onlyInSecond = new ArrayList<>();

        <T> void compare(
                PartKey part,
                SortedMap<String, T> first,
                SortedMap<String, T> second,
                java.util.function.BiPredicate<T, T> same,
                java.util.function.ToLongFunction<T> length) {
            for (Map.Entry<String, T> chunk : first.entrySet()) {
                ChunkName name = new ChunkName(part, chunk.getKey());
                T other = second.get(chunk.getKey());
                if (other == null) {
                    onlyInFirst.add(name);
                } else if (same.test(chunk.getValue(), other)) {
                    equalChunks++;
                    equalBytes += length.applyAsLong(Objects.requireNonNull(other));
                } else {
                    differing.add(name);
                }
            }
            for (String chunk : second.keySet()) {
                if (!first.containsKey(chunk)) {
                    onlyInSecond.add(new ChunkName(part, chunk));
                }
            }
        }

        Comparison result() {
            return new Comparison(equalChunks, equalBytes, differing, onlyInFirst, onlyInSecond);
        }
    }
}
