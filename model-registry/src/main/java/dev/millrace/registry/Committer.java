package dev.millrace.registry;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.DurableFiles;
import dev.millrace.registry.pack.PackReader;
import dev.millrace.registry.pack.PackWriter;
import dev.millrace.registry.pack.Table;
import dev.millrace.stream.checkpoint.Checkpoint;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the versions of one model. The order of the steps is the protocol: pack to a temporary file, forced, renamed,
 * its directory forced; manifest to a temporary file, forced, linked to its name (a link fails where a rename would
 * overwrite), its directory forced. The last is the commit point.
 *
 * <p>Four forces a commit. Whatever fails, the commit is given up and nothing is forced again; a number that was tried is
 * not used again. Threading: callers hold the model's writing lock.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final ModelFolder folder;
    private final RegistryOptions options;
    private Version last;
    private SortedMap<PartKey, Table> lastTables;
    private Replaced replaced;

    Committer(ModelFolder folder, RegistryOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** The version on which the next checkpoint will build, or 0 if this process has made none. */
    long lastCommitted() {
        return last == null ? 0 : last.number();
    }

    /** Makes a checkpoint a version. */
    Version commit(Checkpoint checkpoint) throws IOException {
        Names.run(checkpoint.runId());
        if (replaced != null) {
            throw new Replaced(replaced.getMessage());
        }
        if (last != null && isSame(last, checkpoint)) {
            return last;
        }
        Layout.Parent parent = parent(checkpoint.parentVersion());
        Path packFile = freePackFile(checkpoint);
        boolean[] named = new boolean[1];
        try (PackWriter pack = new PackWriter(
                        folder.storage,
                        packFile,
                        owner(checkpoint),
                        checkpoint.createdAtMillis(),
                        options.bufferBytes());
                PackReader reader = new PackReader(folder.storage, folder.packs)) {
            Layout layout = new Layout(parent, pack);
            layout.writeChunks(checkpoint);
            layout.copyForward(reader, options.copyForwardBytes(), options.maxPacks());
            layout.writeTables(checkpoint);
            pack.publish();
            Version version = version(checkpoint, folder.highest() + 1, layout, pack.size());
            publish(version, owner(checkpoint), named);
            last = version;
            lastTables = layout.tables();
            return version;
        } catch (IOException e) {
            if (!named[0]) {
                folder.files.discard(packFile, e); // no manifest can refer to it: its room is free again at once
            }
            throw e;
        }
    }

    private static String owner(Checkpoint checkpoint) {
        return checkpoint.runId() + '-' + checkpoint.number();
    }

    private static boolean isSame(Version version, Checkpoint checkpoint) {
        return version.runId().equals(checkpoint.runId()) && version.checkpoint() == checkpoint.number();
    }

    private Layout.Parent parent(long number) {
        if (number == 0) {
            return Layout.Parent.none(0, null);
        }
        if (last != null && last.number() == number) {
            return Layout.Parent.of(last, lastTables);
        }
        try {
            StoredVersion stored = folder.load(number);
            return Layout.Parent.of(stored.manifest(), stored.tables());
        } catch (IOException e) {
            LOG.warn(
                    "{}: the parent version {} cannot be read; only a whole checkpoint can follow",
                    folder.model,
                    number,
                    e);
            return Layout.Parent.none(number, e);
        }
    }

    /** A name that no earlier attempt at the same checkpoint has used: its pack might belong to a version after all. */
    private Path freePackFile(Checkpoint checkpoint) throws IOException {
        Path file = folder.packs.resolve(owner(checkpoint) + ".pack");
        for (int attempt = 2; folder.storage.exists(file); attempt++) {
            file = folder.packs.resolve(owner(checkpoint) + '-' + attempt + ".pack");
        }
        return file;
    }

    private Version version(Checkpoint checkpoint, long number, Layout layout, long packBytes) {
        return new Version(
                checkpoint.pipeline(),
                number,
                checkpoint.parentVersion(),
                checkpoint.runId(),
                checkpoint.number(),
                checkpoint.createdAtMillis(),
                checkpoint.planFingerprint(),
                checkpoint.definition(),
                options.codeVersion(),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.version"),
                checkpoint.partitions(),
                checkpoint.sources(),
                layout.parts(),
                layout.packs(),
                packBytes);
    }

    /** @param named set once the manifest's name may exist */
    private void publish(Version version, String owner, boolean[] named) throws IOException {
        Path target = folder.manifestFile(version.number());
        Path temporary = DurableFiles.temporary(target, owner);
        folder.files.write(temporary, VersionJson.write(version));
        named[0] = true;
        try {
            link(temporary, target, version);
        } catch (IOException e) {
            folder.burn(version.number());
            folder.files.discard(temporary, e);
            throw e;
        }
        try {
            folder.storage.forceDirectory(folder.versions);
        } catch (IOException e) {
            // Seen by readers, perhaps, but not known to survive: taken back, and its number is not used again.
            folder.burn(version.number());
            folder.files.discard(target, e);
            folder.files.discard(temporary, e);
            throw e;
        }
        folder.committed(version);
        deleteQuietly(temporary);
    }

    private void link(Path temporary, Path target, Version version) throws IOException {
        try {
            folder.storage.link(temporary, target);
        } catch (IOException e) {
            Version found = standing(target, version.number(), e);
            if (found != null && found.runId().equals(version.runId()) && found.checkpoint() == version.checkpoint()) {
                return; // the link was made, only its answer was lost
            }
            if (found != null || e instanceof FileAlreadyExistsException) {
                replaced = new Replaced(version.id() + " was committed by another writer"
                        + (found == null ? "" : " (run " + found.runId() + ", checkpoint " + found.checkpoint() + ")")
                        + "; this one (run " + version.runId() + ") has been replaced and must stop");
                replaced.initCause(e);
                throw replaced;
            }
            throw e;
        }
    }

    private Version standing(Path target, long number, IOException failure) throws IOException {
        if (!folder.storage.exists(target)) {
            return null;
        }
        try {
            return VersionJson.read(target, folder.storage.read(target), folder.model, number);
        } catch (Damaged e) {
            failure.addSuppressed(e);
            return null;
        }
    }

    private void deleteQuietly(Path temporary) {
        try {
            folder.storage.delete(temporary);
        } catch (IOException e) {
            LOG.warn("a temporary file is left over until the next start: {}", e.getMessage());
        }
    }
}
