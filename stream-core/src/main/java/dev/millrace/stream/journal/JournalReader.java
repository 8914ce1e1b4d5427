package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/**
 * Reads a journal's durable records in order, and follows its writer without a lock. A record's bytes lie in a buffer
 * that is used again: {@link #buffer} from {@link #from}, {@link #length} bytes, until the next call of {@link #next}.
 * Every batch is checked against its checksum. Threading: one caller; never waits for more.
 */
public final class JournalReader implements Closeable {
    private final Storage storage;
    private Segment segment;
    private BatchCursor cursor;
    private int left; // records of the batch behind the current one
    private int from;
    private int length;
    private long offset;
    private long arrivalMillis;

    JournalReader(Storage storage, Segment segment, long fromOffset) throws IOException {
        this.storage = storage;
        this.segment = segment;
        this.cursor = open(segment);
        this.offset = fromOffset - 1;
        try {
            passOver(fromOffset);
        } catch (IOException | RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    /** Goes to the next record; false if there is none yet. */
    public boolean next() throws IOException {
        if (left == 0 && !nextBatch()) {
            return false;
        }
        left--;
        offset++;
        toRecord(from + length);
        return true;
    }

    /** Offset of the current record; before the first call of {@link #next}, one less than where it begins. */
    public long offset() {
        return offset;
    }

    /** When the current record's request came, milliseconds since the epoch. */
    public long arrivalMillis() {
        return arrivalMillis;
    }

    /** Holds the current record; not to be changed. */
    public byte[] buffer() {
        return cursor.buffer();
    }

    /** Index in {@link #buffer} of the current record's first byte. */
    public int from() {
        return from;
    }

    /** Number of bytes of the current record. */
    public int length() {
        return length;
    }

    /** A copy of the current record. */
    public byte[] record() {
        return Arrays.copyOfRange(cursor.buffer(), from, from + length);
    }

    /** The metadata under which the current record was written. */
    public String metadata() {
        return segment.header.metadata();
    }

    private boolean nextBatch() throws IOException {
        while (true) {
            Segment following = segment.next(); // before the end: see Segment
            if (batchBefore(segment.durableEnd())) {
                toBatch();
                return true;
            }
            if (following == null) {
                return false;
            }
            BatchCursor next = open(following);
            cursor.close();
            cursor = next;
            segment = following;
        }
    }

    private boolean batchBefore(long limit) throws IOException {
        return switch (cursor.next(limit)) {
            case BATCH -> true;
            case END -> false;
            case DAMAGED -> throw damaged();
        };
    }

    private void toBatch() {
        left = cursor.count();
        arrivalMillis = cursor.arrivalMillis();
        from = cursor.recordsFrom();
        length = 0;
    }

    private void toRecord(int at) throws IOException {
        byte[] buffer = cursor.buffer();
        int value = 0;
        int index = at;
        for (int shift = 0; ; shift += 7) {
            byte part = buffer[index++];
            value |= (part & 0x7F) << shift;
            if (part >= 0) {
                break;
            }
        }
        if (value < 0 || value > cursor.recordsUntil() - index) {
            throw damaged();
        }
        from = index;
        length = value;
    }

    private void passOver(long fromOffset) throws IOException {
        while (batchBefore(segment.durableEnd())) {
            if (cursor.offset() > fromOffset) {
                toBatch();
                for (long passed = cursor.base(); passed < fromOffset; passed++) {
                    left--;
                    toRecord(from + length);
                }
                return;
            }
        }
    }

    private BatchCursor open(Segment of) throws IOException {
        try {
            return new BatchCursor(storage.openRead(of.path), of.firstPosition(), of.header.firstOffset());
        } catch (NoSuchFileException e) {
            throw new OffsetReleased("the journal's segment " + of.path
                    + " was released while it was being read; read on from the journal's start");
        }
    }

    private JournalCorrupt damaged() {
        return new JournalCorrupt(segment.path + " is damaged at byte " + cursor.position() + " (offset "
                + cursor.offset() + "), where it was durable: " + cursor.damage()
                + "; restore the file from a copy, or start from a version that has read beyond it");
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
