package dev.millrace.registry;

import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model: its versions and the names that point at them. Threading: any thread; what writes goes one at a time, under
 * this object's lock.
 */
final class Model {
    private static final Logger LOG = LoggerFactory.getLogger(Model.class);

    final ModelFolder folder;
    private final Clock clock;
    private final RegistryOptions options;
    private final Committer committer;
    private final AliasBook aliases;
    private final Tags tags;
    private int commitsSinceCollect;

    /** Versions that stay as long as this is open. */
    private final Set<Long> kept = new TreeSet<>();

    private long told;

    Model(ModelFolder folder, Clock clock, RegistryOptions options) {
        this.folder = folder;
        this.clock = clock;
        this.options = options;
        this.committer = new Committer(folder, options);
        this.aliases = new AliasBook(folder);
        this.tags = new Tags(folder);
    }

    /** A reader's look for what the writer has committed since. */
    void refresh() throws IOException {
        folder.refresh();
    }

    /** Whether there is a version higher than when this was last asked. */
    synchronized boolean isNews() {
        long before = told;
        told = folder.highest();
        return told > before;
    }

    synchronized Version commit(Checkpoint checkpoint) throws IOException {
        Version version = committer.commit(checkpoint);
        if (options.retention().isPresent() && ++commitsSinceCollect >= options.collectEvery()) {
            commitsSinceCollect = 0;
            collectQuietly(options.retention().get());
        }
        return version;
    }

    /** The version is durable by now: what goes wrong here is told, but it is not the commit that failed. */
    private void collectQuietly(Retention retention) {
        try {
            CollectReport report = collect(retention, false);
            LOG.debug("{}", report);
        } catch (IOException e) {
            LOG.warn("{}: old versions could not be collected; it is tried again later", folder.model, e);
        }
    }

    /** Keeps a version until the registry is closed. */
    synchronized void keep(long version) throws IOException {
        folder.requireStanding(version);
        kept.add(version);
    }

    synchronized CollectReport collect(Retention retention, boolean dryRun) throws IOException {
        Set<Long> needed = new TreeSet<>(folder.loaded());
        needed.addAll(kept);
        if (committer.lastCommitted() > 0) {
            needed.add(committer.lastCommitted());
        }
        try {
            for (Alias alias : aliases.aliases().values()) {
                needed.add(alias.version());
                alias.previous().stream().limit(1).forEach(needed::add);
            }
            needed.addAll(tags.read().values());
        } catch (IOException e) {
            throw new CollectRefused("the aliases and tags of " + folder.model + " cannot be read", e);
        }
        return new Collector(folder, retention, clock.millis()).collect(needed, dryRun);
    }

    /** The stored aliases and the computed one. */
    SortedMap<String, Alias> aliases() throws IOException {
        SortedMap<String, Alias> all = new TreeMap<>(aliases.aliases());
        folder.latest().ifPresent(version -> all.put(Alias.LATEST, latest(version)));
        return Collections.unmodifiableSortedMap(all);
    }

    private static Alias latest(Version version) {
        return new Alias(
                Alias.LATEST,
                version.number(),
                Long.toString(version.number()),
                version.createdAtMillis(),
                "registry",
                "follows each commit",
                List.of());
    }

    List<AliasMove> moves() throws IOException {
        return aliases.moves();
    }

    /** The version is read in full before the lock is taken: no commit waits for that. */
    Alias moveAlias(String name, long version, String expectedEtag, String who, String why) throws IOException {
        requireWhole(requireMovable(name), version);
        synchronized (this) {
            folder.requireStanding(version);
            return aliases.move(name, version, expectedEtag, clock.millis(), who, why);
        }
    }

    Alias rollback(String name, String who, String why) throws IOException {
        Alias alias = aliases.aliases().get(requireMovable(name));
        if (alias == null) {
            throw new NotFound(folder.model + " has no alias '" + name + "'");
        }
        if (alias.previous().isEmpty()) {
            throw new NotFound("alias '" + name + "' of " + folder.model + " has never been at another version than "
                    + alias.version() + ", so there is nothing to go back to");
        }
        requireWhole(name, alias.previous().get(0));
        synchronized (this) {
            folder.requireStanding(alias.previous().get(0));
            return aliases.rollback(alias, clock.millis(), who, why);
        }
    }

    private static String requireMovable(String name) {
        if (Names.label(name).equals(Alias.LATEST)) {
            throw new BadName("alias 'latest' follows each commit and cannot be moved; take another name");
        }
        return name;
    }

    private void requireWhole(String name, long version) throws IOException {
        Verification found = verify(version);
        if (!found.isWhole()) {
            throw new VersionDamaged("alias '" + name + "' was not moved: " + folder.model + '@' + version
                    + " does not verify: " + String.join("; ", found.problems()));
        }
    }

    Verification verify(long number) throws IOException {
        Verification found = folder.verify(number);
        if (found.isWhole()) {
            folder.reportWhole(number);
        } else {
            folder.report(number, String.join("; ", found.problems()));
        }
        return found;
    }

    SortedMap<String, Long> tags() throws IOException {
        return tags.read();
    }

    synchronized void tag(String name, long version) throws IOException {
        folder.requireStanding(version);
        SortedMap<String, Long> changed = new TreeMap<>(tags.read());
        changed.put(Names.label(name), version);
        tags.write(changed);
    }

    synchronized void untag(String name) throws IOException {
        SortedMap<String, Long> changed = new TreeMap<>(tags.read());
        if (changed.remove(Names.label(name)) == null) {
            throw new NotFound(folder.model + " has no tag '" + name + "'");
        }
        tags.write(changed);
    }

    /** What stands behind the {@code @}: a number, an alias or a tag; null for the latest. */
    Resolved resolve(String reference) throws IOException {
        if (reference == null || reference.equals(Alias.LATEST)) {
            Optional<Version> latest = folder.latest();
            return new Resolved(
                    latest.orElseThrow(() -> new NotFound(folder.model + " has no version yet")), Alias.LATEST);
        }
        if (reference.matches("[0-9]{1,18}")) {
            return new Resolved(folder.manifest(Long.parseLong(reference)), null);
        }
        Alias alias = aliases.aliases().get(Names.label(reference));
        Long number =
                alias != null ? Long.valueOf(alias.version()) : tags.read().get(reference);
        if (number == null) {
            throw new NotFound(folder.model + " has no alias or tag '" + reference + "'; it has the aliases "
                    + String.join(", ", aliases().keySet())
                    + (tags.read().isEmpty()
                            ? " and no tags"
                            : " and the tags " + String.join(", ", tags.read().keySet())));
        }
        return new Resolved(folder.manifest(number), reference);
    }
}
