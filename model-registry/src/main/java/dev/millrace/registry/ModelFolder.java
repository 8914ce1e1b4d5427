package dev.millrace.registry;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.DurableFiles;
import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one model, and what this process knows of them. The directory of versions is listed once, at the start; from
 * then on a writer knows its own commits, and a reader asks for the next number, so that neither a commit nor "newest"
 * costs more when there are more versions.
 *
 * <p>Threading: any thread reads. The sets are concurrent; {@link #head} is an immutable version behind one volatile
 * field. Only the one committing thread calls {@link #committed} and {@link #burn}.
 */
final class ModelFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
    private static final String MANIFEST = ".json";
    private static final int NUMBER_DIGITS = 20;
    private static final int REMEMBERED_AS_VERIFIED = 64;

    final String model;
    final Storage storage;
    final DurableFiles files;
    final Path folder;
    final Path packs;
    final Path versions;
    private final Path hint;
    private final Consumer<Damage> onDamage;

    private final ConcurrentSkipListSet<Long> numbers = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<Long> verified = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<Long> loaded = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListMap<Long, Damage> damaged = new ConcurrentSkipListMap<>();
    private volatile long highest;
    private volatile Version head;

    ModelFolder(Storage storage, Path registry, String model, Consumer<Damage> onDamage) {
        this.model = Names.model(model);
        this.storage = storage;
        this.files = new DurableFiles(storage);
        this.folder = registry.resolve(model);
        this.packs = folder.resolve("packs");
        this.versions = folder.resolve("versions");
        this.hint = folder.resolve("newest");
        this.onDamage = onDamage;
    }

    boolean exists() throws IOException {
        return storage.isDirectory(versions);
    }

    /** Makes the directories, and what an earlier process left in them, durable; deletes its temporary files. */
    void openForWriting() throws IOException {
        storage.createDirectories(packs);
        storage.createDirectories(versions);
        // All names, also if they were there: a process killed right after making one has not forced it.
        storage.forceDirectory(folder.toAbsolutePath().getParent());
        storage.forceDirectory(folder);
        int cleaned = files.clean(folder) + files.clean(packs) + files.clean(versions);
        if (cleaned > 0) {
            LOG.info("{}: deleted {} temporary files of an interrupted commit", model, cleaned);
        }
        storage.forceDirectory(packs);
        storage.forceDirectory(versions);
        listVersions();
    }

    /** Finds all versions by listing. O(their number). */
    void listVersions() throws IOException {
        TreeSet<Long> found = new TreeSet<>();
        for (String name : storage.list(versions)) {
            numberOf(name).ifPresent(found::add);
        }
        numbers.addAll(found);
        numbers.retainAll(found);
        if (!found.isEmpty()) {
            highest = Math.max(highest, found.last());
        }
    }

    /** Looks for versions that another process has committed since; whether there are any. */
    synchronized boolean refresh() throws IOException {
        long before = highest;
        long found = before;
        while (storage.exists(manifestFile(found + 1))) {
            found++;
            numbers.add(found);
        }
        highest = found;
        // Beyond a gap (numbers collected, or given up by the writer) lies only what the hint tells of.
        if (found == before && hinted() != before) {
            listVersions();
        }
        return highest > before;
    }

    private long hinted() throws IOException {
        try {
            return Long.parseLong(new String(storage.read(hint), StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            LOG.debug("{}: the hint {} is of no use: {}", model, hint, e.toString());
            return -1;
        }
    }

    /** Tells readers the newest number. A hint: never forced, and no commit fails for it. */
    private void writeHint(long number) {
        Path temporary = DurableFiles.temporary(hint, "new");
        try {
            try (Storage.StorageFile file = files.create(temporary)) {
                file.write(StandardCharsets.US_ASCII.encode(number + "\n"), 0);
            }
            storage.rename(temporary, hint);
        } catch (IOException e) {
            files.discard(temporary, e);
            LOG.warn(
                    "{}: readers may see version {} late, the hint was not written: {}", model, number, e.getMessage());
        }
    }

    private static Optional<Long> numberOf(String name) {
        if (name.length() != NUMBER_DIGITS + MANIFEST.length() || !name.endsWith(MANIFEST)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(name, 0, NUMBER_DIGITS, 10);
            return number > 0 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            LOG.debug("not a version's name: {}", name, e);
            return Optional.empty();
        }
    }

    Path manifestFile(long number) {
        String digits = Long.toString(number);
        return versions.resolve("0".repeat(NUMBER_DIGITS - digits.length()) + digits + MANIFEST);
    }

    /** The highest number whose name exists or was given up; the next version's is one more. */
    long highest() {
        return highest;
    }

    /** Numbers of versions, verified or not; a live view. */
    NavigableSet<Long> numbers() {
        return numbers;
    }

    /** A number that is not used again, though no version may stand under it. */
    void burn(long number) {
        highest = Math.max(highest, number);
    }

    /** A version of this process's own: known to be whole. */
    void committed(Version version) {
        highest = version.number();
        numbers.add(version.number());
        remember(version.number());
        head = version;
        loaded.clear();
        writeHint(version.number());
    }

    private void remember(long number) {
        verified.add(number);
        while (verified.size() > REMEMBERED_AS_VERIFIED) {
            verified.pollFirst();
        }
    }

    /** Reads a manifest. */
    Version manifest(long number) throws IOException {
        Version newest = head;
        return newest != null && newest.number() == number ? newest : readManifest(number);
    }

    private Version readManifest(long number) throws IOException {
        if (number < 1) {
            throw new NotFound(model + " has no version " + number + ": versions are counted from 1");
        }
        Path file = manifestFile(number);
        try {
            return VersionJson.read(file, storage.read(file), model, number);
        } catch (NoSuchFileException e) {
            numbers.remove(number);
            NotFound notFound = new NotFound(without(number));
            notFound.initCause(e);
            throw notFound;
        } catch (Damaged e) {
            throw e.within(model + '@' + number);
        }
    }

    /** Manifests below a number, newest first; damaged ones are reported and left out. */
    List<Version> page(long before, int limit) throws IOException {
        List<Version> page = new ArrayList<>();
        for (long number : numbers.headSet(before, false).descendingSet()) {
            if (page.size() >= limit) {
                break;
            }
            if (!damaged.containsKey(number)) {
                try {
                    page.add(manifest(number));
                } catch (Damaged e) {
                    report(number, e.getMessage());
                } catch (NotFound e) {
                    LOG.debug("{}@{} was collected meanwhile", model, number, e);
                }
            }
        }
        return page;
    }

    /** Makes sure that a version is there, by looking at its file. */
    void requireStanding(long number) throws IOException {
        if (!storage.exists(manifestFile(number))) {
            throw new NotFound(without(number));
        }
    }

    /** What there is in place of a version: those between may have been collected. */
    private String without(long number) {
        String missing = model + " has no version " + number;
        List<Long> there = List.copyOf(numbers);
        if (there.isEmpty()) {
            return missing + ", and no other yet";
        }
        long last = there.get(there.size() - 1);
        return there.size() == 1
                ? missing + "; it has " + last
                : missing + "; it has " + there.size() + ", from " + there.get(0) + " to " + last;
    }

    /** A version with its tables; chunks are verified when they are read. */
    StoredVersion load(long number) throws IOException {
        StoredVersion stored = new StoredVersion(storage, packs, manifest(number));
        stored.checkPacks();
        stored.tables();
        loaded.add(number);
        return stored;
    }

    /** The highest version whose manifest, tables and packs are in place. */
    Optional<Version> latest() throws IOException {
        for (long number : numbers.descendingSet()) {
            Version known = head;
            if (known != null && known.number() == number) {
                return Optional.of(known);
            }
            Optional<StoredVersion> stored = tryLoad(number, false);
            if (stored.isPresent()) {
                head = stored.get().manifest();
                return Optional.of(head);
            }
        }
        return Optional.empty();
    }

    /** The highest version that verifies in full: every chunk is held against its hash, once in a process. */
    Optional<StoredVersion> newest() throws IOException {
        for (long number : numbers.descendingSet()) {
            Optional<StoredVersion> stored = tryLoad(number, !verified.contains(number));
            if (stored.isPresent()) {
                head = stored.get().manifest();
                return stored;
            }
        }
        return Optional.empty();
    }

    private Optional<StoredVersion> tryLoad(long number, boolean everyChunk) throws IOException {
        if (damaged.containsKey(number)) {
            return Optional.empty();
        }
        try {
            StoredVersion stored = load(number);
            if (everyChunk) {
                stored.verifyChunks();
                remember(number);
            }
            return Optional.of(stored);
        } catch (Damaged e) {
            if (storage.exists(manifestFile(number))) {
                report(number, e.getMessage());
            } else {
                forget(number); // collected by the writer while it was read here
            }
            return Optional.empty();
        } catch (NotFound e) {
            LOG.debug("{}@{} was collected meanwhile", model, number, e);
            return Optional.empty();
        }
    }

    /** Reads all of a version from the disk, the manifest included, and holds it against its hashes. */
    Verification verify(long number) throws IOException {
        try {
            return new StoredVersion(storage, packs, readManifest(number)).verification();
        } catch (Damaged e) {
            return new Verification(model, number, 0, 0, List.of(e.getMessage()));
        }
    }

    /** Enters a version as damaged and tells of it, once. */
    void report(long number, String cause) {
        Damage damage = new Damage(model, number, cause);
        verified.remove(number);
        Version newest = head;
        if (newest != null && newest.number() == number) {
            head = null;
        }
        if (damaged.put(number, damage) == null) {
            LOG.warn("{}@{} does not verify and is not used: {}", model, number, cause);
            onDamage.accept(damage);
        }
    }

    /** A version was checked in full and found whole. */
    void reportWhole(long number) {
        damaged.remove(number);
        remember(number);
    }

    List<Damage> damaged() {
        return List.copyOf(damaged.values());
    }

    /** Versions that a run may build on: those loaded since the last commit. */
    NavigableSet<Long> loaded() {
        return new TreeSet<>(loaded);
    }

    /** A version is no more. */
    void forget(long number) {
        numbers.remove(number);
        verified.remove(number);
        loaded.remove(number);
        damaged.remove(number);
    }
}
