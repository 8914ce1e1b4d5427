package dev.millrace.cli.plan;

import dev.millrace.cli.file.ActionSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.datasets.Dataset;
import dev.millrace.datasets.Datasets;
import dev.millrace.datasets.generator.GeneratedStream;
import dev.millrace.datasets.loader.RowFormat;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.settings.NamedSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stream that says itself what its fields are: a dataset of the catalog, a generator, a file with a header that tells.
 *
 * @param label what is predicted; null where there is nothing
 * @param time field of the event time; null where there is none
 * @param weight field of the weights; null where there is none
 * @param classes in the order in which ties go; empty where they are not known before
 * @param task what kind of learner it is for; empty where only its labels tell
 * @param action the field of the action whose reward the label is, and its propensity; empty but for logs of a bandit, whose
 *     classes are the actions
 */
public record KnownStream(
        String label,
        String time,
        String weight,
        List<String> classes,
        Optional<Task> task,
        Optional<ActionSpec> action) {
    public KnownStream {
        classes = List.copyOf(classes);
    }

    private KnownStream(String label, String time, String weight, List<String> classes, Optional<Task> task) {
        this(label, time, weight, classes, task, Optional.empty());
    }

    /**
     * The stream of that name: {@code electricity}, {@code sea}, {@code sea:concepts=1/2,rows=100000}.
     *
     * @throws IllegalArgumentException for a generator with settings that it does not have, or out of range
     */
    static Optional<SourceSpec> find(Datasets datasets, String text) {
        if (datasets.catalog().find(text).isPresent()) {
            return Optional.of(new SourceSpec.Dataset(text));
        }
        String name = text.substring(0, text.indexOf(':') < 0 ? text.length() : text.indexOf(':'));
        return SourceSpec.Generator.names().contains(name)
                ? Optional.of(SourceSpec.Generator.parse(text))
                : Optional.empty();
    }

    /** What a source says of itself. */
    public static Optional<KnownStream> of(Datasets datasets, SourceSpec source) throws IOException {
        if (source instanceof SourceSpec.Dataset dataset) {
            return Optional.of(of(datasets.catalog().get(dataset.name())));
        }
        if (source instanceof SourceSpec.File file && file.rowFormat().isPresent()) {
            RowFormat.Description told = file.rowFormat().get().describe(Path.of(file.path()));
            return Optional.of(new KnownStream(
                    told.label(),
                    null,
                    told.weight(),
                    told.classes(),
                    told.classes().isEmpty() ? Optional.empty() : Optional.of(Task.CLASSIFICATION)));
        }
        return source instanceof SourceSpec.Generator generator ? Optional.of(of(generator)) : Optional.empty();
    }

    /** What to answer when nothing has that name: {@code ; did you mean 'sea'?} */
    static String hint(Datasets datasets, String text) {
        Set<String> known = new TreeSet<>(SourceSpec.Generator.names());
        datasets.list().forEach(each -> known.add(each.name()));
        return NearestName.hint(
                text.contains("=") ? NamedSettings.parse(text, "").name() : text, known);
    }

    private static KnownStream of(Dataset dataset) {
        return new KnownStream(
                dataset.label(),
                dataset.time(),
                null,
                List.copyOf(dataset.classes().values()),
                Optional.of(
                        switch (dataset.task()) {
                            case CLASSIFICATION -> Task.CLASSIFICATION;
                            case REGRESSION -> Task.REGRESSION;
                            case ANOMALY -> Task.ANOMALY;
                        }));
    }

    private static KnownStream of(SourceSpec.Generator generator) {
        if (generator.isPayments()) {
            return new KnownStream(
                    Generators.LABEL, Generators.TIME, null, List.of(), Optional.of(Task.CLASSIFICATION));
        }
        GeneratedStream stream = generator.stream();
        return new KnownStream(
                stream.label(),
                stream.time().orElse(null),
                null,
                stream.action().isPresent() ? stream.actions() : stream.classes(),
                Optional.of(
                        switch (stream.kind().task()) {
                            case CLASSIFICATION -> Task.CLASSIFICATION;
                            case REGRESSION -> Task.REGRESSION;
                            case ANOMALY -> Task.ANOMALY;
                            case BANDIT -> Task.BANDIT;
                        }),
                stream.action().map(field -> new ActionSpec(field, stream.propensity())));
    }
}
