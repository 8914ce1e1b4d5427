package dev.millrace.stream.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The machine's own file system. Threading: any thread; but do not interrupt a thread that is inside, since the JDK
 * then closes the file that it uses.
 */
public final class DirectoryStorage implements Storage {

    @Override
    public StorageFile create(Path file) throws IOException {
        try {
            return new ChannelFile(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw named("create", file, e, 1);
        }
    }

    @Override
    public StorageFile open(Path file) throws IOException {
        return new ChannelFile(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public StorageFile openRead(Path file) throws IOException {
        return new ChannelFile(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public long size(Path file) throws IOException {
        return Files.size(file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw named("create the directory", directory, e, 1);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw named("rename to " + to + " the file", from, e, 1);
        }
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            if (isDiskFull(e, name, 1)) {
                throw named("link", name, e, 1);
            }
            throw noLinks(existing, name, e);
        } catch (RuntimeException e) {
            // What the JDK throws where the file system provider knows no hard links.
            throw noLinks(existing, name, e);
        }
    }

    private static IOException noLinks(Path existing, Path name, Exception cause) {
        return new IOException(
                "cannot give " + existing + " the second name " + name + ": " + cause.getMessage()
                        + "; this needs a file system with hard links (ext4, xfs, btrfs, APFS, NTFS), not FAT or some"
                        + " network shares",
                cause);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw named("force the names in", directory, e, 1);
        }
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /** The same error with what was tried and where; a full disk by its own type. */
    private static IOException named(String doing, Path path, IOException cause, int neededBytes) {
        String message = "cannot " + doing + " " + path + ": " + cause.getMessage();
        return isDiskFull(cause, path, neededBytes) ? new DiskFull(message, cause) : new IOException(message, cause);
    }

    private static boolean isDiskFull(IOException cause, Path path, int neededBytes) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space")) {
            return true;
        }
        // The system's message may be in another language: then the room that is left tells.
        try {
            Path directory = path.toAbsolutePath().getParent();
            return directory != null && Files.getFileStore(directory).getUsableSpace() < neededBytes;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private static final class ChannelFile implements StorageFile {
        private final Path path;
        private final FileChannel channel;

        ChannelFile(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            try {
                long at = position;
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
            } catch (IOException e) {
                throw named("write", path, e, bytes.remaining());
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            try {
                channel.truncate(size);
            } catch (IOException e) {
                throw named("truncate", path, e, 0);
            }
        }

        @Override
        public void force() throws IOException {
            try {
                // true: an append changes the length, which is metadata; fdatasync would write it as well, but only
                // true promises it.
                channel.force(true);
            } catch (IOException e) {
                throw named("force", path, e, 0);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
