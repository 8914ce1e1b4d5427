package dev.millrace.registry;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.Sha256;
import dev.millrace.registry.pack.PackReader;
import dev.millrace.registry.pack.PackWriter;
import dev.millrace.registry.pack.Place;
import dev.millrace.registry.pack.Table;
import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.MissingParent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lays the state of one version out over packs: what changed goes into the new pack, what did not keeps its place, and what
 * lies in packs that are mostly dead is copied forward, a bounded share at a time. Threading: one caller, once.
 */
final class Layout {
    private final Parent parent;
    private final PackWriter pack;
    private final SortedMap<PartKey, SortedMap<String, Place>> places = new TreeMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final SortedMap<PartKey, Table> tables = new TreeMap<>();
    private final SortedMap<PartKey, Version.PartState> parts = new TreeMap<>();

    /**
     * The version on which a checkpoint builds.
     *
     * @param number of the version; 0 if none
     * @param tables its tables
     * @param parts as in its manifest
     * @param packs as in its manifest
     * @param failure why it could not be read, or null
     */
    record Parent(
            long number,
            SortedMap<PartKey, Table> tables,
            SortedMap<PartKey, Version.PartState> parts,
            SortedMap<String, Version.PackUse> packs,
            IOException failure) {

        static Parent none(long number, IOException failure) {
            return new Parent(number, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), failure);
        }

        static Parent of(Version version, SortedMap<PartKey, Table> tables) {
            return new Parent(version.number(), tables, version.parts(), version.packs(), null);
        }
    }

    Layout(Parent parent, PackWriter pack) {
        this.parent = parent;
        this.pack = pack;
    }

    SortedMap<PartKey, Table> tables() {
        return tables;
    }

    SortedMap<PartKey, Version.PartState> parts() {
        return parts;
    }

    /** Writes the chunks that changed. */
    void writeChunks(Checkpoint checkpoint) throws IOException {
        for (var part : checkpoint.parts().entrySet()) {
            SortedMap<String, Place> old =
                    parent.tables.getOrDefault(part.getKey(), Table.EMPTY).places();
            SortedMap<String, Place> now = new TreeMap<>();
            for (var chunk : part.getValue().chunks().entrySet()) {
                Place before = old.get(chunk.getKey());
                now.put(chunk.getKey(), place(part.getKey(), chunk.getKey(), chunk.getValue(), before));
            }
            places.put(part.getKey(), now);
        }
    }

    private Place place(PartKey part, String name, Checkpoint.ChunkData chunk, Place before) throws IOException {
        if (chunk.isUnchanged()) {
            if (before == null) {
                throw new MissingParent(
                        "chunk '" + name + "' of " + part + " is said to be unchanged since version " + parent.number
                                + ", which does not have it" + (parent.failure == null ? "" : " in a readable form"),
                        parent.failure);
            }
            return before;
        }
        Sha256 sha256 = Sha256.of(chunk.bytes());
        if (before != null
                && before.length() == chunk.bytes().length
                && before.sha256().equals(sha256)) {
            return before;
        }
        return pack.append(chunk.bytes(), sha256);
    }

    /**
     * Copies live chunks out of packs of which less than half is live, and out of the least used ones if there are too
     * many, up to a number of bytes (but at least one chunk, or a large one would never move).
     */
    void copyForward(PackReader reader, long budgetBytes, int maxPacks) throws IOException {
        Map<String, Long> live = liveInOldPacks();
        List<String> byUse = new ArrayList<>(live.keySet());
        byUse.sort(Comparator.<String>comparingLong(live::get).thenComparing(Comparator.naturalOrder()));
        int tooMany = byUse.size() - maxPacks;
        long left = budgetBytes;
        for (String old : byUse) {
            boolean mostlyDead = 2 * live.get(old) < parent.packs.get(old).bytes();
            if (left > 0 && (mostlyDead || tooMany > 0)) {
                tooMany--;
                leaving.add(old);
                left = copyOut(old, reader, left, left == budgetBytes);
            }
        }
    }

    private SortedMap<String, Long> liveInOldPacks() {
        SortedMap<String, Long> live = new TreeMap<>();
        for (var part : places.entrySet()) {
            for (Place place : part.getValue().values()) {
                if (parent.packs.containsKey(place.pack())) {
                    live.merge(place.pack(), (long) place.length(), Long::sum);
                }
            }
            Table before = parent.tables.get(part.getKey());
            if (before != null && before.places().equals(part.getValue())) {
                Place table = parent.parts.get(part.getKey()).table();
                live.merge(table.pack(), (long) table.length(), Long::sum);
            }
        }
        return live;
    }

    private long copyOut(String old, PackReader reader, long budgetBytes, boolean atLeastOne) throws IOException {
        long left = budgetBytes;
        boolean must = atLeastOne;
        for (SortedMap<String, Place> chunks : places.values()) {
            for (var chunk : chunks.entrySet()) {
                Place place = chunk.getValue();
                if (place.pack().equals(old) && (must || place.length() <= left)) {
                    chunk.setValue(copy(place, reader));
                    left -= place.length();
                    must = false;
                }
            }
        }
        return left;
    }

    private Place copy(Place place, PackReader reader) throws IOException {
        byte[] bytes;
        try {
            bytes = reader.read(place);
        } catch (Damaged e) {
            // The running state is whole, but this piece of it is not in the checkpoint. Failing now has the process
            // that
            // still has it send it once more.
            throw new MissingParent(
                    "an unchanged chunk of version " + parent.number + " cannot be read (" + e.getMessage() + ")", e);
        }
        return pack.append(bytes, place.sha256());
    }

    /** Writes the tables; one that is as before, in a pack that stays, keeps its place. */
    void writeTables(Checkpoint checkpoint) throws IOException {
        for (var part : places.entrySet()) {
            PartKey key = part.getKey();
            Table table = new Table(part.getValue());
            Version.PartState before = parent.parts.get(key);
            Place place;
            if (before != null && !leaving.contains(before.table().pack()) && table.equals(parent.tables.get(key))) {
                place = before.table();
            } else {
                byte[] bytes = table.toBytes();
                place = pack.append(bytes, Sha256.of(bytes));
            }
            long stateBytes =
                    table.places().values().stream().mapToLong(Place::length).sum();
            tables.put(key, table);
            parts.put(
                    key,
                    new Version.PartState(
                            place,
                            table.places().size(),
                            stateBytes,
                            checkpoint.parts().get(key).facts()));
        }
    }

    /** Every pack that holds a piece of the version, with its size. */
    SortedMap<String, Version.PackUse> packs() {
        SortedMap<String, Long> live = new TreeMap<>();
        parts.forEach((part, state) -> {
            Place table = state.table();
            live.merge(table.pack(), (long) table.length(), Long::sum);
            tables.get(part)
                    .places()
                    .values()
                    .forEach(place -> live.merge(place.pack(), (long) place.length(), Long::sum));
        });
        SortedMap<String, Version.PackUse> uses = new TreeMap<>();
        live.forEach((name, bytes) -> {
            Version.PackUse before = parent.packs.get(name);
            uses.put(name, new Version.PackUse(before == null ? pack.size() : before.bytes(), bytes));
        });
        return uses;
    }
}
