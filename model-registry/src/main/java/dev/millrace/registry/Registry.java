package dev.millrace.registry;

import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.MissingParent;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every version of every model, in a directory; at the same time the store of the engines' checkpoints. A version is
 * committed whole or not at all, and is never changed.
 *
 * <p>Cost: a commit writes what changed, with four forces; neither it nor {@link #newest} nor {@link #latest} depends on
 * the number of versions (they are listed once, when a model is first used). One process opens a registry in
 * {@link Mode#WRITE}; any number read beside it and see new versions as they come: each question asks first for the next
 * number.
 *
 * <p>Errors: {@link NotFound}, {@link dev.millrace.registry.durable.Damaged}, {@link Replaced}, {@link ReadOnly},
 * {@link BadName} and others of this package, by what there is to do. Threading: any thread; commits of one model go one at
 * a time.
 */
public final class Registry implements CheckpointStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final Path directory;
    private final Mode mode;
    private final Closeable lock;
    private final Models models;
    private final List<Consumer<Version>> commitListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Damage>> damageListeners = new CopyOnWriteArrayList<>();

    private Registry(Path directory, Storage storage, Clock clock, Mode mode, RegistryOptions options, Closeable lock) {
        this.directory = directory;
        this.mode = mode;
        this.lock = lock;
        this.models = new Models(directory, storage, clock, mode, options, damage -> tell(damageListeners, damage));
    }

    /**
     * Opens a registry; to write, it is made if it is missing, and locked against other writers until closed.
     *
     * @throws BadRegistry if the place is none for a registry
     * @throws IOException if another process writes it ({@link dev.millrace.stream.storage.DirectoryLock.InUse})
     */
    public static Registry open(Path directory, Storage storage, Clock clock, Mode mode, RegistryOptions options)
            throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (mode == Mode.READ) {
            RegistryDirectory.requireReadable(storage, absolute);
            return new Registry(absolute, storage, clock, mode, options, () -> {});
        }
        RegistryDirectory.make(storage, absolute);
        Closeable lock = options.lock().take(absolute);
        try {
            RegistryDirectory.requireWritable(storage, absolute);
            return new Registry(absolute, storage, clock, mode, options, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public Path directory() {
        return directory;
    }

    public Mode mode() {
        return mode;
    }

    // ---- the engine's store ----

    /**
     * {@inheritDoc} A repetition of this run's last checkpoint gives its version again.
     *
     * @throws Replaced if another writer has taken over: for good
     * @throws MissingParent if a chunk is called unchanged that the parent version does not have
     */
    @Override
    public long commit(Checkpoint checkpoint) throws IOException {
        Names.model(checkpoint.pipeline());
        requireWrite("commit a version");
        Version version = models.forWriting(checkpoint.pipeline()).commit(checkpoint);
        tell(commitListeners, version);
        return version.number();
    }

    /**
     * The highest version that verifies in full: every chunk is held against its hash, unless this process has done so or
     * has committed it. Those that do not verify are skipped and reported, see {@link #damaged}.
     */
    @Override
    public Optional<StoredCheckpoint> newest(String model) throws IOException {
        Optional<Model> found = models.find(model);
        return found.isEmpty() ? Optional.empty() : found.get().folder.newest().map(stored -> stored);
    }

    /** {@inheritDoc} Manifest, tables and the packs' sizes are checked now, each chunk when it is read. */
    @Override
    public StoredVersion load(String model, long version) throws IOException {
        return models.get(model).folder.load(version);
    }

    // ---- versions ----

    /** Names of all models that have a directory here, sorted. */
    public List<String> models() throws IOException {
        return models.names();
    }

    /** The highest version whose manifest, tables and packs are in place. O(1) when nothing is new. */
    public Optional<Version> latest(String model) throws IOException {
        Optional<Model> found = models.find(model);
        return found.isEmpty() ? Optional.empty() : found.get().folder.latest();
    }

    /** A version's manifest. */
    public Version version(String model, long number) throws IOException {
        return models.get(model).folder.manifest(number);
    }

    /**
     * A page of manifests, newest first, the damaged left out. O(limit).
     *
     * @param before numbers below this one; {@link Long#MAX_VALUE} for the first page
     */
    public List<Version> versions(String model, long before, int limit) throws IOException {
        return models.get(model).folder.page(before, limit);
    }

    /** How many versions a model has, verified or not. */
    public int versionCount(String model) throws IOException {
        return models.get(model).folder.numbers().size();
    }

    /** Versions that were found not to verify, by this process. */
    public List<Damage> damaged(String model) throws IOException {
        return models.get(model).folder.damaged();
    }

    /** Reads all of a version and holds it against its hashes: a scrub. */
    public Verification verify(String model, long version) throws IOException {
        return models.get(model).verify(version);
    }

    /** Which chunks of two versions are the same, byte for byte: by the hashes in their tables. */
    public Comparison compare(String model, long first, long second) throws IOException {
        ModelFolder folder = models.get(model).folder;
        return Comparison.ofTables(folder.load(first), folder.load(second));
    }

    /** What {@code model}, {@code model@42}, {@code model@alias} or {@code model@tag} stands for. */
    public Resolved resolve(String reference) throws IOException {
        int at = reference.indexOf('@');
        return at < 0
                ? models.get(reference).resolve(null)
                : models.get(reference.substring(0, at)).resolve(reference.substring(at + 1));
    }

    // ---- aliases and tags ----

    /** All aliases by name, the computed {@value Alias#LATEST} among them. */
    public SortedMap<String, Alias> aliases(String model) throws IOException {
        return models.get(model).aliases();
    }

    /**
     * Points an alias at a version, which is verified in full first.
     *
     * @param expectedEtag what the alias's etag must be ({@link Alias#NONE}: it must not exist), or null to move it anyway
     * @throws AliasConflict if the etag is another
     */
    public Alias moveAlias(String model, String alias, long version, String expectedEtag, String who, String why)
            throws IOException {
        requireWrite("move an alias");
        return models.get(model).moveAlias(alias, version, expectedEtag, who, why);
    }

    /** Points an alias back at the version that it was at before its last move. */
    public Alias rollback(String model, String alias, String who, String why) throws IOException {
        requireWrite("roll an alias back");
        return models.get(model).rollback(alias, who, why);
    }

    /** Who moved which alias, when and why; oldest first. */
    public List<AliasMove> aliasMoves(String model) throws IOException {
        return models.get(model).moves();
    }

    /** Names of versions that are kept until untagged. */
    public SortedMap<String, Long> tags(String model) throws IOException {
        return models.get(model).tags();
    }

    /** Names a version, so that it is kept; a tag of that name moves. */
    public void tag(String model, String tag, long version) throws IOException {
        requireWrite("set a tag");
        models.get(model).tag(tag, version);
    }

    public void untag(String model, String tag) throws IOException {
        requireWrite("take a tag away");
        models.get(model).untag(tag);
    }

    // ---- upkeep ----

    /**
     * Deletes versions that the retention does not keep, and packs that no version needs. Idempotent. O(number of
     * versions).
     *
     * @throws CollectRefused if what must stay cannot be read, or is nothing
     */
    public CollectReport collect(String model, Retention retention, boolean dryRun) throws IOException {
        requireWrite("collect versions");
        return models.get(model).collect(retention, dryRun);
    }

    /** Keeps a version for as long as this registry is open, whatever the retention says: what runs builds on it. */
    public void keep(String model, long version) throws IOException {
        requireWrite("keep a version");
        models.get(model).keep(version);
    }

    /** Looks for versions that the writing process has committed since; whether there are any. Cheap: for polling. */
    public boolean refresh(String model) throws IOException {
        Optional<Model> found = models.find(model);
        return found.isPresent() && found.get().isNews();
    }

    /** Told of each commit of this process, on the committing thread, after the version is durable. */
    public void addCommitListener(Consumer<Version> listener) {
        commitListeners.add(listener);
    }

    /** Told once of each version that does not verify. */
    public void addDamageListener(Consumer<Damage> listener) {
        damageListeners.add(listener);
    }

    private void requireWrite(String doing) throws ReadOnly {
        if (mode != Mode.WRITE) {
            throw new ReadOnly(doing);
        }
    }

    private static <T> void tell(List<Consumer<T>> listeners, T what) {
        for (Consumer<T> listener : listeners) {
            try {
                listener.accept(what);
            } catch (RuntimeException e) {
                LOG.error("a listener failed; what it was told of has happened all the same", e);
            }
        }
    }

    /** Gives the lock back; nothing is asked of a registry after this. */
    @Override
    public void close() throws IOException {
        models.close();
        lock.close();
    }
}
