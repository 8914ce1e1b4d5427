package dev.millrace.stream.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system, reduced to what crash-safe formats need. Paths are absolute or relative to the process as the caller
 * chooses; the implementation passes them on. Nothing is durable until it is forced: file content by
 * {@link StorageFile#force}, names (created, renamed, linked, deleted) by {@link #forceDirectory}.
 *
 * <p>Errors: {@link IOException}s with the path in the message; {@link java.nio.file.NoSuchFileException} and
 * {@link java.nio.file.FileAlreadyExistsException} as the JDK throws them. Threading: any thread.
 */
public interface Storage {

    /** Creates a new empty file for reading and writing; fails if the name exists. */
    StorageFile create(Path file) throws IOException;

    /** Opens an existing file for reading and writing. */
    StorageFile open(Path file) throws IOException;

    /** Opens an existing file for reading. */
    StorageFile openRead(Path file) throws IOException;

    /** The whole content of a file (at most 2 GiB). */
    byte[] read(Path file) throws IOException;

    boolean exists(Path path) throws IOException;

    boolean isDirectory(Path path) throws IOException;

    long size(Path file) throws IOException;

    /** Names (not paths) in a directory, sorted. */
    List<String> list(Path directory) throws IOException;

    /** Creates a directory and its missing parents; each new name is forced in its parent by the caller. */
    void createDirectories(Path directory) throws IOException;

    /** Moves a name on top of another, atomically. */
    void rename(Path from, Path to) throws IOException;

    /** Gives a file a second name; fails if that name exists. */
    void link(Path existing, Path name) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes the names in a directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /** Bytes that can still be written on the file system that holds the path. */
    long usableBytes(Path path) throws IOException;

    /** An open file. Threading: one caller; {@link #read} may be called beside a writer. */
    interface StorageFile extends Closeable {
        /** Writes all that remains in the buffer at a position; a full disk is a {@link DiskFull}. */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** Reads up to what remains in the buffer; −1 at the end. */
        int read(ByteBuffer into, long position) throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;

        /** Makes the content (and its length) durable. A failed force is never retried on the same file. */
        void force() throws IOException;
    }

    /** There is no room on the device. */
    final class DiskFull extends IOException {
        private static final long serialVersionUID = 1L;

        public DiskFull(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
