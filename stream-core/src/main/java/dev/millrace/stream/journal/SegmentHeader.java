package dev.millrace.stream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The head of a segment, forced before the segment has its name. It closes the segment before it: what lies there
 * beyond the last durable position is no part of the journal.
 *
 * @param firstOffset offset of the first record of this segment
 * @param previousFirst first offset of the segment before; −1 for none
 * @param previousEnd last durable position of the segment before
 * @param previousArrivalMillis arrival of the last record before this segment
 * @param previousKeys how many batches of the segment before have an idempotency key
 * @param metadata opaque; the events' schema as JSON
 */
record SegmentHeader(
        long firstOffset,
        long previousFirst,
        long previousEnd,
        long previousArrivalMillis,
        int previousKeys,
        String metadata) {
    private static final long MAGIC = 0x4D494C4C4A524E4CL; // MILLJRNL
    private static final int FORMAT = 1;
    private static final int FIXED_BYTES = 56;
    private static final int LARGEST_BYTES = 16 << 20;

    /** 8 magic, 4 format, 4 length of the header, the fields in order, metadata with its length, 4 CRC32C. */
    ByteBuffer encode() {
        byte[] text = metadata.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + text.length + 4);
        if (bytes.capacity() > LARGEST_BYTES) {
            throw new IllegalArgumentException(
                    "metadata of " + text.length + " bytes is too large for the head of a journal's segment");
        }
        bytes.putLong(MAGIC).putInt(FORMAT).putInt(bytes.capacity());
        bytes.putLong(firstOffset).putLong(previousFirst).putLong(previousEnd).putLong(previousArrivalMillis);
        bytes.putInt(previousKeys).putInt(text.length).put(text);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return bytes.flip();
    }

    /** Length of {@link #encode}: where the first batch begins. */
    int encodedBytes() {
        return FIXED_BYTES + metadata.getBytes(UTF_8).length + 4;
    }

    static SegmentHeader read(Storage.StorageFile file, Path path) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES);
        if (!readFully(file, fixed)) {
            throw damaged(path, "it is shorter than its head");
        }
        if (fixed.getLong(0) != MAGIC) {
            throw damaged(path, "it does not begin as a segment of a journal does");
        }
        if (fixed.getInt(8) != FORMAT) {
            throw new JournalCorrupt(path + " has the format " + fixed.getInt(8) + ", this program reads format "
                    + FORMAT + "; use the version of the program that wrote it, or a later one");
        }
        int length = fixed.getInt(12);
        if (length < FIXED_BYTES + 4 || length > LARGEST_BYTES) {
            throw damaged(path, "its head claims " + length + " bytes");
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        if (!readFully(file, all) || all.getInt(length - 4) != checksum(all.array(), length - 4)) {
            throw damaged(path, "the checksum of its head does not fit");
        }
        String metadata = new String(all.array(), FIXED_BYTES, length - FIXED_BYTES - 4, UTF_8);
        return new SegmentHeader(
                all.getLong(16), all.getLong(24), all.getLong(32), all.getLong(40), all.getInt(48), metadata);
    }

    private static JournalCorrupt damaged(Path path, String what) {
        return new JournalCorrupt(path + " is damaged: " + what + "; restore the file from a copy");
    }

    private static boolean readFully(Storage.StorageFile file, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
