package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.LEARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stands in for an engine: has a state of several chunks in two parts, changes some, commits, goes on when a commit fails,
 * restarts from the newest version. Remembers what each of its checkpoints held, so that a test can hold any version
 * against it.
 */
final class Life {
    static final Path REGISTRY = Path.of("/data/registry");
    static final String MODEL = "fraud";
    private static final PartKey COUNT = new PartKey("count", 0);
    private static final RegistryOptions OPTIONS =
            new RegistryOptions("test", directory -> () -> {}, 4096, 700, 6, java.util.Optional.empty(), 60);

    private final Random64 random;
    final ManualClock clock = new ManualClock(1_000_000_000);
    /** State by run and checkpoint, and the events that made it. */
    private final SortedMap<String, SortedMap<PartKey, SortedMap<String, byte[]>>> made = new TreeMap<>();

    private final SortedMap<String, Long> madeOf = new TreeMap<>();
    /** Versions that the registry has acknowledged, and who made them. */
    final NavigableMap<Long, String> acknowledged = new TreeMap<>();

    private SortedMap<PartKey, SortedMap<String, byte[]>> state = new TreeMap<>();
    private final SortedSet<String> dirty = new TreeSet<>();
    private Registry registry;
    private int runs;
    private long checkpoint;
    private long parent;
    private long events;

    Life(long seed) {
        random = new Random64(seed);
    }

    Registry registry() {
        return registry;
    }

    /** Starts a process: opens the registry and restores the newest version. */
    Life start(Storage storage) throws IOException {
        registry = Registry.open(REGISTRY, storage, clock, Mode.WRITE, OPTIONS);
        runs++;
        checkpoint = 0;
        dirty.clear();
        state = new TreeMap<>();
        state.put(LEARN, new TreeMap<>());
        state.put(COUNT, new TreeMap<>());
        var newest = registry.newest(MODEL);
        parent = newest.map(StoredCheckpoint::version).orElse(0L);
        events = 0;
        if (newest.isPresent()) {
            for (PartKey part : newest.get().parts()) {
                state.put(part, newest.get().chunks(part));
            }
            events = newest.get().sources().get("journal/0").offset().records();
        }
        return this;
    }

    /** Learns something, then commits; an abandoned checkpoint is covered by the next. */
    long commit() throws IOException {
        learn();
        checkpoint++;
        clock.advanceMillis(1_000);
        Checkpoints next = Checkpoints.checkpoint("run-" + runs, checkpoint)
                .parent(parent)
                .events(events)
                .at(clock.millis());
        state.forEach((part, chunks) -> chunks.forEach((name, bytes) -> {
            if (parent == 0 || dirty.contains(part + ":" + name)) {
                next.chunk(part, name, bytes);
            } else {
                next.unchanged(part, name);
            }
        }));
        String id = "run-" + runs + '/' + checkpoint;
        SortedMap<PartKey, SortedMap<String, byte[]>> copy = new TreeMap<>();
        state.forEach((part, chunks) -> copy.put(part, new TreeMap<>(chunks)));
        made.put(id, copy);
        madeOf.put(id, events);
        long version = registry.commit(next.build());
        dirty.clear();
        parent = version;
        assertThat(acknowledged).as("a number is never used again").doesNotContainKey(version);
        acknowledged.put(version, id);
        return version;
    }

    private void learn() {
        events += 1 + random.nextInt(5);
        put(LEARN, "main", 40);
        for (int i = random.nextInt(3); i >= 0; i--) {
            put(LEARN, "weights-" + random.nextInt(5), 300);
        }
        if (random.nextInt(3) == 0) {
            put(COUNT, "bucket-" + random.nextInt(4), 900);
        }
    }

    private void put(PartKey part, String name, int mostBytes) {
        byte[] bytes = new byte[random.nextInt(mostBytes)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        state.get(part).put(name, bytes);
        dirty.add(part + ":" + name);
    }

    /** Every version that was acknowledged and not collected is there and whole. */
    void checkAcknowledged() throws IOException {
        for (long version : acknowledged.keySet()) {
            check(registry.load(MODEL, version));
        }
    }

    /** A version is exactly one of the checkpoints that were made. */
    void check(StoredCheckpoint stored) throws IOException {
        Version manifest = registry.version(MODEL, stored.version());
        String id = manifest.runId() + '/' + manifest.checkpoint();
        if (acknowledged.containsKey(stored.version())) {
            assertThat(id).isEqualTo(acknowledged.get(stored.version()));
        }
        assertThat(stored.sources().get("journal/0").offset().records())
                .as("the offset of %s", id)
                .isEqualTo(madeOf.get(id));
        var expected = made.get(id);
        assertThat(stored.parts()).containsExactlyElementsOf(nonEmpty(expected).keySet());
        for (PartKey part : stored.parts()) {
            SortedMap<String, byte[]> chunks = stored.chunks(part);
            assertThat(chunks)
                    .as("%s of %s", part, id)
                    .containsOnlyKeys(expected.get(part).keySet());
            chunks.forEach((name, bytes) -> assertThat(bytes)
                    .as("%s:%s", part, name)
                    .isEqualTo(expected.get(part).get(name)));
        }
    }

    private static SortedMap<PartKey, SortedMap<String, byte[]>> nonEmpty(
            SortedMap<PartKey, SortedMap<String, byte[]>> parts) {
        SortedMap<PartKey, SortedMap<String, byte[]>> found = new TreeMap<>();
        parts.forEach((part, chunks) -> {
            if (!chunks.isEmpty()) {
                found.put(part, chunks);
            }
        });
        return found;
    }

    /** The highest version that was acknowledged; 0 if none. */
    long lastAcknowledged() {
        return acknowledged.isEmpty() ? 0 : acknowledged.lastKey();
    }
}
