package dev.millrace.stream.harness;

import dev.millrace.stream.Operator;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checkpoints an operator as an engine does: frozen at a barrier, written while it works, then committed or abandoned. */
final class LiveCheckpoints {
    private final Operator<?, ?> operator;
    private SortedMap<String, byte[]> committed = new TreeMap<>();
    private SortedMap<String, byte[]> next;
    private SortedMap<String, ChunkedState> containers = new TreeMap<>();
    private int number;
    private boolean first = true;

    record Committed(int number, SortedMap<String, byte[]> chunks) {}

    LiveCheckpoints(Operator<?, ?> operator) {
        this.operator = operator;
    }

    void begin(int checkpoint) {
        BytesStateWriter writer = new BytesStateWriter();
        operator.snapshot(writer);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, writer.main());
        containers = writer.registered();
        containers.forEach((name, container) -> container.freeze(into(name + '/', chunks), first));
        next = chunks;
        number = checkpoint;
    }

    void write(int most) {
        containers.values().forEach(container -> container.writePending(most));
    }

    /** Ends the checkpoint in flight, if there is one; the committed one, whole. */
    Optional<Committed> end(boolean commit) {
        if (next == null) {
            return Optional.empty();
        }
        Optional<Committed> result = Optional.empty();
        if (commit) {
            for (ChunkedState container : containers.values()) {
                while (container.writePending(8) > 0) {
                    // written until nothing is pending
                }
                container.committed();
            }
            committed = next;
            first = false;
            result = Optional.of(new Committed(number, committed));
        } else {
            containers.values().forEach(ChunkedState::abandoned);
        }
        next = null;
        containers = new TreeMap<>();
        return result;
    }

    private ChunkedState.ChunkWriter into(String prefix, SortedMap<String, byte[]> chunks) {
        SortedMap<String, byte[]> before = committed;
        return new ChunkedState.ChunkWriter() {
            @Override
            public void chunk(String name, byte[] bytes) {
                once(prefix + name, bytes);
            }

            @Override
            public void unchanged(String name) {
                byte[] bytes = before.get(prefix + name);
                if (bytes == null) {
                    throw new AssertionError("'" + prefix + name + "' is said unchanged, but was never committed");
                }
                once(prefix + name, bytes);
            }

            private void once(String name, byte[] bytes) {
                if (chunks.put(name, bytes) != null) {
                    throw new AssertionError("the chunk '" + name + "' was told twice in one checkpoint");
                }
            }
        };
    }
}
