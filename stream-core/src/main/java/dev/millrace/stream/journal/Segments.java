package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files of a journal, oldest first, linked by their headers. Threading: the list is an immutable array that is
 * replaced under a lock; reading it takes none.
 */
final class Segments {
    private final Path directory;
    private final Storage storage;
    private volatile Segment[] all;

    private Segments(Path directory, Storage storage, List<Segment> found) {
        this.directory = directory;
        this.storage = storage;
        this.all = found.toArray(new Segment[0]);
    }

    /** Opens what is there, the head of every segment checked; none yet is no error. */
    static Segments find(Path directory, Storage storage) throws IOException {
        List<Segment> found = new ArrayList<>();
        for (String name : storage.list(directory)) {
            if (Segment.isFileName(name)) {
                found.add(readHeader(directory.resolve(name), storage));
            }
        }
        for (int i = 1; i < found.size(); i++) {
            join(found.get(i - 1), found.get(i), storage);
        }
        return new Segments(directory, storage, found);
    }

    private static Segment readHeader(Path path, Storage storage) throws IOException {
        try (Storage.StorageFile file = storage.openRead(path)) {
            SegmentHeader header = SegmentHeader.read(file, path);
            if (!Segment.fileName(header.firstOffset())
                    .equals(path.getFileName().toString())) {
                throw new JournalCorrupt(path + " holds the offsets from " + header.firstOffset()
                        + ", not those of its name; was the file renamed?");
            }
            return new Segment(path, header, header.encodedBytes());
        }
    }

    private static void join(Segment older, Segment newer, Storage storage) throws IOException {
        SegmentHeader header = newer.header;
        if (header.previousFirst() != older.header.firstOffset()) {
            throw new JournalCorrupt("the journal's segment " + Segment.fileName(header.previousFirst())
                    + " is missing between " + older.path + " and " + newer.path + "; restore the file from a copy");
        }
        if (storage.size(older.path) < header.previousEnd()) {
            throw new JournalCorrupt(older.path + " has " + storage.size(older.path) + " bytes, but "
                    + header.previousEnd() + " of it were durable; restore the file from a copy");
        }
        older.durableEnd(header.previousEnd());
        older.next(newer);
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    Segment first() {
        return all[0];
    }

    Segment last() {
        Segment[] now = all;
        return now[now.length - 1];
    }

    /** From the oldest to the newest, as they are now. */
    List<Segment> list() {
        return List.of(all);
    }

    /** The segment that holds an offset, or would hold it next. */
    Segment holding(long offset) throws OffsetReleased {
        Segment[] now = all;
        if (offset < now[0].header.firstOffset()) {
            throw new OffsetReleased("the journal begins at offset " + now[0].header.firstOffset() + ", offset "
                    + offset + " was released; start from a newer version, or keep the journal longer");
        }
        int index = now.length - 1;
        while (now[index].header.firstOffset() > offset) {
            index--;
        }
        return now[index];
    }

    /**
     * Makes the next segment, durable with its name before it is used. A segment without records is replaced by it.
     * On any failure the segments are as before, and the same call may be made again.
     */
    Storage.StorageFile add(SegmentHeader header) throws IOException {
        Path path = directory.resolve(Segment.fileName(header.firstOffset()));
        Path unnamed = directory.resolve(Segment.fileName(header.firstOffset()) + ".new");
        if (storage.exists(unnamed)) {
            storage.delete(unnamed);
        }
        try (Storage.StorageFile file = storage.create(unnamed)) {
            file.write(header.encode(), 0);
            file.force();
        }
        storage.rename(unnamed, path);
        storage.forceDirectory(directory);
        Storage.StorageFile file = storage.open(path);
        append(new Segment(path, header, header.encodedBytes()));
        return file;
    }

    private synchronized void append(Segment added) {
        Segment[] now = all;
        int kept = now.length;
        if (kept > 0 && now[kept - 1].path.equals(added.path)) {
            kept--;
        }
        Segment[] longer = Arrays.copyOf(now, kept + 1);
        longer[kept] = added;
        all = longer;
        for (int i = Math.max(0, kept - 1); i < now.length; i++) {
            now[i].next(added); // the replaced one too: a reader may stand on it
        }
    }

    /** Deletes segments whose records all lie before an offset, but never the newest. */
    synchronized void releaseBefore(long offset) throws IOException {
        while (all.length > 1 && all[1].header.firstOffset() <= offset) {
            Segment oldest = all[0];
            all = Arrays.copyOfRange(all, 1, all.length);
            try {
                storage.delete(oldest.path);
            } catch (NoSuchFileException e) {
                continue; // deleted by hand, or by an attempt that failed half-way
            }
            // One by one, so that no crash leaves a gap.
            storage.forceDirectory(directory);
        }
    }

    /** Creates the journal's directory, each new name forced in its parent. */
    static void createDirectory(Path directory, Storage storage) throws IOException {
        if (storage.exists(directory) && !storage.isDirectory(directory)) {
            throw new IOException("the journal's directory " + directory + " is a file; name a directory");
        }
        Path existing = directory.toAbsolutePath().normalize();
        List<Path> parents = new ArrayList<>();
        while (!storage.exists(existing)) {
            existing = existing.getParent();
            parents.add(existing);
        }
        storage.createDirectories(directory);
        for (Path parent : parents) {
            storage.forceDirectory(parent);
        }
    }

    /** Removes what an attempt at a new segment left behind, and makes the names durable that are there. */
    static void settleNames(Path directory, Storage storage) throws IOException {
        for (String name : storage.list(directory)) {
            if (name.endsWith(".log.new")) {
                storage.delete(directory.resolve(name));
            }
        }
        storage.forceDirectory(directory);
    }
}
