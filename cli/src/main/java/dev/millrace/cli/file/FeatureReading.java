package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code features}: each has a name, a kind, and the settings of that kind. */
final class FeatureReading {
    private static final List<String> KINDS = List.of("number", "category", "window", "lag");
    private static final Map<String, List<String>> KEYS = Map.of(
            "number", List.of("number", "scale"),
            "category", List.of("category", "hash", "max"),
            "window", List.of("window", "over", "take"),
            "lag", List.of("lag", "steps"));

    private final Places places;

    FeatureReading(Places places) {
        this.places = places;
    }

    Map<String, FeatureSpec> read(Section file) {
        Section section = file.section("features", List.of());
        Map<String, FeatureSpec> features = new LinkedHashMap<>();
        for (String name : section.keys()) {
            features.put(name, feature(section, name));
        }
        if (features.isEmpty()) {
            throw file.mistake("features", "names no feature; leave it out to use every field");
        }
        return features;
    }

    private FeatureSpec feature(Section features, String name) {
        YamlNode node = features.node(name);
        String kind = kind(node, features.pathOf(name));
        Section section = new Section(places, node, features.pathOf(name), KEYS.get(kind));
        return section.build(() -> switch (kind) {
            case "number" ->
                new FeatureSpec.Numeric(
                        section.text("number"),
                        section.choice("scale", FeatureSpec.Numeric.DEFAULT_SCALE, FeatureSpec.Numeric.SCALES));
            case "category" -> category(section);
            case "window" ->
                new FeatureSpec.Window(
                        section.text("window"),
                        section.list("over", Amounts::durationMillis),
                        section.list("take", text -> Section.oneOf(text, FeatureSpec.Window.AGGREGATES)));
            default ->
                new FeatureSpec.Lag(
                        section.text("lag"), (int) section.whole("steps", FeatureSpec.Lag.DEFAULT_STEPS, 1, 1_000));
        });
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
        List<String> all = Stream.concat(KINDS.stream(), KEYS.values().stream().flatMap(List::stream))
                .distinct()
                .toList();
        mapping.entries().forEach((key, entry) -> {
            if (!all.contains(key)) {
                List<String> likely = NearestName.nearest(key, all).isPresent() ? all : KINDS;
                throw places.mistake(
                        entry.key(), "unknown key '" + key + "' in " + path + NearestName.hint(key, likely));
            }
        });
        throw places.mistake(node.place(), path + " is one of " + String.join(", ", KINDS) + ", each naming a field");
    }

    private static FeatureSpec category(Section section) {
        String field = section.text("category");
        if (!section.has("hash")) {
            return new FeatureSpec.Category(
                    field, (int) section.whole("max", FeatureSpec.Category.DEFAULT_MAX, 1, 1_000_000));
        }
        if (section.has("max")) {
            throw section.mistake("max", "is for a category with a code for each value; 'hash' has no use for it");
        }
        return new FeatureSpec.Hashed(field, (int) section.whole("hash", 0, 1, 28));
    }
}
