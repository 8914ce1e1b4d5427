package dev.millrace.cli.run;

import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps the newest checkpoint in memory and starts empty: for evaluations and replays. Threading: any thread. */
public final class LatestCheckpoint implements CheckpointStore {
    private Checkpoint latest;
    private long version;

    @Override
    public Optional<StoredCheckpoint> newest(String pipeline) {
        return Optional.empty();
    }

    @Override
    public StoredCheckpoint load(String pipeline, long number) throws IOException {
        throw new IOException("versions of an evaluation are not kept");
    }

    @Override
    public synchronized long commit(Checkpoint checkpoint) {
        latest = checkpoint;
        return ++version;
    }

    /** The state of an operator's partition, by chunk; empty if there is none. */
    public synchronized SortedMap<String, byte[]> chunks(Checkpoint.PartKey key) throws IOException {
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        Checkpoint.Part part = latest == null ? null : latest.parts().get(key);
        if (part != null) {
            for (var chunk : part.chunks().entrySet()) {
                if (chunk.getValue().isUnchanged()) {
                    throw new IOException("chunk " + chunk.getKey() + " of " + key + " was not written");
                }
                chunks.put(chunk.getKey(), chunk.getValue().bytes());
            }
        }
        return chunks;
    }

    /** The parts of the newest checkpoint. */
    public synchronized Iterable<Checkpoint.PartKey> parts() {
        return latest == null
                ? java.util.List.of()
                : java.util.List.copyOf(latest.parts().keySet());
    }
}
