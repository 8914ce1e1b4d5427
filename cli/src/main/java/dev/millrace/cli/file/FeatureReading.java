package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Mapping;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.Scale;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.window.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code features}: each has a name, a kind, and the settings of that kind. */
final class FeatureReading {
    private static final List<String> KINDS = List.of("number", "category", "window", "lag");
    private static final Map<String, List<String>> KEYS = Map.of(
            "number", List.of("number", "scale"),
            "category", List.of("category", "hash", "max"),
            "window", List.of("window", "over", "take", "scale"),
            "lag", List.of("lag", "steps", "scale"));

    static final int DEFAULT_STEPS = 1;
    static final Scale DEFAULT_SCALE = Scale.NONE;

    private final Places places;
    private final String label;

    /** @param label the field of the label: a lag of it is a lag of the label */
    FeatureReading(Places places, String label) {
        this.places = places;
        this.label = label;
    }

    List<NamedFeature> read(Section file) {
        Section section = file.section("features", List.of());
        List<NamedFeature> features = new ArrayList<>();
        for (String name : section.keys()) {
            features.add(new NamedFeature(name, feature(section, name)));
        }
        if (features.isEmpty()) {
            throw file.mistake("features", "names no feature; leave it out to use every field");
        }
        return features;
    }

    /** The word for a constant in the file. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private FeatureSpec feature(Section features, String name) {
        YamlNode node = features.node(name);
        String kind = kind(node, features.pathOf(name));
        Section section = new Section(places, node, features.pathOf(name), KEYS.get(kind));
        return section.build(() -> switch (kind) {
            case "number" -> new FeatureSpec.Numeric(section.text("number"), scale(section));
            case "category" -> category(section);
            case "window" ->
                new FeatureSpec.Window(
                        section.text("window"),
                        section.list("over", Amounts::durationMillis),
                        section.list("take", text -> Section.constant(text, Statistic.values())),
                        scale(section));
            default -> lag(section);
        });
    }

    private static Scale scale(Section section) {
        return section.value("scale", DEFAULT_SCALE, text -> Section.constant(text, Scale.values()));
    }

    private FeatureSpec lag(Section section) {
        String field = section.text("lag");
        int steps = (int) section.whole("steps", DEFAULT_STEPS, 1, 1_000);
        return field.equals(label)
                ? new FeatureSpec.LabelLag(steps, scale(section))
                : new FeatureSpec.Lag(field, steps, scale(section));
    }

    private String kind(YamlNode node, String path) {
        if (!(node instanceof Mapping mapping)) {
            throw places.mistake(
                    node.place(), path + " needs keys with values, such as {number: FIELD}, not " + node.kind());
        }
        List<String> found =
                KINDS.stream().filter(mapping.entries()::containsKey).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> all = Stream.concat(
                        KINDS.stream(),
                        KEYS.values().stream().flatMap(List::stream).sorted())
                .distinct()
                .toList();
        mapping.entries().forEach((key, entry) -> {
            if (!all.contains(key)) {
                List<String> likely = NearestName.of(key, all).isPresent() ? all : KINDS;
                throw places.mistake(
                        entry.key(), "unknown key '" + key + "' in " + path + NearestName.hint(key, likely));
            }
        });
        throw places.mistake(node.place(), path + " is one of " + String.join(", ", KINDS) + ", each naming a field");
    }

    private static FeatureSpec category(Section section) {
        String field = section.text("category");
        if (!section.has("hash")) {
            return new FeatureSpec.Category(field, (int) section.whole("max", FeatureSpec.Category.MAX, 1, 1 << 20));
        }
        if (section.has("max")) {
            throw section.mistake("max", "is for a category with a code for each value; 'hash' has no use for it");
        }
        return new FeatureSpec.Hashed(field, (int) section.whole("hash", 0, 1, 28));
    }
}
