package dev.millrace.stream.storage;

import dev.millrace.stream.random.Random64;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file's content: what a reader sees now, and what of it is on the disk. */
final class Inode {
    /** What a disk writes as a whole; a torn write may lose any of its sectors, or end anywhere. */
    private static final int SECTOR = 512;

    private enum State {
        UNFORCED,
        FORCED,
        /** A force over it failed: seen by readers until the crash, made durable by no later force. */
        DOOMED
    }

    private static final class Change {
        final long position;
        final byte[] bytes; // null: a truncation to position
        final int flip; // not 0: the bit of the byte at position
        State state = State.UNFORCED;

        Change(long position, byte[] bytes, int flip) {
            this.position = position;
            this.bytes = bytes;
            this.flip = flip;
        }
    }

    private byte[] content = new byte[64];
    private int size;
    private byte[] onDisk = new byte[0];
    private final List<Change> changes = new ArrayList<>();

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(content, size);
    }

    int read(ByteBuffer into, long position) {
        if (position >= size) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), size - position);
        into.put(content, (int) position, length);
        return length;
    }

    void write(long position, byte[] bytes) {
        change(new Change(position, bytes, 0));
    }

    void truncate(long to) {
        if (to < size) {
            change(new Change(to, null, 0));
        }
    }

    void flip(long position, int bit) {
        Change change = new Change(position, null, 1 << bit);
        change.state = State.FORCED;
        change(change);
    }

    private void change(Change change) {
        changes.add(change);
        Buffer now = new Buffer(content, size);
        apply(change, now, null);
        content = now.bytes;
        size = now.size;
    }

    void force() {
        boolean doomed = false;
        for (Change change : changes) {
            if (change.state == State.UNFORCED) {
                change.state = State.FORCED;
            }
            doomed |= change.state == State.DOOMED;
        }
        if (!doomed) {
            onDisk = bytes();
            changes.clear();
        }
    }

    void failForce() {
        for (Change change : changes) {
            if (change.state == State.UNFORCED) {
                change.state = State.DOOMED;
            }
        }
    }

    /** What is on the disk after a crash; a null random loses or keeps all that was not forced. */
    Inode afterCrash(Random64 random, boolean keep) {
        Buffer disk = new Buffer(onDisk.clone(), onDisk.length);
        for (Change change : changes) {
            if (change.state == State.FORCED) {
                apply(change, disk, null);
            } else if (random == null ? keep && change.state != State.DOOMED : random.nextInt(4) != 0) {
                apply(change, disk, random);
            }
        }
        Inode found = new Inode();
        found.onDisk = Arrays.copyOf(disk.bytes, disk.size);
        found.content = found.onDisk.clone();
        found.size = disk.size;
        return found;
    }

    private static void apply(Change change, Buffer to, Random64 tear) {
        int at = (int) change.position;
        if (change.flip != 0) {
            if (at < to.size) {
                to.bytes[at] ^= (byte) change.flip;
            }
        } else if (change.bytes == null) {
            Arrays.fill(to.bytes, Math.min(at, to.size), to.size, (byte) 0);
            to.size = Math.min(at, to.size);
        } else if (tear == null || tear.nextInt(3) == 0) {
            to.put(at, change.bytes, 0, change.bytes.length);
        } else if (tear.nextBoolean()) {
            to.put(at, change.bytes, 0, tear.nextInt(change.bytes.length + 1));
        } else {
            tornBySectors(change, to, tear);
        }
    }

    private static void tornBySectors(Change change, Buffer to, Random64 tear) {
        int at = (int) change.position;
        int end = at + change.bytes.length;
        for (int from = at; from < end; ) {
            int until = Math.min(end, (from / SECTOR + 1) * SECTOR);
            if (tear.nextBoolean()) {
                to.put(from, change.bytes, from - at, until - from);
            }
            from = until;
        }
        if (tear.nextBoolean()) {
            to.put(end, change.bytes, 0, 0); // the length was written, the data were not
        }
    }

    private static final class Buffer {
        byte[] bytes;
        int size;

        Buffer(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        void put(int at, byte[] from, int offset, int length) {
            int end = at + length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            System.arraycopy(from, offset, bytes, at, length);
            size = Math.max(size, end);
        }
    }
}
