package dev.millrace.stream.source;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Files with a record on each line, in any {@link LineFormat}, as rows of a schema: one partition per file. Blank lines and
 * comments are no records; a line that does not fit becomes a dead letter with its column. Offsets are byte positions, as
 * in {@link CsvSource}; a {@code .gz} file is unpacked from its start.
 */
public final class LineSource implements Source<Event> {
    /** A line is no longer than this. */
    static final int MOST_BYTES = 64 << 20;

    private final String name;
    private final LineFormat format;
    private final List<Path> files;
    private final Schema schema;
    private final UnpackedFiles unpacked = new UnpackedFiles();

    /** A partition for each file, in the order given. */
    public LineSource(LineFormat format, List<Path> files, Schema schema) {
        this(SourceFiles.names(files), format, files, schema);
    }

    private LineSource(String name, LineFormat format, List<Path> files, Schema schema) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a source of files has at least one file; name one");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.format = Objects.requireNonNull(format, "format");
        this.files = List.copyOf(files);
        this.schema = Objects.requireNonNull(schema, "schema");
    }

    /** One file. */
    public static LineSource of(LineFormat format, Path file, Schema schema) {
        return new LineSource(format, List.of(file), schema);
    }

    /** The same files under a name of their own in dead letters. */
    public LineSource named(String other) {
        return new LineSource(other, format, files, schema);
    }

    @Override
    public String describe() {
        return format.describe() + "(" + SourceFiles.names(files) + ", fields " + schema + ")";
    }

    @Override
    public int partitions() {
        return files.size();
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        Objects.checkIndex(partition, partitions());
        Reader reader = new Reader(files.get(partition), partition, from);
        reader.start(from);
        return reader;
    }

    private final class Reader extends RecordFileReader {
        private final LineFormat.Parser parser = format.parser(schema);
        private Row row;

        Reader(Path file, int partition, Offset from) {
            super(name, List.of(file), partition, from, MOST_BYTES, unpacked);
        }

        @Override
        void begin(Path file) throws IOException {
            if (!hasMore()) {
                throw new IOException(file + " is empty; expected a record on each line");
            }
            while (hasMore()) {
                int length = LineReader.lineLength(input);
                try {
                    if (length < 0 || !parser.header(text(length))) {
                        return;
                    }
                } catch (BadLine e) {
                    throw new IOException(
                            file + ", line " + line + ", column " + e.column() + ": " + e.getMessage(), e);
                }
                pass(length);
            }
            if (parser.wanted() != null) {
                throw new IOException(file + " ends within its header: " + parser.wanted());
            }
        }

        private String text(int length) {
            int end = length > 0 && input.bytes[input.start + length - 1] == '\r' ? length - 1 : length;
            return new String(input.bytes, input.start, end, StandardCharsets.UTF_8);
        }

        private void pass(int length) {
            input.start = Math.min(input.start + length + 1, input.limit);
            line += line > 0 ? 1 : 0;
        }

        @Override
        boolean next(Sink<Event> sink) throws IOException {
            while (hasMore()) {
                int length = LineReader.lineLength(input);
                if (length < 0) {
                    reject(
                            sink,
                            "the line is longer than " + MOST_BYTES + " bytes",
                            input.bytes,
                            input.start,
                            input.limit - input.start);
                    skipLine(input.start);
                    return true;
                }
                boolean record = !LineReader.isBlank(input.bytes, input.start, length) && record(sink, length);
                pass(length);
                if (record) {
                    return true;
                }
            }
            return false;
        }

        /** Gives out a line; false if it is a comment. */
        private boolean record(Sink<Event> sink, int length) {
            if (row == null) {
                row = new Row(schema, source, sourcePartition, records);
            }
            try {
                if (!parser.parse(text(length), row)) {
                    return false;
                }
                records++;
                sink.event(row, Timestamps.NONE);
            } catch (BadLine e) {
                reject(sink, "column " + e.column() + ": " + e.getMessage(), input.bytes, input.start, length);
            }
            row = null; // given out, or half filled
            return true;
        }
    }
}
