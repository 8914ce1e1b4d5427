package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** A journal as it was when it was opened; see {@link Journal#openReadOnly}. */
final class RecordedJournal implements JournalLog {
    private final Storage storage;
    private final Segments segments;
    private final long end;

    private RecordedJournal(Storage storage, Segments segments, long end) {
        this.storage = storage;
        this.segments = segments;
        this.end = end;
    }

    static RecordedJournal open(Path directory, Storage storage) throws IOException {
        if (!storage.isDirectory(directory)) {
            throw new IOException("there is no journal in " + directory + ": it is no directory");
        }
        Segments segments = Segments.find(directory, storage);
        if (segments.isEmpty()) {
            throw new IOException("there is no journal in " + directory + ": it has no segment");
        }
        Segment last = segments.last();
        try (Storage.StorageFile file = storage.openRead(last.path)) {
            SegmentTail tail = SegmentTail.find(file, last);
            last.durableEnd(tail.position());
            return new RecordedJournal(storage, segments, tail.offset());
        }
    }

    static JournalReader read(Segments segments, Storage storage, long fromOffset, long end) throws IOException {
        if (fromOffset > end) {
            throw new OffsetAfterEnd("the journal ends at offset " + end + ", offset " + fromOffset
                    + " was asked for: is it the journal of this version? Restore it, or go back to an older version");
        }
        return new JournalReader(storage, segments.holding(fromOffset), fromOffset);
    }

    @Override
    public long start() {
        return segments.first().header.firstOffset();
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public String metadata() {
        return segments.last().header.metadata();
    }

    @Override
    public JournalReader read(long fromOffset) throws IOException {
        return read(segments, storage, fromOffset, end);
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public void addDurableListener(Runnable listener) {
        // Nothing becomes durable here any more.
    }
}
