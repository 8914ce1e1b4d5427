package dev.millrace.cli.plan;

import dev.millrace.cli.file.LabelSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The classes of a pipeline that names none, where its sources declare them: a dataset of the catalog, a generator, the header of
 * an ARFF file. Their order decides ties, so that a stream's figures are the same by name, by file and by pipeline.
 */
final class DeclaredClasses {
    private DeclaredClasses() {}

    /** The pipeline with the classes that all of its sources declare for its label, if they do and it names none. */
    static PipelineSpec fill(PipelineFile file, Schema schema, Streams streams) {
        PipelineSpec spec = file.spec();
        LabelSpec label = spec.label();
        Task task = Learners.choose(spec.learner().name(), spec.learner().settings())
                .task();
        boolean isOpen = label.classes().isEmpty() && !label.comesByItself() && task == Task.CLASSIFICATION;
        boolean isName = schema.find(label.field()).isPresent()
                && schema.field(label.field()).type() == FieldType.TEXT;
        if (!isOpen || !isName) {
            return spec;
        }
        Set<List<String>> declared = new HashSet<>();
        for (SourceSpec source : spec.sources()) {
            declared.add(of(source.relativeTo(file.folder()), label.field(), streams));
        }
        List<String> classes = declared.size() == 1 ? declared.iterator().next() : List.of();
        return classes.isEmpty() ? spec : with(file, classes);
    }

    private static PipelineSpec with(PipelineFile file, List<String> names) {
        Map<String, String> classes = new LinkedHashMap<>();
        names.forEach(name -> classes.put(name, name));
        try {
            return file.spec().withLabel(file.spec().label().withClasses(classes));
        } catch (IllegalArgumentException e) {
            throw file.places()
                    .mistake("label", e.getMessage() + ", which its source declares; 'classes' names others");
        }
    }

    private static List<String> of(SourceSpec source, String label, Streams streams) {
        try {
            Optional<KnownStream> known = KnownStream.of(streams.datasets(), source);
            return known.filter(stream -> label.equals(stream.label()))
                    .map(KnownStream::classes)
                    .orElse(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
