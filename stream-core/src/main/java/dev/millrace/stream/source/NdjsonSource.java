package dev.millrace.stream.source;

import dev.millrace.stream.event.BadRow;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Files with a JSON object on each line as rows of a schema (see {@link JsonRows}): one partition per file, or all of them
 * one after the other. Empty lines are no records; a line that does not fit becomes a dead letter. Offsets are byte
 * positions, as in {@link CsvSource}.
 */
public final class NdjsonSource implements Source<Event> {
    private final String name;
    private final List<Path> files;
    private final Schema schema;
    private final boolean ignoreUnknown;
    private final boolean inSequence;
    private final UnpackedFiles unpacked = new UnpackedFiles();

    /** A partition for each file, in the order given; fields that the schema does not name are faults. */
    public NdjsonSource(List<Path> files, Schema schema) {
        this(SourceFiles.names(files), files, schema, false, false);
    }

    private NdjsonSource(String name, List<Path> files, Schema schema, boolean ignoreUnknown, boolean inSequence) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a source of files has at least one file; name one");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.files = List.copyOf(files);
        this.schema = Objects.requireNonNull(schema, "schema");
        this.ignoreUnknown = ignoreUnknown;
        this.inSequence = inSequence;
    }

    /** One file. */
    public static NdjsonSource of(Path file, Schema schema) {
        return new NdjsonSource(List.of(file), schema);
    }

    /** The same files under a name of their own in dead letters. */
    public NdjsonSource named(String other) {
        return new NdjsonSource(other, files, schema, ignoreUnknown, inSequence);
    }

    /** The same files; fields that the schema does not name are skipped. */
    public NdjsonSource ignoringUnknown() {
        return new NdjsonSource(name, files, schema, true, inSequence);
    }

    /** The same files one after the other, as one partition. */
    public NdjsonSource inSequence() {
        return new NdjsonSource(name, files, schema, ignoreUnknown, true);
    }

    public Schema schema() {
        return schema;
    }

    @Override
    public String describe() {
        return "ndjson(" + SourceFiles.names(files) + (inSequence ? ", in sequence" : "")
                + (ignoreUnknown ? ", unknown fields ignored" : "") + ", fields " + schema + ")";
    }

    @Override
    public int partitions() {
        return inSequence ? 1 : files.size();
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        Objects.checkIndex(partition, partitions());
        Reader reader = new Reader(inSequence ? files : List.of(files.get(partition)), partition, from);
        reader.start(from);
        return reader;
    }

    private final class Reader extends RecordFileReader {
        private final JsonRows rows = new JsonRows(schema, ignoreUnknown);

        Reader(List<Path> files, int partition, Offset from) {
            super(name, files, partition, from, LineReader.MOST_BYTES, unpacked);
        }

        @Override
        void begin(Path file) throws IOException {
            if (!hasMore()) {
                throw new IOException(file + " is empty; expected a JSON object on each line");
            }
        }

        @Override
        boolean next(Sink<Event> sink) throws IOException {
            while (hasMore()) {
                int length = LineReader.lineLength(input);
                if (length < 0) {
                    reject(
                            sink,
                            "the line is longer than " + LineReader.MOST_BYTES + " bytes",
                            input.bytes,
                            input.start,
                            input.limit - input.start);
                    skipLine(input.start);
                    return true;
                }
                boolean blank = LineReader.isBlank(input.bytes, input.start, length);
                if (!blank) {
                    parse(sink, length);
                }
                input.start = Math.min(input.start + length + 1, input.limit);
                line += line > 0 ? 1 : 0;
                if (!blank) {
                    return true;
                }
            }
            return false;
        }

        private void parse(Sink<Event> sink, int length) {
            try {
                Row row = rows.parse(input.bytes, input.start, length, source, sourcePartition, records);
                records++;
                sink.event(row, Timestamps.NONE);
            } catch (BadRow e) {
                reject(sink, e.getMessage(), input.bytes, input.start, length);
            }
        }
    }
}
