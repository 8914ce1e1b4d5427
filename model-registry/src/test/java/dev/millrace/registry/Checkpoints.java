package dev.millrace.registry;

import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.Checkpoint.ChunkData;
import dev.millrace.stream.checkpoint.Checkpoint.Part;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.source.Offset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds checkpoints for tests. A checkpoint's events are its offset, so that a test can see that both agree. */
final class Checkpoints {
    static final PartKey LEARN = new PartKey("learn", 0);

    private final String pipeline;
    private final String run;
    private final long number;
    private long parent;
    private long createdAtMillis = 1_000_000;
    private long events;
    private Offset beside;
    private final SortedMap<PartKey, SortedMap<String, ChunkData>> chunks = new TreeMap<>();

    private Checkpoints(String pipeline, String run, long number) {
        this.pipeline = pipeline;
        this.run = run;
        this.number = number;
    }

    static Checkpoints checkpoint(String run, long number) {
        return of("fraud", run, number);
    }

    static Checkpoints of(String pipeline, String run, long number) {
        return new Checkpoints(pipeline, run, number);
    }

    Checkpoints parent(long version) {
        parent = version;
        return this;
    }

    Checkpoints at(long millis) {
        createdAtMillis = millis;
        return this;
    }

    Checkpoints events(long count) {
        events = count;
        return this;
    }

    /** A second source that is read together with the journal. */
    Checkpoints beside(Offset place) {
        beside = place;
        return this;
    }

    Checkpoints chunk(String name, String content) {
        return chunk(LEARN, name, content.getBytes(StandardCharsets.UTF_8));
    }

    Checkpoints chunk(PartKey part, String name, byte[] content) {
        chunks.computeIfAbsent(part, key -> new TreeMap<>()).put(name, new ChunkData(content));
        return this;
    }

    Checkpoints unchanged(String name) {
        return unchanged(LEARN, name);
    }

    Checkpoints unchanged(PartKey part, String name) {
        chunks.computeIfAbsent(part, key -> new TreeMap<>()).put(name, ChunkData.UNCHANGED);
        return this;
    }

    Checkpoint build() {
        SortedMap<PartKey, Part> parts = new TreeMap<>();
        chunks.forEach((part, content) -> {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("events", events);
            facts.put("accuracy", 0.5);
            parts.put(part, new Part(content, facts));
        });
        SortedMap<String, SourcePosition> sources = new TreeMap<>();
        sources.put("journal/0", new SourcePosition(new Offset(0, events, events, beside), 5_000, 6_000));
        return new Checkpoint(
                pipeline,
                run,
                number,
                parent,
                "plan-1",
                "{\"pipeline\":\"fraud\"}",
                createdAtMillis,
                1,
                sources,
                parts);
    }

    /** The text of a chunk of {@code learn/0}. */
    static String text(StoredCheckpoint stored, String chunk) throws IOException {
        return new String(stored.chunks(LEARN).get(chunk), StandardCharsets.UTF_8);
    }
}
