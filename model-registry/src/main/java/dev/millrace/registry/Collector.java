package dev.millrace.registry;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.DurableFiles;
import dev.millrace.registry.durable.FormatTooNew;
import dev.millrace.registry.pack.PackReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Deletes versions that nobody keeps, then packs to which no version refers any more. Idempotent: what an interrupted run
 * left, the next one finds. Manifests go first, durably; only then packs, so that no version ever stands without its
 * packs. O(number of versions). Threading: under the model's writing lock, so that no commit is under way.
 */
final class Collector {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private final ModelFolder folder;
    private final Retention retention;
    private final long nowMillis;
    private final NavigableMap<Long, Version> whole = new TreeMap<>();
    private final Set<Long> damaged = new TreeSet<>();

    Collector(ModelFolder folder, Retention retention, long nowMillis) {
        this.folder = folder;
        this.retention = retention;
        this.nowMillis = nowMillis;
    }

    /** @param needed versions that stay in any case: under an alias or a tag, or built upon by a running pipeline */
    CollectReport collect(Set<Long> needed, boolean dryRun) throws IOException {
        readManifests();
        Set<Long> kept = kept(needed);
        List<Long> goners = new ArrayList<>(new TreeSet<>(whole.keySet()));
        goners.addAll(damaged);
        goners.removeIf(number -> kept.contains(number) || number == folder.highest());
        goners.sort(null);
        Set<String> livePacks = new HashSet<>();
        kept.forEach(number -> livePacks.addAll(whole.get(number).packs().keySet()));
        List<String> deadPacks = deadPacks(livePacks);
        long freed = 0;
        for (String pack : deadPacks) {
            freed += folder.storage.size(folder.packs.resolve(pack));
        }
        if (!dryRun) {
            delete(goners, deadPacks);
        }
        return new CollectReport(folder.model, dryRun, kept.size(), goners, deadPacks, freed);
    }

    private void readManifests() throws IOException {
        for (long number : folder.numbers()) {
            try {
                whole.put(number, folder.manifest(number));
            } catch (Damaged e) {
                folder.report(number, e.getMessage());
                damaged.add(number);
            } catch (FormatTooNew e) {
                throw new CollectRefused("what " + folder.model + '@' + number + " needs cannot be read", e);
            }
        }
    }

    private Set<Long> kept(Set<Long> needed) throws CollectRefused {
        for (long number : needed) {
            if (damaged.contains(number)) {
                throw new CollectRefused(
                        folder.model + '@' + number
                                + " must stay (an alias, a tag or a running pipeline needs it), but its"
                                + " manifest is damaged; move the alias or the tag first",
                        null);
            }
        }
        Set<Long> kept = new TreeSet<>(needed);
        whole.descendingMap().keySet().stream().limit(retention.last()).forEach(kept::add);
        keepNewestOfEach(HOUR_MILLIS, retention.hourly(), kept);
        keepNewestOfEach(DAY_MILLIS, retention.daily(), kept);
        whole.forEach((number, version) -> {
            if (nowMillis - version.createdAtMillis() < retention.graceMillis()) {
                kept.add(number);
            }
        });
        kept.retainAll(whole.keySet());
        if (kept.isEmpty()) {
            throw new CollectRefused("no version of " + folder.model + " can be read", null);
        }
        return kept;
    }

    private void keepNewestOfEach(long periodMillis, int periods, Set<Long> kept) {
        long first = Math.floorDiv(nowMillis, periodMillis) - periods;
        Map<Long, Long> newest = new HashMap<>();
        whole.forEach((number, version) -> {
            long period = Math.floorDiv(version.createdAtMillis(), periodMillis);
            if (period > first) {
                newest.put(period, number);
            }
        });
        kept.addAll(newest.values());
    }

    private List<String> deadPacks(Set<String> livePacks) throws IOException {
        List<String> dead = new ArrayList<>();
        try (PackReader reader = new PackReader(folder.storage, folder.packs)) {
            for (String pack : folder.storage.list(folder.packs)) {
                if (!livePacks.contains(pack) && !DurableFiles.isTemporary(pack) && isOld(reader, pack)) {
                    dead.add(pack);
                }
            }
        }
        return dead;
    }

    private boolean isOld(PackReader reader, String pack) throws IOException {
        try {
            return nowMillis - reader.createdAtMillis(pack) >= retention.graceMillis();
        } catch (Damaged e) {
            return true; // no kept version refers to it, and a commit never leaves such a one under its name
        }
    }

    private void delete(List<Long> versions, List<String> packs) throws IOException {
        for (long number : versions) {
            delete(folder.manifestFile(number));
            folder.forget(number);
        }
        folder.storage.forceDirectory(folder.versions);
        for (String pack : packs) {
            delete(folder.packs.resolve(pack));
        }
        folder.storage.forceDirectory(folder.packs);
    }

    private void delete(Path file) throws IOException {
        try {
            folder.storage.delete(file);
        } catch (NoSuchFileException e) {
            return; // gone already, which is what is wanted
        }
    }
}
