package dev.millrace.stream.state;

import java.util.SortedMap;
import java.util.TreeMap;

/** A store of a container's checkpoints that checks the protocol: each chunk told once, unchanged only if committed. */
final class ChunkedStateCheckpoints {
    private final String name;
    private final ChunkedState container;
    private SortedMap<String, byte[]> committed = new TreeMap<>();
    private SortedMap<String, byte[]> next;
    private int written;

    ChunkedStateCheckpoints(String name, ChunkedState container) {
        this.name = name;
        this.container = container;
    }

    /** Chunks that the last checkpoint wrote. */
    int written() {
        return written;
    }

    void begin() {
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        written = 0;
        container.freeze(
                new ChunkedState.ChunkWriter() {
                    @Override
                    public void chunk(String chunk, byte[] bytes) {
                        written++;
                        once(chunk, bytes);
                    }

                    @Override
                    public void unchanged(String chunk) {
                        once(chunk, committed.get(name + '/' + chunk));
                    }

                    private void once(String chunk, byte[] bytes) {
                        if (bytes == null || chunks.put(name + '/' + chunk, bytes) != null) {
                            throw new AssertionError("chunk '" + chunk + "' was told twice or never committed");
                        }
                    }
                },
                committed.isEmpty());
        next = chunks;
    }

    void write(int most) {
        container.writePending(most);
    }

    SortedMap<String, byte[]> commit() {
        while (container.writePending(4) > 0) {
            // written until nothing is pending
        }
        container.committed();
        committed = next;
        next = null;
        return committed;
    }

    void abandon() {
        if (next != null) {
            container.abandoned();
            next = null;
        }
    }
}
