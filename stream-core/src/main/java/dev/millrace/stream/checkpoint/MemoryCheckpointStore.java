package dev.millrace.stream.checkpoint;

import dev.millrace.stream.checkpoint.Checkpoint.ChunkData;
import dev.millrace.stream.checkpoint.Checkpoint.Part;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps the versions of one pipeline in memory, whole, for evaluations, replays and tests: nothing survives the process.
 * Memory: the newest {@code keep} versions. Threading: any.
 */
public final class MemoryCheckpointStore implements CheckpointStore {
    private final int keep;
    private final List<Version> versions = new ArrayList<>();
    private long newest;

    /** @param keep how many versions are kept, at least 1 */
    public MemoryCheckpointStore(int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least one version is kept, got " + keep);
        }
        this.keep = keep;
    }

    @Override
    public synchronized Optional<StoredCheckpoint> newest(String pipeline) {
        return versions.stream()
                .filter(version -> version.pipeline().equals(pipeline))
                .reduce((older, younger) -> younger)
                .map(StoredCheckpoint.class::cast);
    }

    @Override
    public synchronized StoredCheckpoint load(String pipeline, long version) throws IOException {
        return versions.stream()
                .filter(kept -> kept.version() == version && kept.pipeline().equals(pipeline))
                .findFirst()
                .orElseThrow(() -> new IOException("no version " + version + " of pipeline '" + pipeline
                        + "' in memory; the newest is " + newest));
    }

    @Override
    public synchronized long commit(Checkpoint checkpoint) throws IOException {
        SortedMap<PartKey, Map<String, Object>> facts = new TreeMap<>();
        SortedMap<PartKey, SortedMap<String, byte[]>> chunks = new TreeMap<>();
        Version parent =
                checkpoint.parentVersion() == 0 ? null : parent(checkpoint.pipeline(), checkpoint.parentVersion());
        for (Map.Entry<PartKey, Part> entry : checkpoint.parts().entrySet()) {
            SortedMap<String, byte[]> whole = new TreeMap<>();
            for (Map.Entry<String, ChunkData> chunk : entry.getValue().chunks().entrySet()) {
                whole.put(chunk.getKey(), bytes(parent, entry.getKey(), chunk));
            }
            chunks.put(entry.getKey(), whole);
            facts.put(entry.getKey(), entry.getValue().facts());
        }
        newest++;
        versions.add(new Version(newest, checkpoint, facts, chunks));
        if (versions.size() > keep) {
            versions.remove(0);
        }
        return newest;
    }

    private Version parent(String pipeline, long version) throws MissingParent {
        try {
            return (Version) load(pipeline, version);
        } catch (IOException e) {
            throw new MissingParent("the parent version cannot be had", e);
        }
    }

    private static byte[] bytes(Version parent, PartKey part, Map.Entry<String, ChunkData> chunk) throws IOException {
        if (!chunk.getValue().isUnchanged()) {
            return chunk.getValue().bytes();
        }
        byte[] kept = parent == null
                ? null
                : parent.chunks.getOrDefault(part, new TreeMap<>()).get(chunk.getKey());
        if (kept == null) {
            throw new MissingParent(
                    "chunk " + chunk.getKey() + " of " + part
                            + " is said to be unchanged, but its parent version does not" + " have it",
                    null);
        }
        return kept;
    }

    private record Version(
            long version,
            Checkpoint checkpoint,
            SortedMap<PartKey, Map<String, Object>> factsByPart,
            SortedMap<PartKey, SortedMap<String, byte[]>> chunks)
            implements StoredCheckpoint {
        @Override
        public String pipeline() {
            return checkpoint.pipeline();
        }

        @Override
        public String planFingerprint() {
            return checkpoint.planFingerprint();
        }

        @Override
        public String definition() {
            return checkpoint.definition();
        }

        @Override
        public int partitions() {
            return checkpoint.partitions();
        }

        @Override
        public long createdAtMillis() {
            return checkpoint.createdAtMillis();
        }

        @Override
        public SortedMap<String, Checkpoint.SourcePosition> sources() {
            return checkpoint.sources();
        }

        @Override
        public Iterable<PartKey> parts() {
            return chunks.keySet();
        }

        @Override
        public Map<String, Object> facts(PartKey part) {
            return factsByPart.getOrDefault(part, Map.of());
        }

        @Override
        public SortedMap<String, byte[]> chunks(PartKey part) {
            return chunks.getOrDefault(part, new TreeMap<>());
        }
    }
}
