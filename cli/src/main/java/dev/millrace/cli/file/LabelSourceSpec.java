package dev.millrace.cli.file;

import dev.millrace.ml.label.LabelColumns;
import java.util.List;
import java.util.Objects;

/**
 * A file of labels: each record names an event and says its label.
 *
 * @param file in CSV or NDJSON
 * @param columns what its records say, and where
 */
public record LabelSourceSpec(SourceSpec.File file, LabelColumns columns) {
    static final List<String> FORMATS = List.of("csv", "ndjson");

    public LabelSourceSpec {
        Objects.requireNonNull(columns, "columns");
        if (!FORMATS.contains(file.format())) {
            throw new IllegalArgumentException("labels come from files in csv or ndjson, got " + file.format());
        }
    }
}
