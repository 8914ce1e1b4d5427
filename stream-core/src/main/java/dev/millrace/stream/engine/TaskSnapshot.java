package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.ChunkData;
import dev.millrace.stream.checkpoint.Checkpoint.Part;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One task's share of a checkpoint: plain state is copied at the barrier, large containers are written bit by bit between
 * batches. Threading: the task, until it is complete; then it is handed over and not changed.
 */
final class TaskSnapshot {
    private final long number;
    private final SortedMap<PartKey, Part> parts = new TreeMap<>();
    private final List<ChunkedState> containers = new ArrayList<>();
    private boolean open = true;
    private int next;

    /** Takes the barrier's cut through a chain. */
    TaskSnapshot(long number, OperatorChain chain, boolean everything) {
        this.number = number;
        for (int i = 0; i < chain.size(); i++) {
            BytesStateWriter writer = new BytesStateWriter();
            chain.operator(i).snapshot(writer);
            SortedMap<String, ChunkData> chunks = new TreeMap<>();
            byte[] main = writer.main();
            if (main.length > 0) {
                chunks.put(BytesStateWriter.MAIN, new ChunkData(main));
            }
            for (Map.Entry<String, ChunkedState> entry : writer.registered().entrySet()) {
                containers.add(entry.getValue());
                entry.getValue().freeze(new Collector(entry.getKey() + '/', chunks), everything);
            }
            if (!chunks.isEmpty()
                    || !writer.facts().isEmpty()
                    || !writer.registered().isEmpty()) {
                parts.put(chain.key(i), new Part(chunks, writer.facts()));
            }
        }
    }

    /** A part that is no operator's. */
    void add(PartKey key, Part part) {
        parts.put(key, part);
    }

    long number() {
        return number;
    }

    /** Writes some more; true when all is written. */
    boolean advance(int chunks) {
        while (next < containers.size()) {
            if (containers.get(next).writePending(chunks) > 0) {
                return false;
            }
            next++;
        }
        return true;
    }

    SortedMap<PartKey, Part> parts() {
        return parts;
    }

    void committed() {
        open = false;
        containers.forEach(ChunkedState::committed);
    }

    void abandoned() {
        open = false;
        containers.forEach(ChunkedState::abandoned);
    }

    /** Collects the chunks of one container. */
    private final class Collector implements ChunkedState.ChunkWriter {
        private final String prefix;
        private final SortedMap<String, ChunkData> chunks;

        Collector(String prefix, SortedMap<String, ChunkData> chunks) {
            this.prefix = prefix;
            this.chunks = chunks;
        }

        @Override
        public void chunk(String name, byte[] bytes) {
            if (open) {
                chunks.put(prefix + name, new ChunkData(bytes));
            }
        }

        @Override
        public void unchanged(String name) {
            if (open) {
                chunks.put(prefix + name, ChunkData.UNCHANGED);
            }
        }
    }
}
