package dev.millrace.cli.plan;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.datasets.Dataset;
import dev.millrace.datasets.Datasets;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.NdjsonSource;
import dev.millrace.stream.source.SchemaInference;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens the streams that a pipeline file names.
 *
 * @param datasets where named datasets are found
 * @param clock paces generators
 * @param paced whether generators keep to their rate; a replay does not wait
 */
public record Streams(Datasets datasets, Clock clock, boolean paced) {

    public Streams(Datasets datasets, Clock clock) {
        this(datasets, clock, true);
    }

    /** The same streams as fast as they are read. */
    public Streams unpaced() {
        return new Streams(datasets, clock, false);
    }

    /**
     * The fields of a stream that ends; types that are given are not looked for.
     *
     * @param folder that a path is relative to
     * @throws IllegalArgumentException if a type is given for a field that is not there
     */
    public Schema schema(SourceSpec source, Path folder, Map<String, FieldType> given) throws IOException {
        if (source instanceof SourceSpec.File file) {
            Path path = existing(folder, file.path());
            if (file.rowFormat().isPresent()) {
                return file.rowFormat().get().schema(path, given);
            }
            return file.format().equals("ndjson")
                    ? SchemaInference.ofNdjson(path, given)
                    : SchemaInference.ofCsv(path, file.csv(), given);
        } else if (source instanceof SourceSpec.Dataset dataset) {
            return datasets.catalog().get(dataset.name()).withTypes(given).schema();
        } else if (source instanceof SourceSpec.Generator generator) {
            return Generators.schema(generator);
        } else if (source instanceof SourceSpec.Journal journal) {
            return RecordedJournals.schema(folder.resolve(journal.path()).normalize());
        }
        throw new IllegalArgumentException("events over http have no schema of their own");
    }

    /** Opens a stream that ends, its rows under the pipeline's schema. */
    public Source<Event> open(SourceSpec source, Path folder, Schema schema) throws IOException {
        if (source instanceof SourceSpec.File file) {
            return openFile(file, folder, schema);
        } else if (source instanceof SourceSpec.Dataset dataset) {
            return datasets.open(dataset.name(), schema);
        } else if (source instanceof SourceSpec.Generator generator) {
            return Generators.open(generator, paced ? Optional.of(clock) : Optional.empty());
        } else if (source instanceof SourceSpec.Journal journal) {
            return RecordedJournals.source(folder.resolve(journal.path()).normalize(), schema);
        }
        throw new IllegalArgumentException("events over http come through the pipeline's journal");
    }

    /** Opens a file, its rows under a schema; columns that it does not name are skipped. */
    Source<Event> openFile(SourceSpec.File file, Path folder, Schema schema) {
        Path path = folder.resolve(file.path()).normalize();
        if (file.rowFormat().isPresent()) {
            return file.rowFormat().get().open(path, schema);
        }
        return file.format().equals("ndjson")
                ? NdjsonSource.of(path, schema).ignoringUnknown()
                : CsvSource.of(path, schema).format(file.csv());
    }

    /** Whether sources are one dataset whose anomalies are windows of the Numenta benchmark, in this field. */
    public boolean hasWindows(List<SourceSpec> sources, String label) {
        if (sources.size() != 1 || !(sources.get(0) instanceof SourceSpec.Dataset named)) {
            return false;
        }
        Dataset dataset = datasets.catalog().get(named.name());
        return !dataset.anomalyWindows().isEmpty() && label.equals(dataset.label());
    }

    private static Path existing(Path folder, String written) throws IOException {
        Path path = folder.resolve(written).normalize();
        if (!Files.isRegularFile(path)) {
            throw new IOException(
                    Files.isDirectory(path) ? path + " is a directory; name a file" : "there is no file " + path);
        }
        return path;
    }
}
