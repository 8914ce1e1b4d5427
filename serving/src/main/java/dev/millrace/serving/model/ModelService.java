package dev.millrace.serving.model;

import dev.millrace.registry.Alias;
import dev.millrace.registry.NotFound;
import dev.millrace.registry.Version;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One served model: who answers a question to it. Everything that a request needs is behind one volatile field each,
 * read once per request; what reads the registry runs on the worker threads. {@link #refresh} brings it up to date.
 *
 * <p>Threading: any thread; {@link #refresh} one caller at a time.
 */
public final class ModelService {
    private static final Logger LOG = LoggerFactory.getLogger(ModelService.class);

    private final ServedModel served;
    private final Executor worker;
    private final PinnedVersions pinned;
    private volatile Answerer current;
    private volatile SortedMap<String, Alias> aliases = Collections.emptySortedMap();
    private volatile String trouble = "it is being loaded";

    /** Null unless the partitions of a running pipeline are served as one. */
    private final JointRefresh joint;

    private final AtomicBoolean ticking = new AtomicBoolean();

    /**
     * @param worker where the registry is read
     * @param cachedVersions how many versions are kept loaded
     * @param clock bounds how often partitions are made one
     */
    public ModelService(ServedModel served, Executor worker, int cachedVersions, Clock clock) {
        this.served = served;
        this.worker = worker;
        this.pinned = new PinnedVersions(served, worker, cachedVersions);
        if (served instanceof LiveModel live && live.shape().serve().isJoint()) {
            this.joint = new JointRefresh(() -> live.job().status().version(), version -> joint(live, version), clock);
            current = new NothingYet(live.shape());
            return;
        }
        this.joint = null;
        if (served instanceof LiveModel live) {
            current = new LiveAnswerer(live, VersionMark.none(live.shape().partitions()), null);
            served.registry().addCommitListener(version -> committed(live, version));
        }
    }

    /** Live lookups, with the one model of a version's partitions. */
    private Answerer joint(LiveModel live, long version) throws IOException {
        PinnedAnswerer made = pinned.load(version);
        return new LiveAnswerer(live, made.mark(), made.joint());
    }

    private void committed(LiveModel live, Version version) {
        if (version.model().equals(name())) {
            current = new LiveAnswerer(live, VersionMark.of(version, live.operator()), null);
        }
    }

    public String name() {
        return served.name();
    }

    public ServedModel served() {
        return served;
    }

    /** The running pipeline; empty for a replica. */
    public Optional<LiveModel> live() {
        return served instanceof LiveModel live ? Optional.of(live) : Optional.empty();
    }

    /** Whether questions without a version are answered. */
    public boolean isReady() {
        return current != null && !hasStopped();
    }

    /** Whether the pipeline has failed: it learns nothing more, and its questions are not answered. */
    public boolean hasStopped() {
        return served instanceof LiveModel live && live.job().completion().isCompletedExceptionally();
    }

    /** Why it is not ready, for a person. */
    public String trouble() {
        if (served instanceof LiveModel live && hasStopped()) {
            String cause = live.job()
                    .completion()
                    .handle((done, failure) -> failure.getMessage())
                    .getNow("it has stopped");
            return "its pipeline has stopped: " + cause;
        }
        return trouble;
    }

    /** Who answers questions that name no version: the live model, or the version that a replica follows. */
    public Answerer current() {
        Answerer answerer = current;
        if (answerer == null || hasStopped()) {
            throw new Problem(ProblemKind.NOT_READY, "model '" + name() + "' is not ready: " + trouble())
                    .retryAfterSeconds(1);
        }
        return answerer;
    }

    /** What can be asked; empty for a replica that has loaded no version yet. */
    public Optional<ModelShape> shape() {
        return Optional.ofNullable(current).map(Answerer::shape);
    }

    /** The newest version known, or the one that a replica answers with; 0 if none. */
    public long currentVersion() {
        Answerer answerer = current;
        return answerer == null ? 0 : answerer.version();
    }

    /** Aliases as they were at the last refresh. */
    public SortedMap<String, Alias> aliases() {
        return aliases;
    }

    /** A version as it was committed: lookups and model both. */
    public CompletableFuture<Answerer> version(long number) {
        return pinned.get(number).thenApply(answerer -> answerer);
    }

    /** Live lookups with the model of the alias's version; on a replica that version as it was committed. */
    public CompletableFuture<Answerer> alias(String alias) {
        return pinned.get(requireAlias(alias).version()).thenApply(version -> {
            if (!(served instanceof LiveModel live)) {
                return version;
            }
            requireSameShape(live, version);
            return new LiveAnswerer(live, version.mark(), version);
        });
    }

    /** The alias as it was at the last refresh, or a problem that names those there are. */
    public Alias requireAlias(String alias) {
        SortedMap<String, Alias> all = aliases;
        Alias known = all.get(alias);
        if (known == null) {
            throw new Problem(
                            ProblemKind.UNKNOWN_ALIAS,
                            "model '" + name() + "' has no alias '" + shortened(alias) + "'; known are " + all.keySet())
                    .with("known", all.keySet());
        }
        return known;
    }

    private void requireSameShape(LiveModel live, PinnedAnswerer version) {
        if (!live.shape().equals(version.shape())) {
            throw new Problem(
                    ProblemKind.VERSION_DAMAGED,
                    "version " + version.version() + " of '" + name() + "' was made for other fields than the running"
                            + " pipeline has; ask it with ?version=" + version.version());
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** What is to be done now and then: looks what the registry has, on a worker thread, unless that is still being done. */
    public void tick() {
        if (ticking.compareAndSet(false, true)) {
            CompletableFuture.runAsync(
                            () -> {
                                refresh();
                                refreshJoint();
                            },
                            worker)
                    .whenComplete((done, failure) -> ticking.set(false));
        }
    }

    /**
     * Makes one of the partitions of a running pipeline as they are in its newest version, if they are served so and that is due.
     * Blocks for the disk. What fails is reported and leaves everything as it was. One caller at a time.
     */
    public void refreshJoint() {
        if (joint == null) {
            return;
        }
        try {
            joint.newer(current.version()).ifPresent(made -> current = made);
        } catch (IOException | BadState | IllegalArgumentException | IllegalStateException e) {
            trouble(e);
        }
    }

    /**
     * Looks what the registry has: aliases; for a live model the newest version's mark; for a replica the version to
     * follow, which is loaded before it replaces the one before. Blocks for the disk. What fails is reported and leaves
     * everything as it was.
     */
    public synchronized void refresh() {
        try {
            aliases = readAliases();
            if (served instanceof LiveModel live) {
                refreshLive(live);
            } else {
                follow();
            }
        } catch (IOException | BadState | IllegalArgumentException | IllegalStateException e) {
            trouble(e);
        }
    }

    private void trouble(Exception e) {
        String said = String.valueOf(e.getMessage());
        if (!said.equals(trouble)) {
            LOG.warn("model {} cannot be brought up to date: {}", name(), said);
        }
        trouble = said;
    }

    private SortedMap<String, Alias> readAliases() throws IOException {
        try {
            return Collections.unmodifiableSortedMap(
                    new TreeMap<>(served.registry().aliases(name())));
        } catch (NotFound e) {
            return Collections.emptySortedMap(); // nothing of this model has been committed yet
        }
    }

    /** The version from which the pipeline was restored was committed before anybody listened. */
    private void refreshLive(LiveModel live) throws IOException {
        if (joint != null) {
            return; // refreshJoint does it, at its own pace
        }
        long newest = live.job().status().version();
        if (newest > current.version()) {
            committed(live, served.registry().version(name(), newest));
        }
    }

    private void follow() throws IOException {
        long target = aliases.containsKey(Alias.CHAMPION)
                ? aliases.get(Alias.CHAMPION).version()
                : served.registry()
                        .newest(name())
                        .map(StoredCheckpoint::version)
                        .orElseThrow(
                                () -> new IOException("the registry has no version of '" + name() + "' that verifies"));
        if (current == null || current.version() != target) {
            PinnedAnswerer loaded = pinned.load(target);
            current = loaded;
            LOG.info("model {} answers with version {}", name(), target);
        }
    }

    /** What is wrong with a version that could not be loaded. */
    static Problem unloadable(String model, long version, Exception cause) {
        if (cause instanceof NotFound) {
            return new Problem(ProblemKind.UNKNOWN_VERSION, cause.getMessage());
        }
        return new Problem(
                ProblemKind.VERSION_DAMAGED,
                "version " + version + " of model '" + model + "' cannot be served: " + cause.getMessage());
    }
}
