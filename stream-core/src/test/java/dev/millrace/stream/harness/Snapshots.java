package dev.millrace.stream.harness;

import dev.millrace.stream.Operator;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes and gives back the whole state of an operator, as an engine does but in one go. */
public final class Snapshots {
    private Snapshots() {}

    /** All chunks of an operator's state; the checkpoint that this needs is abandoned, so it leaves no trace. */
    public static SortedMap<String, byte[]> of(Operator<?, ?> operator) {
        BytesStateWriter writer = new BytesStateWriter();
        operator.snapshot(writer);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, writer.main());
        writer.registered().forEach((name, container) -> chunks.putAll(of(name, container)));
        return chunks;
    }

    /** All chunks of a container, named {@code name/chunk}. */
    public static SortedMap<String, byte[]> of(String name, ChunkedState container) {
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        container.freeze(
                new ChunkedState.ChunkWriter() {
                    @Override
                    public void chunk(String chunk, byte[] bytes) {
                        chunks.put(name + '/' + chunk, bytes);
                    }

                    @Override
                    public void unchanged(String chunk) {
                        throw new AssertionError("everything was asked for, but '" + chunk + "' is said unchanged");
                    }
                },
                true);
        while (container.writePending(Integer.MAX_VALUE) > 0) {
            // written until nothing is pending
        }
        container.abandoned();
        return chunks;
    }

    public static void restore(Operator<?, ?> operator, SortedMap<String, byte[]> chunks) {
        BytesStateReader reader = new BytesStateReader(chunks);
        operator.restore(reader);
        if (reader.remaining() > 0) {
            throw new AssertionError("restore left " + reader.remaining() + " bytes of the snapshot unread");
        }
    }
}
