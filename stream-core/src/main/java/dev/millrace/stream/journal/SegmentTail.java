package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The end of the newest segment, found by reading all of it.
 *
 * @param position after the last whole batch
 * @param offset after its last record
 * @param arrivalMillis of its last record, or of the last one before the segment
 * @param keys batches of the segment that have an idempotency key
 * @param forced up to where it was durable for sure when the last batch was written
 */
record SegmentTail(long position, long offset, long arrivalMillis, int keys, long forced) {

    /** Reads up to what is no batch; if that was durable once, it is {@link JournalCorrupt}. */
    static SegmentTail find(Storage.StorageFile file, Segment segment) throws IOException {
        long size = file.size();
        BatchCursor cursor = new BatchCursor(file, segment.firstPosition(), segment.header.firstOffset());
        long arrivalMillis = segment.header.previousArrivalMillis();
        long forced = segment.firstPosition();
        int keys = 0;
        while (true) {
            switch (cursor.next(size)) {
                case BATCH -> {
                    arrivalMillis = cursor.arrivalMillis();
                    forced = cursor.forced();
                    keys += cursor.hasKey() ? 1 : 0;
                }
                case END -> {
                    return new SegmentTail(cursor.position(), cursor.offset(), arrivalMillis, keys, forced);
                }
                case DAMAGED -> {
                    if (wasDurable(file, cursor.position(), size)) {
                        throw new JournalCorrupt(segment.path + " is damaged at byte " + cursor.position()
                                + " (offset " + cursor.offset() + "), and later records are not: " + cursor.damage()
                                + "; restore the file from a copy");
                    }
                    return new SegmentTail(cursor.position(), cursor.offset(), arrivalMillis, keys, forced);
                }
            }
        }
    }

    /** Whether a later batch knows that the position was durable. */
    private static boolean wasDurable(Storage.StorageFile file, long position, long size) throws IOException {
        byte[] rest = new byte[(int) (size - position)];
        ByteBuffer into = ByteBuffer.wrap(rest);
        while (into.hasRemaining() && file.read(into, position + into.position()) >= 0) {
            // until all is read
        }
        int read = into.position();
        for (int at = 1; at < read; at++) {
            if (BatchFormat.isBatch(rest, at, read - at) && (long) BatchFormat.LONG.get(rest, at + 32) > position) {
                return true;
            }
        }
        return false;
    }

    /**
     * Cuts what follows the tail and makes the rest durable. What may not have been forced is written once more: after
     * a failed force the system shows bytes that no further force would save.
     */
    void settle(Storage.StorageFile file) throws IOException {
        if (file.size() > position) {
            file.truncate(position);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(1 << 20, position - Math.min(forced, position)));
        for (long at = forced; at < position; ) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), position - at));
            if (file.read(bytes, at) < 0) {
                throw new IOException("the file shrank while it was read");
            }
            bytes.flip();
            int length = bytes.remaining();
            file.write(bytes, at);
            at += length;
        }
        file.force();
    }
}
