package dev.millrace.cli.plan;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.datasets.Catalog;
import dev.millrace.datasets.loader.RowFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Knows which text fields of a source hold tokens, {@code name:value}, of which there may be many thousands of names. */
public final class SparseFields {
    private SparseFields() {}

    public static Set<String> of(List<SourceSpec> sources) {
        Set<String> fields = new TreeSet<>();
        for (SourceSpec source : sources) {
            if (source instanceof SourceSpec.File file) {
                file.rowFormat().flatMap(RowFormat::sparseField).ifPresent(fields::add);
            } else if (source instanceof SourceSpec.Dataset dataset) {
                Catalog.load()
                        .find(dataset.name())
                        .flatMap(found -> found.sparseField())
                        .ifPresent(fields::add);
            }
        }
        return fields;
    }
}
