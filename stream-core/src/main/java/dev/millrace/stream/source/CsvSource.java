package dev.millrace.stream.source;

import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Files of separated values with a header line (RFC 4180) as rows of a schema: one partition per file, or all of them one
 * after the other in a single partition.
 *
 * <p>Columns that the schema does not name are skipped. An empty field is missing; a quoted empty field is the empty text.
 * Empty lines are no records. A record that does not fit (too many or too few fields, a bad number, a quote that is not
 * closed, …) becomes a dead letter, and reading goes on at the next one. Offsets are byte positions: a plain file goes on
 * without reading again; a {@code .gz} file is unpacked from its start.
 */
public final class CsvSource implements Source<Event> {
    private final String name;
    private final List<Path> files;
    private final Schema schema;
    private final CsvFormat format;
    private final boolean inSequence;
    private final UnpackedFiles unpacked = new UnpackedFiles();

    /** A partition for each file, in the order given; separators as the first file's name says. */
    public CsvSource(List<Path> files, Schema schema) {
        this(
                SourceFiles.names(files),
                files,
                schema,
                files.isEmpty()
                        ? CsvFormat.COMMA
                        : CsvFormat.ofName(files.get(0).toString()),
                false);
    }

    private CsvSource(String name, List<Path> files, Schema schema, CsvFormat format, boolean inSequence) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a source of files has at least one file; name one");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.files = List.copyOf(files);
        this.schema = Objects.requireNonNull(schema, "schema");
        this.format = Objects.requireNonNull(format, "format");
        this.inSequence = inSequence;
    }

    /** One file. */
    public static CsvSource of(Path file, Schema schema) {
        return new CsvSource(List.of(file), schema);
    }

    /** The same files under a name of their own in dead letters. */
    public CsvSource named(String other) {
        return new CsvSource(other, files, schema, format, inSequence);
    }

    /** The same files, read with another separator or zone. */
    public CsvSource format(CsvFormat other) {
        return new CsvSource(name, files, schema, other, inSequence);
    }

    /** The same files one after the other, as one partition. */
    public CsvSource inSequence() {
        return new CsvSource(name, files, schema, format, true);
    }

    public Schema schema() {
        return schema;
    }

    @Override
    public String describe() {
        return "csv(" + SourceFiles.names(files) + (inSequence ? ", in sequence" : "") + ", separator '"
                + format.separator() + "', zone " + format.zone()
                + (format.decimal() == '.' ? "" : ", decimal '" + format.decimal() + "'")
                + (format.dates() == DateForm.ISO
                        ? ""
                        : ", dates " + format.dates().word()) + ", fields " + schema + ")";
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
        private CsvRecord record;

        Reader(List<Path> files, int partition, Offset from) {
            super(name, files, partition, from, format.mostRecordBytes(), unpacked);
        }

        @Override
        void begin(Path file) throws IOException {
            List<String> names = CsvHeader.read(file, input, format);
            record = new CsvRecord(format, names, CsvHeader.fields(file, names, schema));
            line = 2;
        }

        @Override
        boolean next(Sink<Event> sink) throws IOException {
            while (hasMore()) {
                byte first = input.bytes[input.start];
                if (first != '\n' && first != '\r') {
                    parse(sink);
                    return true;
                }
                input.start++; // an empty line, or the rest of a CRLF
                line += line > 0 && first == '\n' ? 1 : 0;
            }
            return false;
        }

        private void parse(Sink<Event> sink) throws IOException {
            Row row = Row.toFill(this, sink.spare(), schema, source, sourcePartition, records);
            int end = record.parse(input, row);
            while (end == CsvRecord.NEED_MORE) {
                if (!input.fill() && !input.ended) {
                    tooLong(sink);
                    return;
                }
                end = record.parse(input, row);
            }
            if (end == CsvRecord.UNTERMINATED) {
                reject(sink, "a quote is opened and never closed", input.bytes, input.start, lineLength());
                line += line > 0 ? record.linesBeforeQuote : 0;
                skipLine(record.quoteAt);
                return;
            }
            if (record.fault == null) {
                records++;
                sink.event(row, Timestamps.NONE);
            } else {
                reject(sink, record.fault, input.bytes, input.start, end - input.start);
            }
            input.start = end;
            line += line > 0 ? record.innerLines + 1 : 0;
        }

        private void tooLong(Sink<Event> sink) throws IOException {
            int length = input.limit - input.start;
            boolean inQuote = record.quoteAt >= 0;
            reject(
                    sink,
                    "the record is longer than " + length + " bytes"
                            + (inQuote ? "; a quote is opened and perhaps never closed" : ""),
                    input.bytes,
                    input.start,
                    length);
            line += line > 0 && inQuote ? record.linesBeforeQuote : 0;
            skipLine(inQuote ? record.quoteAt : input.limit);
        }

        private int lineLength() {
            int at = record.quoteAt;
            while (at < input.limit && input.bytes[at] != '\n') {
                at++;
            }
            return at - input.start;
        }
    }
}
