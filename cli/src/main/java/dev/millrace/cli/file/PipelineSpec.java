package dev.millrace.cli.file;

import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.stream.Decide;
import dev.millrace.ml.stream.Promotion;
import dev.millrace.stream.event.FieldType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pipeline as its file says it: what is read, what is learned, how, and where results go.
 *
 * @param name also the name of its model
 * @param partitions P: the number of learners, fixed for the life of the pipeline
 * @param seed where all its chance comes from
 * @param sources read one after the other: history first, then live
 * @param schema types of fields by name, in order; empty until inferred from the sources
 * @param time where event time comes from
 * @param key the field whose value an event belongs to, if any
 * @param features what a learner sees, in order; empty for "every field that nothing else uses"
 * @param label what is learned
 * @param weight the field that holds an event's weight, if any
 * @param learner what learns and answers
 * @param challengers what learns beside it and is scored alike
 * @param promotion when a challenger takes over, if ever
 * @param drift the detector of changes, if any
 * @param decide when the positive class is named, if not for the largest score
 * @param checkpoint when versions are made, and which are kept
 * @param predictions where predictions are written, if anywhere
 * @param reports windows that are written to files, in order
 * @param serve whose model answers a question where there are several partitions
 */
public record PipelineSpec(
        String name,
        int partitions,
        long seed,
        List<SourceSpec> sources,
        Map<String, FieldType> schema,
        TimeSpec time,
        Optional<String> key,
        List<NamedFeature> features,
        LabelSpec label,
        Optional<String> weight,
        LearnerSpec learner,
        List<LearnerSpec> challengers,
        Optional<Promotion> promotion,
        Optional<DriftSpec> drift,
        Optional<Decide> decide,
        CheckpointSpec checkpoint,
        Optional<String> predictions,
        List<ReportSpec> reports,
        ServeSpec serve) {
    public static final int DEFAULT_PARTITIONS = 1;
    public static final long DEFAULT_SEED = 1;

    public PipelineSpec {
        if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("'" + name + "' cannot name a pipeline; use 1 to 100 letters, digits,"
                    + " '.', '_' or '-', starting with a letter or digit");
        }
        if (partitions < 1 || partitions > 32_768) {
            throw new IllegalArgumentException("a pipeline has 1 to 32768 partitions, got " + partitions);
        }
        Objects.requireNonNull(label, "label");
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a pipeline needs a source; add 'source: …'");
        }
        requireOrder(sources);
        if (!label.from().isEmpty() && isSideBySide(sources)) {
            throw new IllegalArgumentException("labels from files go with sources that are read one after the other; a"
                    + " generator that never ends is read beside http");
        }
        schema = ordered(schema);
        features = List.copyOf(features);
        challengers = List.copyOf(challengers);
        reports = List.copyOf(reports);
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(serve, "serve");
    }

    /** What never ends comes last; http may stand beside a generator that never ends. */
    private static void requireOrder(List<SourceSpec> sources) {
        for (int i = 0; i < sources.size() - 1; i++) {
            if (sources.get(i) instanceof SourceSpec.Http) {
                throw new IllegalArgumentException("http never ends, so it is the last source; move it to the end");
            }
            boolean beside = i == sources.size() - 2 && sources.get(i + 1) instanceof SourceSpec.Http;
            if (sources.get(i) instanceof SourceSpec.Generator generator && generator.isEndless() && !beside) {
                throw new IllegalArgumentException("a generator with a rate and no rows never ends, so only http can"
                        + " stand behind it, and is read beside it; give it rows or move it to the end");
            }
        }
    }

    /** Whether the last two sources never end and are read side by side: a generator at a rate, and http. */
    public boolean isSideBySide() {
        return isSideBySide(sources);
    }

    private static boolean isSideBySide(List<SourceSpec> sources) {
        return sources.size() > 1
                && sources.get(sources.size() - 1) instanceof SourceSpec.Http
                && sources.get(sources.size() - 2) instanceof SourceSpec.Generator generator
                && generator.isEndless();
    }

    /** Whether events come over HTTP after all history was read. */
    public boolean isLive() {
        return sources.get(sources.size() - 1) instanceof SourceSpec.Http;
    }

    /** Whether all that it reads is recorded, and comes to an end. */
    public boolean hasEnd() {
        return sources.stream()
                .noneMatch(source -> source instanceof SourceSpec.Http
                        || source instanceof SourceSpec.Generator generator && generator.isEndless());
    }

    public PipelineSpec withSchema(Map<String, FieldType> types) {
        return with(copy -> copy.schema = types);
    }

    public PipelineSpec withSources(List<SourceSpec> others) {
        return with(copy -> copy.sources = others);
    }

    public PipelineSpec withLabel(LabelSpec other) {
        return with(copy -> copy.label = other);
    }

    public PipelineSpec withFeatures(List<NamedFeature> others) {
        return with(copy -> copy.features = others);
    }

    public PipelineSpec withServe(ServeSpec other) {
        return with(copy -> copy.serve = other);
    }

    /** The same pipeline with chance from elsewhere. */
    public PipelineSpec withSeed(long other) {
        return with(copy -> copy.seed = other);
    }

    /** The same pipeline with another learner that answers. */
    public PipelineSpec withLearner(LearnerSpec other) {
        return with(copy -> copy.learner = other);
    }

    /** The same pipeline with other challengers. */
    public PipelineSpec withChallengers(List<LearnerSpec> others) {
        return with(copy -> copy.challengers = others);
    }

    private PipelineSpec with(Consumer<Copy> change) {
        Copy copy = new Copy();
        change.accept(copy);
        return copy.made();
    }

    /** This pipeline before it is made again: the parts that may become others. */
    private final class Copy {
        private long seed = PipelineSpec.this.seed;
        private List<SourceSpec> sources = PipelineSpec.this.sources;
        private Map<String, FieldType> schema = PipelineSpec.this.schema;
        private List<NamedFeature> features = PipelineSpec.this.features;
        private LabelSpec label = PipelineSpec.this.label;
        private LearnerSpec learner = PipelineSpec.this.learner;
        private List<LearnerSpec> challengers = PipelineSpec.this.challengers;
        private ServeSpec serve = PipelineSpec.this.serve;

        PipelineSpec made() {
            return new PipelineSpec(
                    name,
                    partitions,
                    seed,
                    sources,
                    schema,
                    time,
                    key,
                    features,
                    label,
                    weight,
                    learner,
                    challengers,
                    promotion,
                    drift,
                    decide,
                    checkpoint,
                    predictions,
                    reports,
                    serve);
        }
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
