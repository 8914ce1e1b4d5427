package dev.millrace.cli.run;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.plan.ValueForms;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.CsvFormat;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.NdjsonSource;
import dev.millrace.stream.source.SchemaInference;
import dev.millrace.stream.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A file of rows under a model's schema: fields that the file does not have are missing, columns that the schema does not
 * name are skipped. Immutable.
 */
final class RowsOfFile {
    private final Schema schema;
    private final Source<Event> source;
    private final List<Field> there;
    private final List<String> absent;

    private RowsOfFile(Schema schema, Source<Event> source, List<Field> there) {
        this.schema = schema;
        this.source = source;
        this.there = there;
        List<String> names = new ArrayList<>(schema.names());
        there.forEach(field -> names.remove(field.name()));
        this.absent = names;
    }

    static RowsOfFile open(Path file, Schema schema) throws IOException {
        SourceSpec.File spec = ValueForms.found(SourceSpec.File.of(file.toString(), Path.of("")), Path.of(""));
        if (spec.format().equals("ndjson")) {
            return new RowsOfFile(schema, NdjsonSource.of(file, schema).ignoringUnknown(), schema.fields());
        }
        CsvFormat format = spec.csv();
        Collection<String> columns =
                SchemaInference.ofCsv(file, format, Map.of()).names();
        Schema.Builder common = Schema.builder();
        for (Field field : schema.fields()) {
            if (columns.contains(field.name())) {
                common.add(field.name(), field.type());
            }
        }
        Schema narrow = common.build();
        if (narrow.fields().isEmpty()) {
            throw new IOException(file + " has none of the model's fields " + schema.names() + ", but " + columns);
        }
        return new RowsOfFile(schema, CsvSource.of(file, narrow).format(format), narrow.fields());
    }

    Source<Event> source() {
        return source;
    }

    /** Fields of the schema that no row has. */
    List<String> absent() {
        return absent;
    }

    /** The same values under the whole schema. */
    Row widened(Row row) {
        if (absent.isEmpty()) {
            return row;
        }
        Row wide = new Row(schema, row.source(), row.sourcePartition(), row.offset());
        for (Field from : there) {
            Field to = schema.field(from.name());
            if (from.type() == FieldType.NUMBER) {
                wide.setNumber(to.slot(), row.number(from.slot()));
            } else if (from.type() == FieldType.TEXT) {
                wide.setText(to.slot(), row.text(from.slot()));
            } else {
                wide.setInteger(to.slot(), row.integer(from.slot()));
            }
        }
        return wide;
    }
}
