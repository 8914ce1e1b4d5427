package dev.millrace.cli.plan;

import dev.millrace.cli.file.BadPipelineFile;
import dev.millrace.cli.file.LabelSourceSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.label.EventNaming;
import dev.millrace.ml.label.LabelColumns;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the fields of a pipeline's events: from its first source, with the types that the file gives; what is used as a
 * category, a key or the name of a class is text, so that "1" stays "1".
 */
final class SchemaFinder {
    private final PipelineFile file;
    private final PipelineSpec spec;
    private final Streams streams;

    SchemaFinder(PipelineFile file, Streams streams) {
        this.file = file;
        this.spec = file.spec();
        this.streams = streams;
    }

    Schema find() {
        SourceSpec first = spec.sources().get(0);
        try {
            requireLabelColumns();
            if (first instanceof SourceSpec.Http) {
                return ofFile();
            }
            Schema found = streams.schema(first, file.folder(), spec.schema());
            if (first instanceof SourceSpec.Dataset) {
                return withNames(found);
            }
            return first instanceof SourceSpec.File ? withRoles(found) : found;
        } catch (BadPipelineFile e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw file.places().mistake("schema", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Each file of labels has its columns. */
    private void requireLabelColumns() throws IOException {
        List<LabelSourceSpec> from = spec.label().from();
        for (int i = 0; i < from.size(); i++) {
            LabelSourceSpec labels = from.get(i);
            String path = (spec.label().action().isPresent() ? "reward" : "label") + ".from"
                    + (from.size() == 1 ? "" : "." + i);
            Collection<String> names =
                    streams.schema(labels.file(), file.folder(), Map.of()).names();
            LabelColumns columns = labels.columns();
            EventNaming naming = columns.naming();
            requireColumn(names, naming.event(), path + ".event");
            requireColumn(names, naming.key(), path + ".key");
            requireColumn(names, naming.time(), path + ".time");
            requireColumn(names, columns.label(), path + ".label");
            requireColumn(names, columns.known(), path + ".known");
        }
    }

    private void requireColumn(Collection<String> names, String column, String path) {
        if (column != null && !names.contains(column)) {
            throw file.places()
                    .mistake(path, "the file has no column '" + column + "'" + NearestName.hint(column, names));
        }
    }

    private Schema ofFile() {
        if (spec.schema().isEmpty()) {
            throw file.places()
                    .mistake(
                            "source",
                            "what comes over http alone has no types to infer; add 'schema: {FIELD: TYPE, …}'");
        }
        Schema.Builder schema = Schema.builder();
        spec.schema().forEach(schema::add);
        return schema.build();
    }

    private Schema withRoles(Schema found) {
        Set<String> names = new HashSet<>();
        spec.key().ifPresent(names::add);
        Task task = Learners.choose(spec.learner().name(), spec.learner().settings())
                .task();
        spec.label().action().ifPresent(action -> names.add(action.field()));
        spec.label()
                .of()
                .map(EarlierEvent::naming)
                .ifPresent(naming -> names.add(naming.isByKey() ? naming.key() : naming.event()));
        if (task != Task.REGRESSION && task != Task.BANDIT) {
            names.add(spec.label().field());
        }
        names.addAll(namedByFeatures());
        names.removeAll(spec.schema().keySet());
        Schema.Builder schema = Schema.builder();
        for (Field field : found.fields()) {
            schema.add(field.name(), names.contains(field.name()) ? FieldType.TEXT : field.type());
        }
        return schema.build();
    }

    /** Of a dataset, whose types are known, only numbers that features take for names are read otherwise. */
    private Schema withNames(Schema found) {
        Set<String> names = namedByFeatures();
        names.removeAll(spec.schema().keySet());
        names.remove(spec.label().field());
        Schema.Builder schema = Schema.builder();
        for (Field field : found.fields()) {
            boolean isName = names.contains(field.name()) && field.type() == FieldType.NUMBER;
            schema.add(field.name(), isName ? FieldType.TEXT : field.type());
        }
        return schema.build();
    }

    private Set<String> namedByFeatures() {
        Set<String> names = new HashSet<>();
        for (NamedFeature feature : spec.features()) {
            if (feature.spec().readsNames()) {
                names.addAll(feature.spec().fields());
            }
        }
        return names;
    }
}
