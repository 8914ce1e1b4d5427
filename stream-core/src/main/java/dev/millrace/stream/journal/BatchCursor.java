package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the batches of one segment in order, through one buffer that is used again and again. One caller. */
final class BatchCursor implements Closeable {
    /** What {@link #next} found. */
    enum Found {
        BATCH,
        /** Nothing before the limit. */
        END,
        /** What is there is no batch; {@link #damage} says why. */
        DAMAGED
    }

    // One read of the file for many batches: 256 KiB reads at the speed of larger ones and stays in the L2 cache.
    private static final int BUFFER_BYTES = 256 << 10;

    private final Storage.StorageFile file;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(buffer);
    private long bufferPosition;
    private int buffered;
    private long nextPosition;
    private long nextOffset;
    private int at;
    private int length;
    private int keyLength;
    private String damage = "";

    /** Begins at a position where a batch with that base would be. */
    BatchCursor(Storage.StorageFile file, long position, long offset) {
        this.file = file;
        this.bufferPosition = position;
        this.nextPosition = position;
        this.nextOffset = offset;
    }

    /** Goes to the next batch; no byte at or behind the limit is read. */
    Found next(long limit) throws IOException {
        if (nextPosition >= limit) {
            return Found.END;
        }
        long available = limit - nextPosition;
        if (available < BatchFormat.HEADER_BYTES || !buffer(BatchFormat.HEADER_BYTES, limit)) {
            return damaged("it ends within the head of a batch");
        }
        if ((int) BatchFormat.INT.get(buffer, at) != BatchFormat.MAGIC) {
            return damaged("there is no batch");
        }
        length = (int) BatchFormat.INT.get(buffer, at + 4);
        if (length < BatchFormat.HEADER_BYTES || length > available || !buffer(length, limit)) {
            return damaged("it ends within a batch");
        }
        if ((int) BatchFormat.INT.get(buffer, at + 8) != BatchFormat.checksum(buffer, at, length)) {
            return damaged("the checksum of a batch does not fit");
        }
        if (base() != nextOffset) {
            return damaged("a batch begins with offset " + base() + " instead of " + nextOffset);
        }
        keyLength = (short) BatchFormat.SHORT.get(buffer, at + 40);
        nextPosition += length;
        nextOffset += count();
        return Found.BATCH;
    }

    private Found damaged(String what) {
        damage = what;
        return Found.DAMAGED;
    }

    /** Brings the bytes from {@link #nextPosition} into the buffer; false if the file has fewer. */
    private boolean buffer(int bytes, long limit) throws IOException {
        at = (int) (nextPosition - bufferPosition);
        if (at + bytes <= buffered) {
            return true;
        }
        int kept = Math.max(0, buffered - at);
        byte[] into = bytes <= buffer.length ? buffer : new byte[bytes];
        if (kept > 0) {
            System.arraycopy(buffer, at, into, 0, kept);
        }
        if (into != buffer) {
            buffer = into;
            view = ByteBuffer.wrap(into);
        }
        bufferPosition = nextPosition;
        buffered = kept;
        at = 0;
        int most = (int) Math.min(buffer.length, limit - bufferPosition);
        while (buffered < bytes) {
            view.limit(most).position(buffered);
            int read = file.read(view, bufferPosition + buffered);
            if (read < 0) {
                return false;
            }
            buffered += read;
        }
        return true;
    }

    /** Where the next batch is, or the damage. */
    long position() {
        return nextPosition;
    }

    /** Offset that the next batch begins with. */
    long offset() {
        return nextOffset;
    }

    String damage() {
        return damage;
    }

    byte[] buffer() {
        return buffer;
    }

    long base() {
        return (long) BatchFormat.LONG.get(buffer, at + 12);
    }

    int count() {
        return (int) BatchFormat.INT.get(buffer, at + 20);
    }

    long arrivalMillis() {
        return (long) BatchFormat.LONG.get(buffer, at + 24);
    }

    long forced() {
        return (long) BatchFormat.LONG.get(buffer, at + 32);
    }

    boolean hasKey() {
        return keyLength >= 0;
    }

    byte[] key() {
        byte[] key = new byte[keyLength];
        System.arraycopy(buffer, at + BatchFormat.HEADER_BYTES, key, 0, keyLength);
        return key;
    }

    byte[] bodyHash() {
        byte[] hash = new byte[BatchFormat.BODY_HASH_BYTES];
        System.arraycopy(buffer, at + BatchFormat.HEADER_BYTES + keyLength, hash, 0, hash.length);
        return hash;
    }

    /** Index in {@link #buffer} of the first record's length. */
    int recordsFrom() {
        return at + BatchFormat.HEADER_BYTES + (hasKey() ? keyLength + BatchFormat.BODY_HASH_BYTES : 0);
    }

    /** Index in {@link #buffer} after the last record. */
    int recordsUntil() {
        return at + length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
