package dev.millrace.datasets;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the rows of a stream to a file: CSV with a header, or a JSON object on each line if its name ends in {@code
 * .ndjson}; packed if it ends in {@code .gz}. Numbers are written with as many digits as give the same number back, and the
 * same on every JVM. Threading: one caller.
 */
public final class RowFile implements SourceReader.Sink<Event> {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Schema schema;
    private final boolean json;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();
    private long rows;

    private RowFile(Schema schema, boolean json, OutputStream out) {
        this.schema = schema;
        this.json = json;
        this.out = out;
    }

    /** Writes the only partition of a source of rows that ends, and returns how many there were. */
    public static long write(Source<Event> source, Schema schema, Path path) throws IOException {
        String name = path.getFileName().toString();
        boolean packed = name.endsWith(".gz");
        String unpacked = packed ? name.substring(0, name.length() - 3) : name;
        boolean json = unpacked.endsWith(".ndjson") || unpacked.endsWith(".jsonl");
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out =
                        new BufferedOutputStream(packed ? new GZIPOutputStream(file, 1 << 16) : file, 1 << 16);
                SourceReader<Event> reader = source.open(0, Offset.START)) {
            RowFile written = new RowFile(schema, json, out);
            if (!json) {
                written.header();
            }
            while (reader.poll(written, ROWS_AT_ONCE) == SourceReader.Status.READY) {
                // goes on until the source has ended
            }
            return written.rows;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void header() throws IOException {
        for (Field field : schema.fields()) {
            separate();
            text(field.name());
        }
        end();
    }

    @Override
    public void event(Event event, long arrivalMillis) {
        Row row = (Row) event;
        try {
            if (json) {
                out.write(JsonRows.toJson(row));
                out.write('\n');
            } else {
                for (Field field : schema.fields()) {
                    separate();
                    if (!row.isMissing(field)) {
                        value(row, field);
                    }
                }
                end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows++;
    }

    /** Stands between two fields; a field that is missing is empty. */
    private void separate() {
        line.append(',');
    }

    private void end() throws IOException {
        line.append('\n');
        out.write(line.substring(1).getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }

    private void value(Row row, Field field) {
        switch (field.type()) {
            case NUMBER -> line.append(NumberOutput.toString(row.number(field.slot()), true));
            case TIME -> line.append(Instant.ofEpochMilli(row.integer(field.slot())));
            case TEXT -> text(row.text(field.slot()));
            case INTEGER, BOOLEAN -> line.append(row.name(field));
        }
    }

    private void text(String text) {
        boolean plain = !text.isEmpty();
        for (int i = 0; i < text.length() && plain; i++) {
            plain = ",\"\n\r".indexOf(text.charAt(i)) < 0;
        }
        if (plain) {
            line.append(text);
        } else {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }

    @Override
    public void reject(DeadLetter letter) {
        throw new UncheckedIOException(new IOException(letter.detail()));
    }
}
