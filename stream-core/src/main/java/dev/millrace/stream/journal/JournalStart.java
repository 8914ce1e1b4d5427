package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A journal brought back to work after whatever ended it: names settled, the torn tail cut, the rest forced, the
 * idempotency keys read again.
 *
 * @param segments with the newest segment's durable end found
 * @param file the newest segment's, for writing
 * @param tail where writing goes on
 * @param keys of the last hours
 */
record JournalStart(Segments segments, Storage.StorageFile file, SegmentTail tail, IdempotencyTable keys) {

    static JournalStart in(Path directory, Storage storage, Clock clock, JournalOptions options) throws IOException {
        Segments.createDirectory(directory, storage);
        Segments.settleNames(directory, storage);
        Segments segments = Segments.find(directory, storage);
        Storage.StorageFile file = segments.isEmpty()
                ? segments.add(new SegmentHeader(0, -1, 0, Long.MIN_VALUE, 0, options.metadata()))
                : storage.open(segments.last().path);
        try {
            Segment last = segments.last();
            SegmentTail tail = SegmentTail.find(file, last);
            tail.settle(file);
            last.durableEnd(tail.position());
            IdempotencyTable keys = new IdempotencyTable(options.idempotencyKeys(), options.idempotencyMillis());
            long now = Math.max(clock.millis(), tail.arrivalMillis());
            readKeys(segments.list(), tail, keys, now - options.idempotencyMillis(), options, storage);
            return new JournalStart(segments, file, tail, keys);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Goes back segment by segment while keys may be young enough and needed, then reads from there on. */
    private static void readKeys(
            List<Segment> segments,
            SegmentTail tail,
            IdempotencyTable into,
            long sinceMillis,
            JournalOptions options,
            Storage storage)
            throws IOException {
        int first = segments.size() - 1;
        long found = tail.keys();
        while (first > 0
                && found < options.idempotencyKeys()
                && segments.get(first).header.previousArrivalMillis() >= sinceMillis) {
            found += segments.get(first).header.previousKeys();
            first--;
        }
        for (int i = first; i < segments.size(); i++) {
            boolean newest = i == segments.size() - 1;
            int keys = newest ? tail.keys() : segments.get(i + 1).header.previousKeys();
            if (keys > 0) {
                readKeys(segments.get(i), into, sinceMillis, storage);
            }
        }
    }

    private static void readKeys(Segment segment, IdempotencyTable into, long sinceMillis, Storage storage)
            throws IOException {
        try (BatchCursor cursor = new BatchCursor(
                storage.openRead(segment.path), segment.firstPosition(), segment.header.firstOffset())) {
            BatchCursor.Found found = cursor.next(segment.durableEnd());
            while (found == BatchCursor.Found.BATCH) {
                if (cursor.hasKey() && cursor.arrivalMillis() >= sinceMillis) {
                    into.add(cursor.key(), cursor.bodyHash(), cursor.base(), cursor.count(), cursor.arrivalMillis());
                }
                found = cursor.next(segment.durableEnd());
            }
            if (found == BatchCursor.Found.DAMAGED) {
                throw new JournalCorrupt(segment.path + " is damaged at byte " + cursor.position() + " (offset "
                        + cursor.offset() + "): " + cursor.damage() + "; restore the file from a copy");
            }
        }
    }
}
