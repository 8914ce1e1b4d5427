package dev.millrace.cli.plan;

import dev.millrace.cli.file.LabelSourceSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.source.CsvSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How the CSV files of a pipeline write numbers and dates, where it does not say so: what their first rows show when it begins, and that from
 * then on, whatever is appended. Pure but for looking at files.
 */
public final class ValueForms {
    private ValueForms() {}

    /** A file as its values show. */
    public static SourceSpec.File found(SourceSpec.File file, Path folder) {
        if (isSaid(file)) {
            return file;
        }
        CsvSample sample = sample(file, folder);
        return file.orElse(sample.decimal(), sample.dates());
    }

    /** What the values of a file leave open, for people. */
    static List<String> doubts(SourceSpec.File file, Path folder) {
        String name = Path.of(file.path()).getFileName().toString();
        return isSaid(file)
                ? List.of()
                : sample(file, folder).doubts().stream()
                        .filter(doubt -> !(doubt.contains("'decimal:") ? file.decimal() : file.dates()).isPresent())
                        .map(doubt -> name + ": " + doubt)
                        .toList();
    }

    private static boolean isSaid(SourceSpec.File file) {
        return file.decimal().isPresent() && file.dates().isPresent();
    }

    private static CsvSample sample(SourceSpec.File file, Path folder) {
        Path path = folder.resolve(file.path()).normalize();
        if (!file.format().equals("csv") || !Files.isRegularFile(path)) {
            return new CsvSample('.', DateForm.ISO, List.of());
        }
        try {
            return CsvSample.of(path, file.csv());
        } catch (IOException | IllegalArgumentException e) {
            return new CsvSample('.', DateForm.ISO, List.of()); // who reads it says what is wrong with it
        }
    }

    /** A pipeline that begins. */
    static PipelineFile found(PipelineFile file) {
        return new PipelineFile(each(file.spec(), one -> found(one, file.folder())), file.places(), file.folder());
    }

    /** What the files of a pipeline that begins leave open. */
    static List<String> doubts(PipelineFile file) {
        return files(file.spec())
                .flatMap(one -> doubts(one, file.folder()).stream())
                .toList();
    }

    /** A pipeline that goes on: files that it has read before are read as they were. */
    static PipelineSpec kept(PipelineSpec spec, PipelineSpec earlier) {
        Map<String, SourceSpec.File> before = new HashMap<>();
        files(earlier).forEach(file -> before.putIfAbsent(file.path(), file));
        return each(spec, file -> {
            SourceSpec.File then = before.get(file.path());
            return then == null
                    ? found(file, Path.of(""))
                    : file.orElse(then.csv().decimal(), then.csv().dates());
        });
    }

    /** A pipeline from its definition, where nothing is said of points and dates in ISO 8601 if it is an early one. */
    static PipelineSpec plain(PipelineSpec spec) {
        return each(spec, file -> file.orElse('.', DateForm.ISO));
    }

    private static Stream<SourceSpec.File> files(PipelineSpec spec) {
        return Stream.concat(
                spec.sources().stream()
                        .filter(source -> source instanceof SourceSpec.File)
                        .map(source -> (SourceSpec.File) source),
                spec.label().from().stream().map(LabelSourceSpec::file));
    }

    private static PipelineSpec each(PipelineSpec spec, UnaryOperator<SourceSpec.File> change) {
        List<SourceSpec> sources = new ArrayList<>();
        for (SourceSpec source : spec.sources()) {
            sources.add(source instanceof SourceSpec.File file ? change.apply(file) : source);
        }
        return spec.withSources(sources).withLabel(spec.label().withFiles(change));
    }
}
