package dev.millrace.registry;

import dev.millrace.registry.durable.DurableFiles;
import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Whether a directory can be a registry: each refusal says what is wrong and what to do. */
final class RegistryDirectory {
    private RegistryDirectory() {}

    static void requireReadable(Storage storage, Path directory) throws IOException {
        if (storage.isDirectory(directory)) {
            return;
        }
        if (storage.exists(directory)) {
            throw isFile(directory, null);
        }
        throw new BadRegistry(
                "there is no registry at " + directory + "; check the path, or run a pipeline with it first", null);
    }

    /** Makes the directory, durably. */
    static void make(Storage storage, Path directory) throws IOException {
        if (storage.exists(directory) && !storage.isDirectory(directory)) {
            throw isFile(directory, null);
        }
        try {
            new DurableFiles(storage).ensureDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            throw isFile(directory, e);
        } catch (Storage.DiskFull e) {
            throw e;
        } catch (IOException e) {
            throw new BadRegistry("the registry " + directory + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static BadRegistry isFile(Path directory, Throwable cause) {
        return new BadRegistry("the registry " + directory + " is a file (or lies in one); name a directory", cause);
    }

    /** Tries what a commit does: make a file, give it a second name, delete both. */
    static void requireWritable(Storage storage, Path directory) throws IOException {
        DurableFiles files = new DurableFiles(storage);
        files.clean(directory);
        Path first = directory.resolve("probe.tmp");
        Path second = directory.resolve("probe-link.tmp");
        try {
            storage.create(first).close();
        } catch (Storage.DiskFull e) {
            throw e;
        } catch (IOException e) {
            throw new BadRegistry(
                    "the registry " + directory + " cannot be written: " + e.getMessage()
                            + "; give this user the right to write there, or name another directory",
                    e);
        }
        try {
            storage.link(first, second);
            storage.delete(second);
        } catch (Storage.DiskFull e) {
            throw e;
        } catch (IOException e) {
            throw new BadRegistry(
                    "the registry " + directory + " is on a file system without hard links, by which a"
                            + " version is committed: " + e.getMessage(),
                    e);
        } finally {
            storage.delete(first);
        }
    }
}
