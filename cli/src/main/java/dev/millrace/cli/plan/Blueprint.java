package dev.millrace.cli.plan;

import dev.millrace.cli.file.ActionSpec;
import dev.millrace.cli.file.BadPipelineFile;
import dev.millrace.cli.file.LabelSpec;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.Places;
import dev.millrace.cli.file.ServeSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.file.SpecJson;
import dev.millrace.ml.drift.DetectionMethod;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.stream.DriftPolicy;
import dev.millrace.ml.stream.Label;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline with nothing left open: types of all fields, all features, and the specification of what learns.
 *
 * @param spec complete: its JSON is the definition that is kept with each version
 * @param schema fields of its events
 * @param learning what the learning operator is told
 * @param folder that paths in the spec are relative to
 * @param doubts about how values of its files are written, for people
 */
public record Blueprint(PipelineSpec spec, Schema schema, LearningSpec learning, Path folder, List<String> doubts) {
    /** Name of the learning operator in every plan. */
    public static final String LEARN = "learn";

    /**
     * Completes a pipeline: types are inferred from its sources, classes are those that these declare, and values of files are read as they
     * show, where the file says nothing.
     */
    public static Blueprint of(PipelineFile given, Streams streams) {
        PipelineFile told = ValueForms.found(given);
        Schema schema = new SchemaFinder(told, streams).find();
        PipelineFile file = new PipelineFile(DeclaredClasses.fill(told, schema, streams), told.places(), told.folder());
        TextFields texts =
                file.spec().features().isEmpty() ? texts(file, schema, Set.of(), streams) : TextFields.CATEGORIES;
        return complete(Starts.pinned(withFullPaths(file), file.places()), schema, texts, file.places(), file.folder())
                .begun(file.places())
                .doubting(ValueForms.doubts(given));
    }

    /**
     * Completes a pipeline that has run before: fields have the types that they had then, whatever its files hold now, and the
     * classes are those of then, where it names none.
     */
    public static Blueprint of(PipelineFile file, String earlierDefinition) {
        Schema.Builder schema = Schema.builder();
        PipelineSpec earlier = ofDefinition(earlierDefinition).spec();
        TextFields texts = TextFields.ofEarlier(earlier.schema(), earlier.features());
        Map<String, FieldType> types = new LinkedHashMap<>(earlier.schema());
        types.replaceAll((field, type) -> file.spec().schema().getOrDefault(field, type));
        file.spec().schema().forEach(types::putIfAbsent);
        types.forEach(schema::add);
        PipelineSpec spec = withClassesOf(
                earlier, Starts.kept(ValueForms.kept(withFullPaths(file), earlier), earlier, file.places()));
        return complete(spec, schema.build(), texts, file.places(), file.folder());
    }

    private static PipelineSpec withClassesOf(PipelineSpec earlier, PipelineSpec spec) {
        boolean goesOn = spec.label().classes().isEmpty()
                && spec.label().field().equals(earlier.label().field());
        return goesOn ? spec.withLabel(spec.label().withClasses(earlier.label().classes())) : spec;
    }

    /** What becomes of the texts that nothing else uses. */
    private static TextFields texts(PipelineFile file, Schema schema, Set<String> drop, Streams streams) {
        Set<String> others = usedFields(file.spec());
        others.addAll(drop);
        others.addAll(SparseFields.of(file.spec().sources()));
        Set<String> categories = new HashSet<>();
        file.spec().features().forEach(category -> categories.add(category.name()));
        TextFields found =
                TextFields.of(file.spec().sources().get(0), file.folder(), schema, categories, others, streams);
        return choose(file.spec().learner()).provider().keepsPairs() ? found.narrow() : found;
    }

    /**
     * A pipeline that learns from every field that nothing else uses.
     *
     * @param given its features name what is a category, and nothing else
     * @param drop fields that are left out
     */
    public static Blueprint ofAllFields(PipelineFile given, Set<String> drop, Streams streams) {
        PipelineFile file = ValueForms.found(given);
        Schema schema = new SchemaFinder(file, streams).find();
        for (String field : drop) {
            require(schema, field, "drop", file.places());
        }
        for (NamedFeature category : file.spec().features()) {
            require(schema, category.name(), "category", file.places());
        }
        Set<String> used = usedFields(file.spec());
        used.addAll(drop);
        boolean scaled = choose(file.spec().learner()).provider().wantsScaledNumbers();
        PipelineSpec spec = Starts.pinned(withFullPaths(file), file.places())
                .withFeatures(AutomaticFeatures.of(
                        schema,
                        used,
                        SparseFields.of(file.spec().sources()),
                        texts(file, schema, drop, streams),
                        scaled));
        return complete(spec, schema, TextFields.CATEGORIES, file.places(), file.folder())
                .begun(file.places());
    }

    private Blueprint doubting(List<String> about) {
        return new Blueprint(spec, schema, learning, folder, about);
    }

    /** Refuses models to start from that do not fit: before anything runs. */
    private Blueprint begun(Places places) {
        try {
            learning.requireStarts(schema);
        } catch (IllegalArgumentException e) {
            throw places.mistake("learner", e.getMessage());
        }
        return this;
    }

    /** The definition is read where nobody knows the folder of the file. */
    private static PipelineSpec withFullPaths(PipelineFile file) {
        return file.spec()
                .withSources(file.spec().sources().stream()
                        .map(source -> source.relativeTo(file.folder()))
                        .toList())
                .withLabel(file.spec().label().relativeTo(file.folder()))
                .withLearner(file.spec().learner().withStarts(model -> model.relativeTo(file.folder())))
                .withChallengers(file.spec().challengers().stream()
                        .map(each -> each.withStarts(model -> model.relativeTo(file.folder())))
                        .toList());
    }

    /** The pipeline that made a version, from the definition that is kept with it. */
    public static Blueprint ofDefinition(String definition) {
        PipelineFile file =
                PipelineFile.read("definition", definition, Path.of("").toAbsolutePath());
        Schema.Builder schema = Schema.builder();
        file.spec().schema().forEach(schema::add);
        return complete(
                ValueForms.plain(file.spec()), schema.build(), TextFields.CATEGORIES, file.places(), file.folder());
    }

    /**
     * Whether this pipeline is an earlier one with features appended behind those that it had, perhaps of fields that are new,
     * and nothing else changed.
     *
     * @throws IllegalArgumentException if its learners cannot go on with more features
     */
    public boolean hasGrownFrom(String earlierDefinition) {
        PipelineSpec earlier = ofDefinition(earlierDefinition).spec();
        int before = earlier.features().size();
        boolean grown = spec.features().size() > before
                && spec.features().subList(0, before).equals(earlier.features())
                && spec.schema().entrySet().containsAll(earlier.schema().entrySet())
                && spec.withFeatures(earlier.features())
                        .withSchema(earlier.schema())
                        .withServe(earlier.serve())
                        .equals(earlier);
        if (grown) {
            learning.requireTakesNewFeatures(
                    spec.features().subList(before, spec.features().size()).stream()
                            .map(NamedFeature::name)
                            .toList());
        }
        return grown;
    }

    /**
     * What of this pipeline an earlier one of the same name had otherwise, so that their models do not compare; empty if nothing.
     */
    public Optional<String> otherwiseThan(Blueprint earlier) {
        PipelineSpec before = earlier.spec;
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("number of partitions", spec.partitions() == before.partitions());
        same.put("key", spec.key().equals(before.key()));
        same.put("learner", spec.learner().equals(before.learner()));
        same.put("label", spec.label().equals(before.label()));
        same.put("features", spec.features().equals(before.features()));
        same.put("schema", spec.schema().equals(before.schema()));
        return same.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The same, with another way to serve its partitions. */
    public Blueprint served(ServeSpec serve) {
        serve.partitions().require(learning, schema);
        return new Blueprint(spec.withServe(serve), schema, learning, folder, doubts);
    }

    /** The definition as canonical JSON. */
    public String definition() {
        return SpecJson.write(spec);
    }

    /** The field that events are keyed by. */
    public Optional<Field> key() {
        return spec.key().map(schema::field);
    }

    /** The field of the event time. */
    public Optional<Field> time() {
        return spec.time().field().map(schema::field);
    }

    /** What is likely a mistake, though it can be run: to be shown once, when the pipeline starts. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(doubts);
        warnings.addAll(learning.warnings());
        List<String> timed = learning.features().stream()
                .filter(feature -> feature.spec().needsEventTime())
                .map(NamedFeature::name)
                .toList();
        if (!timed.isEmpty() && !hasEventTime()) {
            warnings.add("events of files have no event time of their own, and features need it: "
                    + String.join(", ", timed) + "; name the field that holds it with 'time'");
        }
        return warnings;
    }

    /** Whether all events have a time: that of a field, or of their arrival, which files do not know. */
    public boolean hasEventTime() {
        return spec.time().field().isPresent()
                || spec.sources().stream()
                        .allMatch(source -> source instanceof SourceSpec.Http || source instanceof SourceSpec.Journal);
    }

    private static Blueprint complete(PipelineSpec given, Schema schema, TextFields texts, Places places, Path folder) {
        requireFields(given, schema, places);
        ChosenLearner learner = choose(given.learner());
        PipelineSpec spec = given.withSchema(types(schema));
        if (spec.features().isEmpty()) {
            List<NamedFeature> features = AutomaticFeatures.of(
                    schema,
                    usedFields(spec),
                    SparseFields.of(spec.sources()),
                    texts,
                    learner.provider().wantsScaledNumbers());
            if (features.isEmpty()) {
                throw places.mistake("source", "no field is left to learn from beside label, time, key and weight");
            }
            spec = spec.withFeatures(features);
        }
        try {
            LearningSpec learning = learning(spec, learner);
            LearningOperator.factory(learning, schema);
            requireServed(spec, learning, schema, places);
            return new Blueprint(spec, schema, learning, folder, List.of());
        } catch (BadPipelineFile e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw places.mistake("pipeline", e.getMessage());
        }
    }

    private static void requireServed(PipelineSpec spec, LearningSpec learning, Schema schema, Places places) {
        try {
            spec.serve().partitions().require(learning, schema);
        } catch (IllegalArgumentException e) {
            throw places.mistake("serve.partitions", e.getMessage());
        }
    }

    private static Map<String, FieldType> types(Schema schema) {
        Map<String, FieldType> types = new LinkedHashMap<>();
        schema.fields().forEach(field -> types.put(field.name(), field.type()));
        return types;
    }

    static Set<String> usedFields(PipelineSpec spec) {
        Set<String> used = new HashSet<>();
        used.add(spec.label().field());
        spec.label().of().ifPresent(of -> used.addAll(of.naming().fields()));
        spec.label().action().ifPresent(action -> {
            used.add(action.field());
            action.propensityField().ifPresent(used::add);
        });
        spec.time().field().ifPresent(used::add);
        spec.key().ifPresent(used::add);
        spec.weight().ifPresent(used::add);
        return used;
    }

    private static void requireFields(PipelineSpec spec, Schema schema, Places places) {
        String section = spec.label().action().isPresent() ? "reward" : "label";
        if (spec.label().of().isPresent() || spec.label().withinMillis() == 0 && !isOptional(spec)) {
            require(schema, spec.label().field(), section + ".field", places);
        }
        spec.label().of().map(EarlierEvent::naming).ifPresent(naming -> {
            List<String> names = naming.isByKey() ? List.of("key", "time") : List.of("event");
            for (int i = 0; i < names.size(); i++) {
                require(schema, naming.fields().get(i), section + ".of." + names.get(i), places);
            }
        });
        spec.label().action().ifPresent(action -> {
            require(schema, action.field(), "action.field", places);
            action.propensityField().ifPresent(field -> require(schema, field, "action.propensity", places));
        });
        spec.time().field().ifPresent(field -> {
            require(schema, field, "time.field", places);
            FieldType type = schema.field(field).type();
            if (type != FieldType.TIME && type != FieldType.INTEGER) {
                throw places.mistake(
                        "time.field",
                        "the field '" + field + "' holds " + type + ", not times; name a field with times");
            }
        });
        spec.key().ifPresent(field -> require(schema, field, "key", places));
        spec.weight().ifPresent(field -> require(schema, field, "weight", places));
        for (NamedFeature feature : spec.features()) {
            feature.spec().fields().forEach(field -> require(schema, field, "features." + feature.name(), places));
        }
        spec.reports().forEach(report -> {
            report.key().ifPresent(field -> require(schema, field, "reports." + report.name() + ".key", places));
            report.take()
                    .forEach((name, take) -> take.field()
                            .ifPresent(field ->
                                    require(schema, field, "reports." + report.name() + ".take." + name, places)));
        });
    }

    /** Whether a label of the usual name need not be there. */
    private static boolean isOptional(PipelineSpec spec) {
        return switch (choose(spec.learner()).task()) {
            case ANOMALY -> spec.label().field().equals(Label.ANOMALY_FIELD);
            case CLUSTERING -> spec.label().field().equals(Label.CLUSTER_FIELD);
            case CLASSIFICATION, REGRESSION, BANDIT -> false;
        };
    }

    private static void require(Schema schema, String field, String path, Places places) {
        if (schema.find(field).isEmpty()) {
            throw places.mistake(path, missing(field, schema));
        }
    }

    /** What to say where a field is not there. */
    static String missing(String field, Schema schema) {
        boolean numbersAlone =
                schema.names().stream().allMatch(name -> name.matches("-?[0-9]*[.]?[0-9]+([eE][+-]?[0-9]+)?"));
        return "there is no field '" + field + "'" + NearestName.hint(field, schema.names())
                + (numbersAlone && !schema.names().isEmpty()
                        ? "; these look like values: a CSV file starts with a line of names"
                        : "");
    }

    private static ChosenLearner choose(LearnerSpec learner) {
        return Learners.choose(learner.name(), learner.settings());
    }

    private static LearningSpec learning(PipelineSpec spec, ChosenLearner learner) {
        LabelSpec label = spec.label();
        Task task = learner.task();
        return new LearningSpec(
                spec.features(),
                new Label(
                        label.field(),
                        task,
                        label.classes(),
                        label.positive().orElse(null),
                        label.withinMillis(),
                        label.otherwise().orElse(null),
                        label.action().map(ActionSpec::action).orElse(null),
                        label.of().orElse(null)),
                spec.key().orElse(null),
                spec.weight().orElse(null),
                learner,
                spec.challengers().stream().map(Blueprint::choose).toList(),
                spec.promotion().orElse(null),
                drift(spec),
                spec.decide().orElse(null),
                LearningSpec.METRICS_WINDOW,
                LearningSpec.WAITING_BYTES,
                false);
    }

    private static DriftPolicy drift(PipelineSpec spec) {
        return spec.drift()
                .map(drift -> new DriftPolicy(
                        DetectionMethod.of(
                                drift.detector().name(), drift.detector().settings()),
                        DriftPolicy.Reaction.valueOf(drift.onAlarm().toUpperCase(Locale.ROOT)),
                        drift.features()))
                .orElse(DriftPolicy.NONE);
    }
}
