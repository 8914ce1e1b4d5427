package dev.millrace.stream.source;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the records of one or several files, one after the other, and knows where it is. The position of its offset is the
 * byte in the file, with the index of the file above bit {@value #FILE_SHIFT}. Threading: one caller.
 */
abstract class RecordFileReader implements SourceReader<Event> {
    private static final int FILE_SHIFT = 44;
    private static final int MOST_FILES = 1 << 62 - FILE_SHIFT;

    private final String name;
    private final List<Path> files;
    private final int mostRecordBytes;
    private final UnpackedFiles unpacked;
    private int fileIndex;

    final int source;
    final int sourcePartition;
    ByteInput input;
    long records;
    /** Line at which the next record starts; 0 where it is not known, after going on in the middle of a file. */
    long line;

    /** @param unpacked of the source */
    RecordFileReader(
            String name,
            List<Path> files,
            int sourcePartition,
            Offset from,
            int mostRecordBytes,
            UnpackedFiles unpacked) {
        if (files.size() > MOST_FILES) {
            throw new IllegalArgumentException(
                    "at most " + MOST_FILES + " files follow each other, got " + files.size());
        }
        this.name = name;
        this.files = files;
        this.source = from.part();
        this.sourcePartition = sourcePartition;
        this.mostRecordBytes = mostRecordBytes;
        this.unpacked = unpacked;
        this.records = from.records();
    }

    /** Reads what stands before the first record, such as a header. */
    abstract void begin(Path file) throws IOException;

    /** Gives out the next record; false if the file has none. */
    abstract boolean next(Sink<Event> sink) throws IOException;

    /** Opens the file of an offset and goes there. */
    final void start(Offset from) throws IOException {
        fileIndex = (int) (from.position() >>> FILE_SHIFT);
        if (fileIndex >= files.size()) {
            throw new IOException("the offset is in file " + (fileIndex + 1) + " of " + files.size() + " of " + name
                    + "; a file was removed");
        }
        open();
        long position = from.position() & (1L << FILE_SHIFT) - 1;
        if (position > input.position()) {
            line = 0;
            try {
                input.seek(position);
            } catch (IOException e) {
                input.close();
                throw e;
            }
        }
    }

    private void open() throws IOException {
        input = new ByteInput(files.get(fileIndex), mostRecordBytes, unpacked);
        line = 1;
        try {
            begin(files.get(fileIndex));
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    @Override
    public final Status poll(Sink<Event> sink, int most) throws IOException {
        for (int n = 0; n < most; n++) {
            while (!next(sink)) {
                if (fileIndex + 1 == files.size()) {
                    return Status.ENDED;
                }
                input.close();
                fileIndex++;
                open();
            }
        }
        return Status.READY;
    }

    @Override
    public final Offset offset() {
        return new Offset(source, records, (long) fileIndex << FILE_SHIFT | input.position());
    }

    @Override
    public final void close() throws IOException {
        input.close();
    }

    /** Whether there is at least one more byte at {@code input.start}. */
    final boolean hasMore() throws IOException {
        while (input.start == input.limit) {
            if (!input.fill() && input.ended) {
                return false;
            }
        }
        return true;
    }

    /** Rejects the record that starts at the present place, shortened, and counts it. */
    final void reject(Sink<Event> sink, String detail, byte[] payload, int from, int length) {
        String place = line > 0 ? ", line " + line : ", byte " + input.position();
        sink.reject(new DeadLetter(
                name,
                sourcePartition,
                records,
                "bad-record",
                files.get(fileIndex).getFileName() + place + " (record " + (records + 1) + "): " + detail,
                Payloads.text(payload, from, length)));
        records++;
    }

    /** Moves behind the next line feed at or after an index of the buffer, reading on as far as it takes. */
    final void skipLine(int from) throws IOException {
        int at = from;
        while (true) {
            while (at < input.limit) {
                if (input.bytes[at++] == '\n') {
                    input.start = at;
                    line += line > 0 ? 1 : 0;
                    return;
                }
            }
            input.start = input.limit;
            if (!input.fill() && input.ended) {
                return;
            }
            at = input.start;
        }
    }
}
