package dev.millrace.stream.storage;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.storage.Operation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A file system in memory that keeps no promise but those of {@link Storage}: what was not forced may be lost, torn or
 * reordered by a crash, content and names independently; and operations fail when they are told to.
 *
 * <p>A test runs code on it, lets it fail ({@link #failAt}, {@link #failNext}, {@link #capacity}) or crash
 * ({@link #crashAt}), and goes on with what a restart would find: {@link #crash} after a loss of power,
 * {@link #kill} after the death of the process alone. The root always exists; any other directory is to be created, and
 * its name forced in its parent, like any name. Threading: any thread, one at a time inside.
 */
public final class FaultyStorage implements Storage {
    /** What becomes of all that was not forced. */
    public enum Unforced {
        LOST,
        KEPT,
        /** Files keep their content, directories lose un-forced names. */
        NAMES_LOST,
        /** Directories keep their names, files lose un-forced content. */
        CONTENT_LOST,
        /** Each change by chance, writes torn at any byte or sector. */
        MIXED
    }

    private record Planned(Predicate<Operation> when, Fault fault) {}

    private final NameTree names;
    private final Random64 random;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Planned> faults = new ArrayList<>();
    private long capacityBytes = Long.MAX_VALUE;
    private int crashAt = Integer.MAX_VALUE;
    private boolean crashed;

    /** An empty file system; the seed decides how much of a failing write is left behind. */
    public FaultyStorage(long seed) {
        this(new NameTree(), seed);
    }

    private FaultyStorage(NameTree names, long seed) {
        this.names = names;
        this.random = new Random64(seed);
    }

    // ---- faults ----

    /** Makes the operation of that index fail, when it comes. */
    public synchronized FaultyStorage failAt(int operationIndex, Fault fault) {
        return failNext(operation -> operation.index() == operationIndex, fault);
    }

    /** Makes the next operation of a kind fail. */
    public synchronized FaultyStorage failNext(Kind kind, Fault fault) {
        return failNext(operation -> operation.kind() == kind, fault);
    }

    /** Makes the next operation that fits fail, once. */
    public synchronized FaultyStorage failNext(Predicate<Operation> when, Fault fault) {
        faults.add(new Planned(when, fault));
        return this;
    }

    /** The size of the disk; what would go beyond fails as on a full one. */
    public synchronized FaultyStorage capacity(long bytes) {
        capacityBytes = bytes;
        return this;
    }

    /** The operation of that index begins, and everything from there on throws {@link Crashed}. */
    public synchronized FaultyStorage crashAt(int operationIndex) {
        crashAt = operationIndex;
        return this;
    }

    /** Flips the lowest bit of a byte, on the disk too. */
    public void flipBit(Path file, long offset) throws IOException {
        flipBit(file, offset, 0);
    }

    /** Flips a bit (0 … 7) of a byte, on the disk too. */
    public synchronized void flipBit(Path file, long offset, int bit) throws IOException {
        Inode inode = names.file(file);
        if (offset < 0 || offset >= inode.size()) {
            throw new IllegalArgumentException(file + " has " + inode.size() + " bytes, none at " + offset);
        }
        inode.flip(offset, bit);
    }

    /** The power fails; what a restart finds, by the seed: all lost, all kept, or (mostly) each change by chance. */
    public FaultyStorage crash(long seed) {
        Unforced[] kinds = Unforced.values();
        int choice = new Random64(seed).nextInt(2 * kinds.length);
        return crash(choice < kinds.length ? kinds[choice] : Unforced.MIXED, seed);
    }

    /** The power fails; what a restart finds. This storage is no more. */
    public synchronized FaultyStorage crash(Unforced unforced, long seed) {
        crashed = true;
        boolean keepNames = unforced == Unforced.KEPT || unforced == Unforced.CONTENT_LOST;
        boolean keepContent = unforced == Unforced.KEPT || unforced == Unforced.NAMES_LOST;
        Random64 chance = unforced == Unforced.MIXED ? new Random64(seed) : null;
        return new FaultyStorage(names.afterCrash(chance, keepNames, keepContent), seed);
    }

    /** The process dies, the machine lives: a restart finds all that was written, and none of it is durable by that. */
    public synchronized FaultyStorage kill() {
        crashed = true;
        return new FaultyStorage(names, random.nextLong());
    }

    /** Makes all durable: the state of a test's beginning. */
    public synchronized FaultyStorage forceAll() {
        names.forceAll();
        return this;
    }

    /** What was asked so far, the failed included. */
    public synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Enters an operation; the fault that it meets, or null. */
    private Fault begin(Kind kind, Path path, long bytes) {
        alive();
        Operation operation = new Operation(operations.size(), kind, path, bytes);
        operations.add(operation);
        for (int i = 0; i < faults.size(); i++) {
            if (faults.get(i).when().test(operation)) {
                return faults.remove(i).fault();
            }
        }
        return null;
    }

    /** Called when an operation has begun and before it is durable: what a crash in its middle is. */
    private void end() {
        if (operations.size() > crashAt) {
            crashed = true;
            throw new Crashed("crash planned at operation " + crashAt + ": " + operations.get(crashAt));
        }
    }

    private void alive() {
        if (crashed) {
            throw new Crashed("this storage has crashed");
        }
    }

    private static void fail(Fault fault, Operation.Kind kind, Path path) throws IOException {
        if (fault == Fault.DISK_FULL) {
            throw new DiskFull("cannot " + kind + " " + path + ": No space left on device", null);
        }
        if (fault != null) {
            throw new IOException("cannot " + kind + " " + path + ": Input/output error");
        }
    }

    // ---- files ----

    @Override
    public synchronized StorageFile create(Path file) throws IOException {
        fail(begin(Kind.CREATE, file, 0), Kind.CREATE, file);
        Inode inode = new Inode();
        names.add(file, inode);
        end();
        return new Handle(file, inode);
    }

    @Override
    public synchronized StorageFile open(Path file) throws IOException {
        alive();
        return new Handle(file, names.file(file));
    }

    @Override
    public StorageFile openRead(Path file) throws IOException {
        return open(file);
    }

    @Override
    public synchronized byte[] read(Path file) throws IOException {
        alive();
        return names.file(file).bytes();
    }

    @Override
    public synchronized boolean exists(Path path) {
        alive();
        return names.isDirectory(path) || names.isFile(path);
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        alive();
        return names.isDirectory(path);
    }

    @Override
    public synchronized long size(Path file) throws IOException {
        alive();
        return names.file(file).size();
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        alive();
        return names.list(directory);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        fail(begin(Kind.CREATE_DIRECTORIES, directory, 0), Kind.CREATE_DIRECTORIES, directory);
        names.addDirectories(directory);
        end();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        fail(begin(Kind.RENAME, from, 0), Kind.RENAME, from);
        names.rename(from, to);
        end();
    }

    @Override
    public synchronized void link(Path existing, Path name) throws IOException {
        fail(begin(Kind.LINK, name, 0), Kind.LINK, name);
        names.add(name, names.file(existing));
        end();
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        fail(begin(Kind.DELETE, file, 0), Kind.DELETE, file);
        names.delete(file);
        end();
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        fail(begin(Kind.FORCE_DIRECTORY, directory, 0), Kind.FORCE_DIRECTORY, directory);
        end();
        names.force(directory);
    }

    @Override
    public synchronized long usableBytes(Path path) {
        alive();
        return capacityBytes == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, capacityBytes - names.usedBytes());
    }

    private final class Handle implements StorageFile {
        private final Path path;
        private final Inode inode;
        private boolean closed;

        Handle(Path path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        private void open() throws IOException {
            alive();
            if (closed) {
                throw new java.nio.channels.ClosedChannelException();
            }
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            synchronized (FaultyStorage.this) {
                open();
                int length = bytes.remaining();
                Fault fault = begin(Kind.WRITE, path, length);
                long grows = Math.max(0, position + length - inode.size());
                if (fault == null && grows > usableBytes(path)) {
                    fault = Fault.DISK_FULL;
                }
                int written = fault == null ? length : fault == Fault.IO_ERROR ? 0 : random.nextInt(length + 1);
                if (fault == Fault.DISK_FULL && capacityBytes != Long.MAX_VALUE) {
                    written = (int) Math.min(written, Math.max(0, length - grows + usableBytes(path)));
                }
                byte[] copy = new byte[written];
                bytes.get(copy);
                inode.write(position, copy);
                fail(fault, Kind.WRITE, path);
                end();
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (FaultyStorage.this) {
                open();
                return inode.read(into, position);
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (FaultyStorage.this) {
                open();
                return inode.size();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyStorage.this) {
                open();
                fail(begin(Kind.TRUNCATE, path, size), Kind.TRUNCATE, path);
                inode.truncate(size);
                end();
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (FaultyStorage.this) {
                open();
                Fault fault = begin(Kind.FORCE, path, 0);
                if (fault != null) {
                    inode.failForce();
                }
                fail(fault, Kind.FORCE, path);
                end();
                inode.force();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
