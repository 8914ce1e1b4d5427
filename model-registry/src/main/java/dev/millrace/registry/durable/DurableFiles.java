package dev.millrace.registry.durable;

import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that make files and names durable. A failed force is never repeated on the same file: each method either
 * has done all of its steps or throws, and then leaves no temporary file behind if it can help it.
 *
 * @param storage where the files are
 */
public record DurableFiles(Storage storage) {
    private static final Logger LOG = LoggerFactory.getLogger(DurableFiles.class);
    private static final String TEMPORARY = ".tmp";

    /** Whether a name is that of a temporary file: of no meaning to a reader, left over if nobody writes. */
    public static boolean isTemporary(String name) {
        return name.endsWith(TEMPORARY);
    }

    /**
     * A temporary name beside a file.
     *
     * @param owner tells apart those who might write the same file; part of the name
     */
    public static Path temporary(Path target, String owner) {
        return target.resolveSibling("." + target.getFileName() + "." + owner + TEMPORARY);
    }

    /** Writes a whole file and forces its content (not its name). */
    public void write(Path file, byte[] content) throws IOException {
        try (Storage.StorageFile open = create(file)) {
            open.write(ByteBuffer.wrap(content), 0);
            open.force();
        } catch (IOException e) {
            discard(file, e);
            throw e;
        }
    }

    /** Creates a temporary file, in place of one that an earlier failure left. */
    public Storage.StorageFile create(Path file) throws IOException {
        if (storage.exists(file)) {
            storage.delete(file);
        }
        return storage.create(file);
    }

    /** Puts a new content in place of a file's: afterwards it is durable, and a crash leaves the old or the new one. */
    public void replace(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file, "new");
        write(temporary, content);
        try {
            storage.rename(temporary, file);
        } catch (IOException e) {
            discard(temporary, e);
            throw e;
        }
        storage.forceDirectory(file.getParent());
    }

    /**
     * Sees to a directory whose name, and the names of all its parents, are durable. Also those that were there before: a
     * process killed right after making one has not forced it.
     */
    public void ensureDirectory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        storage.createDirectories(absolute);
        for (Path parent = absolute.getParent(); parent != null; parent = parent.getParent()) {
            try {
                storage.forceDirectory(parent);
            } catch (IOException e) {
                if (!(e instanceof AccessDeniedException) && !(e.getCause() instanceof AccessDeniedException)) {
                    throw e;
                }
                LOG.debug("{} may not be read by this user, who hence has made nothing in it", parent, e);
            }
        }
    }

    /** Deletes what a failure would leave behind; if that fails too, the failure says so. */
    public void discard(Path file, Throwable failure) {
        try {
            storage.delete(file);
        } catch (NoSuchFileException e) {
            return; // nothing was left
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Deletes temporary files that a crash left in a directory; a number of them. */
    public int clean(Path directory) throws IOException {
        int cleaned = 0;
        for (String name : storage.list(directory)) {
            if (isTemporary(name)) {
                storage.delete(directory.resolve(name));
                cleaned++;
            }
        }
        return cleaned;
    }
}
