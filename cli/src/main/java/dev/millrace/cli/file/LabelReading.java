package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Mapping;
import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.label.EventNaming;
import dev.millrace.ml.label.LabelColumns;
import dev.millrace.ml.learner.Learners;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code label}, or {@code action} and {@code reward}: what is learned, and how it comes. */
final class LabelReading {
    private final Places places;
    private final Path folder;

    /** @param folder that paths of tuned learners are relative to */
    LabelReading(Places places, Path folder) {
        this.places = places;
        this.folder = folder;
    }

    LabelSpec read(Section file) {
        return file.has("action") || file.has("reward")
                ? reward(file)
                : usual(file).orElseGet(() -> label(file));
    }

    /** The label's field as far as it can be told before the label is read; null if not. */
    static String field(Section file) {
        String section = file.has("reward") ? "reward" : "label";
        YamlNode node = file.has(section) ? file.node(section) : null;
        if (node instanceof Mapping label && label.entries().containsKey("field")) {
            node = label.entries().get("field").value();
        }
        return node instanceof Scalar scalar ? scalar.text() : null;
    }

    /** The usual label of a learner that needs none, if none is named. */
    private Optional<LabelSpec> usual(Section file) {
        if (file.has("label") || !file.has("learner")) {
            return Optional.empty();
        }
        LearnerSpec learner = new LearnerReading(places, folder).read(file.node("learner"), "learner");
        return switch (Learners.provider(learner.name()).task()) {
            case ANOMALY -> Optional.of(LabelSpec.ofAnomalies());
            case CLUSTERING -> Optional.of(LabelSpec.ofClusters());
            case CLASSIFICATION, REGRESSION, BANDIT -> Optional.empty();
        };
    }

    private LabelSpec label(Section file) {
        if (file.node("label") instanceof Scalar) {
            return LabelSpec.ofField(file.text("label"), Map.of(), Optional.empty());
        }
        Section section =
                file.section("label", List.of("field", "classes", "within", "otherwise", "positive", "from", "of"));
        Map<String, String> classes = section.has("classes") ? names(section, "classes", "classes") : Map.of();
        return late(file, section, classes, Optional.ofNullable(section.text("positive", null)), Optional.empty());
    }

    /** What a bandit learns: {@code reward} and {@code action}, each a field's name or a section. */
    private LabelSpec reward(Section file) {
        if (file.has("label")) {
            throw file.mistake("label", "does not go with 'action' and 'reward'; a bandit's label is its reward");
        }
        Optional<String> propensity = Optional.empty();
        Map<String, String> choices = Map.of();
        String actionField;
        if (file.node("action") instanceof Scalar) {
            actionField = file.text("action");
        } else {
            Section section = file.section("action", List.of("field", "choices", "propensity"));
            actionField = section.text("field");
            choices = section.has("choices") ? names(section, "choices", "actions") : Map.of();
            propensity = Optional.ofNullable(section.text("propensity", null));
        }
        ActionSpec action = actionOf(file, actionField, propensity);
        if (file.node("reward") instanceof Scalar) {
            return LabelSpec.ofField(file.text("reward"), choices, Optional.of(action));
        }
        Section section = file.section("reward", List.of("field", "within", "otherwise", "from", "of"));
        return late(file, section, choices, Optional.empty(), Optional.of(action));
    }

    private static ActionSpec actionOf(Section file, String field, Optional<String> propensity) {
        try {
            return new ActionSpec(field, propensity);
        } catch (IllegalArgumentException e) {
            throw file.mistake("action", e.getMessage());
        }
    }

    /** What labels and rewards have in common: a field, and how the label comes if it is not in the row. */
    private LabelSpec late(
            Section file,
            Section section,
            Map<String, String> classes,
            Optional<String> positive,
            Optional<ActionSpec> action) {
        String field = section.text("field");
        long within = section.durationMillis("within", LabelSpec.DEFAULT_WITHIN_MILLIS);
        for (String key : List.of("from", "of")) {
            if (section.has(key) && within == 0) {
                throw section.mistake(
                        key,
                        "these labels come after their events; say how long one is waited for with"
                                + " 'within', as in within: 30d");
            }
        }
        List<LabelSourceSpec> from = section.has("from") ? sources(file, section, field) : List.of();
        Optional<EarlierEvent> of = section.has("of") ? Optional.of(earlier(file, section)) : Optional.empty();
        return section.build(() -> new LabelSpec(
                field,
                classes,
                within,
                Optional.ofNullable(section.text("otherwise", null)),
                positive,
                action,
                from,
                of));
    }

    private List<LabelSourceSpec> sources(Section file, Section label, String field) {
        List<LabelSourceSpec> sources = new ArrayList<>();
        List<YamlNode> items = PipelineReader.items(label.node("from"));
        for (int i = 0; i < items.size(); i++) {
            Section section = new Section(
                    places,
                    items.get(i),
                    label.pathOf("from") + (items.size() == 1 ? "" : "." + i),
                    List.of(
                            "file",
                            "format",
                            "delimiter",
                            "zone",
                            "decimal",
                            "dates",
                            "event",
                            "key",
                            "time",
                            "label",
                            "known"));
            EventNaming naming = naming(file, section);
            String known = section.text("known", null);
            if (known != null && !file.has("time")) {
                throw section.mistake("known", "is an event time, but the pipeline's events have none; set 'time'");
            }
            sources.add(section.build(() -> new LabelSourceSpec(
                    SourceReading.file(section, folder),
                    new LabelColumns(naming, section.text("label", field), known))));
        }
        if (sources.isEmpty()) {
            throw label.mistake("from", "is an empty list; name at least one file");
        }
        return sources;
    }

    private EarlierEvent earlier(Section file, Section label) {
        Section section = label.section("of", List.of("event", "key", "time", "row"));
        EventNaming naming = naming(file, section);
        boolean both = section.choice("row", "label", List.of("label", "both")).equals("both");
        return new EarlierEvent(naming, both);
    }

    /** By which fields a row or record names an event. */
    private static EventNaming naming(Section file, Section section) {
        for (String part : List.of("key", "time")) {
            if (section.has(part) && !file.has(part)) {
                throw section.mistake(
                        part,
                        "labels find their events by key and time, but the pipeline has no '" + part + "'; set '" + part
                                + "', or name events by 'event', a field with their ids");
            }
        }
        return section.build(() ->
                new EventNaming(section.text("event", null), section.text("key", null), section.text("time", null)));
    }

    /** A list of names, or what the data says → what it is called. */
    private static Map<String, String> names(Section section, String key, String what) {
        Map<String, String> all = new LinkedHashMap<>();
        if (section.node(key) instanceof Mapping) {
            Section names = section.section(key, List.of());
            names.keys().forEach(value -> all.put(value, names.text(value)));
        } else {
            section.list(key, name -> name).forEach(name -> all.put(name, name));
        }
        if (all.values().stream().distinct().count() < 2) {
            throw section.mistake(key, "needs at least two " + what);
        }
        return all;
    }
}
