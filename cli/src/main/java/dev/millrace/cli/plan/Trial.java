package dev.millrace.cli.plan;

import dev.millrace.cli.file.ActionSpec;
import dev.millrace.cli.file.BadPipelineFile;
import dev.millrace.cli.file.CheckpointSpec;
import dev.millrace.cli.file.LabelSpec;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.Places;
import dev.millrace.cli.file.ServeSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.file.TimeSpec;
import dev.millrace.cli.file.TunedLearner;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.TextTokens;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.stream.Label;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A recorded stream on which learners are tried: found by name or path, with the roles of its fields. Each learner then
 * gets a pipeline over it, the same that a pipeline file would make.
 */
public final class Trial {
    /** A whole number with more values than this among the first rows is a quantity, not the name of a class. */
    private static final int MOST_CLASSES = 20;

    private static final int LOOKED_AT = 10_000;

    private static final List<String> CLASSIFIERS =
            List.of("no-change", "majority", "naive-bayes", "hoeffding-tree", "logistic");
    private static final List<String> DETECTORS =
            List.of("robust-z-score", "mahalanobis", "online-pca", "seasonal-residual", "half-space-trees");
    private static final List<String> BANDITS = List.of("ucb", "epsilon-greedy", "lin-ucb", "lin-thompson");
    private static final List<String> CLUSTERERS = List.of("k-means", "denstream");
    private static final List<String> REGRESSORS = List.of("last-value", "mean", "linear", "rls");

    private final Streams streams;
    private final String name;
    private final SourceSpec source;
    private final Optional<KnownStream> known;
    private final Roles roles;

    /**
     * What the fields of a stream are.
     *
     * @param label null for the one that a dataset has; for bandits the reward
     * @param action for bandits, where the action stands whose reward the label is; null for none, or the dataset's
     * @param time null for none, or the dataset's
     * @param key null for none
     * @param weight null for none
     * @param categories fields of names
     * @param dropped fields that are left out
     * @param partitions how many learners share the keys
     * @param seed where all chance comes from
     */
    public record Roles(
            String label,
            ActionSpec action,
            String time,
            String key,
            String weight,
            List<String> categories,
            List<String> dropped,
            int partitions,
            long seed) {
        public Roles {
            categories = List.copyOf(categories);
            dropped = List.copyOf(dropped);
        }

        /** Without actions. */
        public Roles(
                String label,
                String time,
                String key,
                String weight,
                List<String> categories,
                List<String> dropped,
                int partitions,
                long seed) {
            this(label, null, time, key, weight, categories, dropped, partitions, seed);
        }

        private Roles label(String field) {
            return new Roles(field, action, time, key, weight, categories, dropped, partitions, seed);
        }

        /** What was not said is as given. */
        private Roles orElse(KnownStream usual) {
            boolean usualLabel = label == null || label.equals(usual.label());
            return new Roles(
                    label == null ? usual.label() : label,
                    action == null && usualLabel ? usual.action().orElse(null) : action,
                    time == null ? usual.time() : time,
                    key,
                    weight == null ? usual.weight() : weight,
                    categories,
                    dropped,
                    partitions,
                    seed);
        }
    }

    private Trial(Streams streams, String name, SourceSpec source, Optional<KnownStream> known, Roles roles) {
        this.streams = streams;
        this.name = name;
        this.source = source;
        this.known = known;
        this.roles = roles;
    }

    /** As {@link #of(Streams, String, Roles, List)}, for learners of any kind. */
    public static Trial of(Streams streams, String stream, Roles roles) throws IOException {
        return of(streams, stream, roles, List.of());
    }

    /**
     * Finds a stream: a dataset of the catalog, a generator, a journal's directory, or a file.
     *
     * @param learners that will be tried; none for a sensible set
     * @throws IllegalArgumentException if there is none, or its label is not known and not all learners do without
     */
    public static Trial of(Streams streams, String stream, Roles roles, List<String> learners) throws IOException {
        SourceSpec source = find(streams, stream);
        Optional<KnownStream> known = KnownStream.of(streams.datasets(), source);
        Roles filled = known.isPresent() ? roles.orElse(known.get()) : roles;
        boolean clusters = !learners.isEmpty() && learners.stream().allMatch(Trial::isClusterer);
        if (clusters && filled.label() == null) {
            filled = filled.label(Label.CLUSTER_FIELD);
        }
        return labelled(new Trial(streams, stream, source, known, filled));
    }

    private static boolean isClusterer(String learner) {
        LearnerSpec spec = TunedLearner.parse(learner, Path.of(""));
        return Learners.choose(spec.name(), spec.settings()).task() == Task.CLUSTERING;
    }

    /**
     * The stream of that name: a file, a dataset of the catalog, a generator with its settings, or a journal's directory.
     *
     * @throws IllegalArgumentException if there is none, naming the nearest
     */
    public static SourceSpec find(Streams streams, String stream) throws IOException {
        Path path = Path.of(stream);
        if (Files.isRegularFile(path)) {
            return ValueForms.found(SourceSpec.File.of(stream, Path.of("")), Path.of(""));
        }
        Optional<SourceSpec> known = KnownStream.find(streams.datasets(), stream);
        if (known.isPresent()) {
            return known.get();
        } else if (Files.isDirectory(path)) {
            return new SourceSpec.Journal(stream);
        }
        throw new IllegalArgumentException(
                "'" + stream + "' is no file and no dataset" + KnownStream.hint(streams.datasets(), stream));
    }

    private static Trial labelled(Trial trial) throws IOException {
        if (trial.roles.label() == null) {
            Schema schema = trial.streams.schema(trial.source, Path.of("").toAbsolutePath(), Map.of());
            throw new IllegalArgumentException("which field is to be predicted? Name it with --label; there are "
                    + NearestName.some(schema.names()));
        }
        return trial;
    }

    public String name() {
        return name;
    }

    /** Whether types of fields were found by looking at a file. */
    public boolean isInferred() {
        return source instanceof SourceSpec.File;
    }

    /** Which texts of a pipeline over it are no categories, for people: a line for each way to read them. */
    public List<String> texts(Blueprint blueprint) {
        Set<String> silent = new LinkedHashSet<>();
        List<String> words = new ArrayList<>();
        blueprint.schema().fields().stream()
                .filter(field -> field.type() == FieldType.TEXT)
                .forEach(field -> silent.add(field.name()));
        silent.removeAll(Blueprint.usedFields(blueprint.spec()));
        roles.dropped().forEach(silent::remove);
        for (NamedFeature feature : blueprint.spec().features()) {
            silent.removeAll(feature.spec().fields());
            if (feature.spec() instanceof TextTokens tokens) {
                words.add(feature.name() + (tokens.of() == TextTokens.Unit.WORDS ? " (words)" : " (characters)"));
            }
        }
        List<String> lines = new ArrayList<>();
        if (source instanceof SourceSpec.File file) {
            lines.addAll(ValueForms.doubts(SourceSpec.File.of(file.path(), Path.of("")), Path.of("")));
        }
        if (!words.isEmpty()) {
            lines.add("texts that hardly repeat, taken apart: " + String.join(", ", words));
        }
        if (!silent.isEmpty()) {
            lines.add("left out, as values hardly repeat: " + String.join(", ", silent)
                    + "; --category takes a column for names");
        }
        return lines;
    }

    /** The learners that were named, or a sensible set for what the label is. */
    public List<LearnerSpec> learners(List<String> named) throws IOException {
        List<LearnerSpec> learners = new ArrayList<>();
        if (named.isEmpty()) {
            List<String> there =
                    Learners.all().stream().map(LearnerProvider::name).toList();
            List<String> wanted = switch (task()) {
                case CLASSIFICATION -> CLASSIFIERS;
                case REGRESSION -> REGRESSORS;
                case ANOMALY -> DETECTORS;
                case BANDIT -> BANDITS;
                case CLUSTERING -> CLUSTERERS;
            };
            wanted.stream().filter(there::contains).forEach(each -> learners.add(LearnerSpec.parse(each)));
            if (learners.stream().anyMatch(this::fits)) {
                learners.removeIf(each -> !fits(each));
            }
        }
        for (String text : named) {
            LearnerSpec learner = TunedLearner.parse(text, Path.of(""));
            Learners.choose(learner.name(), learner.settings());
            learners.add(learner);
        }
        return learners;
    }

    /** Whether a learner that nobody asked for can have the features that there are. */
    private boolean fits(LearnerSpec learner) {
        try {
            return blueprint(learner) != null;
        } catch (BadPipelineFile | IllegalArgumentException e) {
            return false; // told to whoever asks for it by name
        }
    }

    /** The pipeline that tries a learner. */
    public Blueprint blueprint(LearnerSpec learner) {
        Map<String, FieldType> types = new LinkedHashMap<>();
        List<NamedFeature> categories = roles.categories().stream()
                .map(field -> new NamedFeature(field, new FeatureSpec.Category(field, FeatureSpec.Category.MAX)))
                .toList();
        PipelineSpec spec = new PipelineSpec(
                pipelineName(),
                roles.partitions(),
                roles.seed(),
                List.of(source),
                types,
                roles.time() == null ? TimeSpec.DEFAULT : TimeSpec.of(roles.time()),
                Optional.ofNullable(roles.key()),
                categories,
                label(learner),
                Optional.ofNullable(roles.weight()),
                learner,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CheckpointSpec.DEFAULT,
                Optional.empty(),
                List.of(),
                ServeSpec.BY_KEY);
        PipelineFile file = new PipelineFile(spec, Places.none(), Path.of("").toAbsolutePath());
        return Blueprint.ofAllFields(file, new HashSet<>(roles.dropped()), streams);
    }

    /** The classes of a stream that knows them, in its order, which is the order in which ties go. */
    private LabelSpec label(LearnerSpec learner) {
        Map<String, String> classes = new LinkedHashMap<>();
        boolean classifies = Learners.choose(learner.name(), learner.settings()).task() != Task.REGRESSION;
        if (classifies && known.isPresent() && roles.label().equals(known.get().label())) {
            known.get().classes().forEach(each -> classes.put(each, each));
        }
        return LabelSpec.ofField(roles.label(), classes, Optional.ofNullable(roles.action()));
    }

    private String pipelineName() {
        String last = Path.of(name).getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "-");
        return last.matches("[A-Za-z0-9].*") && last.length() <= 100 ? last : "evaluation";
    }

    private Task task() throws IOException {
        if (roles.action() != null) {
            return Task.BANDIT;
        }
        if (known.isPresent()
                && known.get().task().isPresent()
                && roles.label().equals(known.get().label())) {
            return known.get().task().get();
        }
        Path folder = Path.of("").toAbsolutePath();
        Schema schema = streams.schema(source, folder, Map.of());
        Field label = schema.find(roles.label())
                .orElseThrow(
                        () -> new IllegalArgumentException("--label: " + Blueprint.missing(roles.label(), schema)));
        return switch (label.type()) {
            case TEXT, BOOLEAN -> Task.CLASSIFICATION;
            case TIME -> Task.REGRESSION;
            case NUMBER, INTEGER -> areClasses(folder, schema, label) ? Task.CLASSIFICATION : Task.REGRESSION;
        };
    }

    /** Whole numbers, and few of them: 0 and 1, or 0.0 and 1.0. */
    private boolean areClasses(Path folder, Schema schema, Field label) throws IOException {
        Set<Double> seen = new HashSet<>();
        try (SourceReader<Event> reader = streams.open(source, folder, schema).open(0, Offset.START)) {
            reader.poll(
                    new SourceReader.Sink<>() {
                        @Override
                        public void event(Event event, long arrivalMillis) {
                            if (event instanceof Row row) {
                                if (!row.isMissing(label)) {
                                    seen.add(
                                            label.type() == FieldType.NUMBER
                                                    ? row.number(label.slot())
                                                    : row.integer(label.slot()));
                                }
                            }
                        }

                        @Override
                        public void reject(DeadLetter letter) {
                            // counted when it is read for good
                        }
                    },
                    LOOKED_AT);
        }
        return seen.size() <= MOST_CLASSES && seen.stream().allMatch(value -> value == Math.rint(value));
    }
}
