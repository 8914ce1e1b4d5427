package dev.millrace.stream.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * One process at a time writes in a directory: an operating-system lock on the file {@code lock} in it, held until
 * {@link #close} or the end of the process, however it ends. The file keeps the holder's process id for the message
 * that another one gets.
 *
 * <p>Each directory is locked once per JVM: a POSIX lock belongs to the process, and closing <em>any</em> channel of
 * the file drops it, so a second {@link #acquire} is refused before it opens the file. Threading: any thread.
 */
public final class DirectoryLock implements AutoCloseable {
    /** Name of the lock's file in its directory. */
    public static final String FILE_NAME = "lock";

    // The one thing that must be known to the whole JVM, see above. Guarded by itself.
    private static final Set<Path> HELD = new HashSet<>();

    // Far behind the process id, so that others can read that where a lock forbids reading (Windows).
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path directory;
    private final FileChannel channel;
    private boolean closed;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock, at once or not at all.
     *
     * @param directory an existing directory
     * @throws InUse if another process, or another part of this one, holds it
     */
    public static DirectoryLock acquire(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("cannot lock " + directory + ": "
                    + (Files.exists(directory) ? "it is a file; name a directory" : "there is no such directory"));
        }
        Path real = directory.toRealPath();
        synchronized (HELD) {
            if (HELD.contains(real)) {
                throw new InUse(
                        directory + " is in use by this very process; open it once and share it",
                        ProcessHandle.current().pid());
            }
            DirectoryLock lock = new DirectoryLock(real, open(real));
            HELD.add(real);
            return lock;
        }
    }

    public Path directory() {
        return directory;
    }

    private static FileChannel open(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel, file);
            if (lock == null) {
                throw inUse(directory, channel);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock tryLock(FileChannel channel, Path file) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // held by this process through other means than this class
        } catch (IOException e) {
            throw new IOException(
                    "cannot lock " + file + ": " + e.getMessage() + "; put the directory on a file system with locks",
                    e);
        }
    }

    private static InUse inUse(Path directory, FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String digits = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        long pid = digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
        return new InUse(
                directory + " is in use by another process" + (pid < 0 ? "" : ", pid " + pid)
                        + "; stop that one first, or name another directory",
                pid);
    }

    /** Gives the lock back; a second call does nothing. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (!closed) {
                closed = true;
                HELD.remove(directory);
                channel.close(); // and with it the lock
            }
        }
    }

    /** The directory is being written by someone else. */
    public static final class InUse extends IOException {
        private static final long serialVersionUID = 1L;

        private final long pid;

        InUse(String message, long pid) {
            super(message);
            this.pid = pid;
        }

        /** Process id of the holder; −1 if it is not known. */
        public long pid() {
            return pid;
        }
    }
}
