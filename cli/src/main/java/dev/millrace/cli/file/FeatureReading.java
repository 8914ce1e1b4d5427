package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Mapping;
import dev.millrace.ml.feature.Adjusted;
import dev.millrace.ml.feature.Clip;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.Scale;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.window.Statistic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code features}: each has a name, a kind, and the settings of that kind. */
final class FeatureReading {
    /** Kinds of feature and the keys of each, in the order of the reference. */
    static final Map<String, List<String>> KEYS = keys();

    private static final List<String> KINDS = List.copyOf(KEYS.keySet());
    private static final List<String> ADJUSTMENTS = List.of("clip", "missing", "flag");

    static final int DEFAULT_STEPS = 1;
    static final Scale DEFAULT_SCALE = Scale.NONE;

    private final Places places;
    private final String label;

    private static Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("number", adjustable("number", "scale"));
        keys.put("category", List.of("category", "max", "expire", "hash"));
        keys.put("window", adjustable("window", "over", "take", "scale"));
        keys.put("lag", adjustable("lag", "steps", "scale"));
        FeatureRecords.KINDS.forEach((kind, prototype) -> {
            List<String> own = FeatureRecords.keys(kind, prototype);
            keys.put(kind, own.contains("scale") ? adjustable(own.toArray(String[]::new)) : own);
        });
        return Collections.unmodifiableMap(keys);
    }

    private static List<String> adjustable(String... own) {
        List<String> keys = new ArrayList<>(List.of(own));
        keys.addAll(List.of("clip", "missing", "flag"));
        return List.copyOf(keys);
    }

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
        return constant instanceof Statistic statistic
                ? statistic.word()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private FeatureSpec feature(Section features, String name) {
        YamlNode node = features.node(name);
        String kind = kind(node, features.pathOf(name));
        Section section = new Section(places, node, features.pathOf(name), KEYS.get(kind));
        return section.build(() -> adjusted(
                section,
                kind,
                switch (kind) {
                    case "number" -> new FeatureSpec.Numeric(section.text("number"), scale(section));
                    case "category" -> category(section);
                    case "window" ->
                        new FeatureSpec.Window(
                                section.text("window"),
                                section.list("over", Amounts::durationMillis),
                                section.list("take", text -> Section.constant(text, Statistic.values())),
                                scale(section));
                    case "lag" -> lag(section);
                    default -> FeatureRecords.read(kind, section);
                }));
    }

    /** Fills gaps and clips, if that is asked for. */
    private static FeatureSpec adjusted(Section section, String kind, FeatureSpec spec) {
        if (!KEYS.get(kind).containsAll(ADJUSTMENTS) || ADJUSTMENTS.stream().noneMatch(section::has)) {
            return spec;
        }
        Missing missing = section.value("missing", Missing.NOTHING, FeatureReading::missing);
        Missing instead = new Missing(missing.by(), missing.value(), section.flag("flag", false));
        Clip clip = section.has("clip") ? clip(section) : Clip.NONE;
        return clip.equals(Clip.NONE) && instead.equals(Missing.NOTHING) ? spec : new Adjusted(spec, clip, instead);
    }

    private static Missing missing(String text) {
        return switch (text) {
            case "nothing" -> Missing.NOTHING;
            case "mean" -> Missing.mean();
            case "last" -> Missing.last();
            default -> {
                try {
                    yield Missing.constant(Double.parseDouble(text));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "'" + text + "' is no number" + NearestName.hint(text, List.of("nothing", "mean", "last")),
                            e);
                }
            }
        };
    }

    private static Clip clip(Section section) {
        List<Double> bounds = section.list("clip", FeatureReading::bound);
        if (bounds.size() != 2) {
            throw section.mistake("clip", "needs two bounds, such as [0, 100] or [0, inf]");
        }
        return new Clip(bounds.get(0), bounds.get(1));
    }

    private static double bound(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> FeatureRecords.number(text);
        };
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
        throw places.mistake(node.place(), path + " is one of " + String.join(", ", KINDS));
    }

    private static FeatureSpec category(Section section) {
        String field = section.text("category");
        if (!section.has("hash")) {
            return new FeatureSpec.Category(
                    field,
                    (int) section.whole("max", FeatureSpec.Category.MAX, 1, 1 << 20),
                    section.durationMillis("expire", 0));
        }
        for (String key : List.of("max", "expire")) {
            if (section.has(key)) {
                throw section.mistake(key, "is for a category with a code for each value; 'hash' has no use for it");
            }
        }
        return new FeatureSpec.Hashed(field, (int) section.whole("hash", 0, 1, 28));
    }
}
