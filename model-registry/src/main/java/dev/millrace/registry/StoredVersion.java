package dev.millrace.registry;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.pack.PackReader;
import dev.millrace.registry.pack.Place;
import dev.millrace.registry.pack.Table;
import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version in the registry: its manifest, and its state, read from the packs when asked for and held against its hashes
 * each time. Threading: any thread; each call opens the packs for itself.
 */
public final class StoredVersion implements StoredCheckpoint {
    private static final Comparator<Named> BY_PLACE =
            Comparator.comparing((Named chunk) -> chunk.place.pack()).thenComparingLong(chunk -> chunk.place.offset());

    private final Storage storage;
    private final Path packs;
    private final Version manifest;
    private volatile SortedMap<PartKey, Table> tables;

    private record Named(PartKey part, String name, Place place) {}

    /** Receives what was read; what went wrong, if it did, in place of the bytes. */
    private interface Sink {
        void accept(Named chunk, byte[] bytes, Damaged damage) throws IOException;
    }

    StoredVersion(Storage storage, Path packs, Version manifest) {
        this.storage = storage;
        this.packs = packs;
        this.manifest = manifest;
    }

    /** Everything about the version but its state. */
    public Version manifest() {
        return manifest;
    }

    @Override
    public long version() {
        return manifest.number();
    }

    @Override
    public String pipeline() {
        return manifest.model();
    }

    @Override
    public String planFingerprint() {
        return manifest.planFingerprint();
    }

    @Override
    public String definition() {
        return manifest.definition();
    }

    @Override
    public int partitions() {
        return manifest.partitions();
    }

    @Override
    public long createdAtMillis() {
        return manifest.createdAtMillis();
    }

    @Override
    public SortedMap<String, Checkpoint.SourcePosition> sources() {
        return manifest.sources();
    }

    @Override
    public Iterable<PartKey> parts() {
        return manifest.parts().keySet();
    }

    @Override
    public Map<String, Object> facts(PartKey part) {
        Version.PartState state = manifest.parts().get(part);
        return state == null ? Map.of() : state.facts();
    }

    /** The chunks of a part; {@link Damaged} names the version, the chunk and the pack if one does not verify. */
    @Override
    public SortedMap<String, byte[]> chunks(PartKey part) throws IOException {
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        List<Named> wanted = new ArrayList<>();
        tables().getOrDefault(part, Table.EMPTY)
                .places()
                .forEach((name, place) -> wanted.add(new Named(part, name, place)));
        read(wanted, (chunk, bytes, damage) -> {
            if (damage != null) {
                throw damage;
            }
            chunks.put(chunk.name, bytes);
        });
        return chunks;
    }

    /** The tables of all parts, read and verified once. */
    SortedMap<PartKey, Table> tables() throws IOException {
        SortedMap<PartKey, Table> known = tables;
        if (known == null) {
            List<Named> wanted = new ArrayList<>();
            manifest.parts().forEach((part, state) -> wanted.add(new Named(part, "table", state.table())));
            SortedMap<PartKey, Table> parsed = new TreeMap<>();
            read(wanted, (chunk, bytes, damage) -> {
                if (damage != null) {
                    throw damage;
                }
                parsed.put(chunk.part, Table.parse(bytes));
            });
            known = Collections.unmodifiableSortedMap(parsed);
            tables = known;
        }
        return known;
    }

    /** Checks that every pack is there and long enough. */
    void checkPacks() throws IOException {
        for (var pack : manifest.packs().entrySet()) {
            try {
                PackReader.checkPresent(
                        storage, packs.resolve(pack.getKey()), pack.getValue().bytes());
            } catch (Damaged e) {
                throw e.within(manifest.id());
            }
        }
    }

    /** Reads every chunk; the first that does not verify is thrown. */
    void verifyChunks() throws IOException {
        readAll((chunk, bytes, damage) -> {
            if (damage != null) {
                throw damage;
            }
        });
    }

    /** Reads everything; what does not verify is listed. */
    Verification verification() throws IOException {
        List<String> problems = new ArrayList<>();
        long[] read = new long[2];
        try {
            checkPacks();
            readAll((chunk, bytes, damage) -> {
                read[0]++;
                if (damage == null) {
                    read[1] += bytes.length;
                } else {
                    problems.add(damage.getMessage());
                }
            });
        } catch (Damaged e) {
            problems.add(e.getMessage());
        }
        return new Verification(manifest.model(), manifest.number(), read[0], read[1], problems);
    }

    private void readAll(Sink sink) throws IOException {
        List<Named> all = new ArrayList<>();
        tables().forEach((part, table) ->
                table.places().forEach((name, place) -> all.add(new Named(part, name, place))));
        read(all, sink);
    }

    private void read(List<Named> wanted, Sink sink) throws IOException {
        wanted.sort(BY_PLACE);
        try (PackReader reader = new PackReader(storage, packs)) {
            for (Named chunk : wanted) {
                byte[] bytes = null;
                Damaged damage = null;
                try {
                    bytes = reader.read(chunk.place);
                } catch (Damaged e) {
                    damage = e.within(manifest.id() + ' ' + chunk.part + " chunk '" + chunk.name + '\'');
                }
                sink.accept(chunk, bytes, damage);
            }
        }
    }
}
