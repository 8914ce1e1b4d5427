package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Entry;
import dev.millrace.cli.file.YamlNode.Mapping;
import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.cli.file.YamlNode.Sequence;
import dev.millrace.stream.event.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads the keys of one section, each with its type; whatever does not fit is a {@link BadPipelineFile} at its place.
 * Keys that the section does not have are refused when it is opened, with the nearest one that it has.
 */
final class Section {
    private final Places places;
    private final Mapping mapping;
    private final String path;

    /** @param path what messages call this section, e.g. {@code features.merchant}; empty for the whole file */
    Section(Places places, YamlNode node, String path, List<String> keys) {
        this.places = places;
        this.path = path;
        if (!(node instanceof Mapping found)) {
            throw places.mistake(
                    node.place(), (path.isEmpty() ? "the file" : path) + " needs keys with values, not " + node.kind());
        }
        this.mapping = found;
        places.add(path, node.place());
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            places.add(pathOf(key), entry.getValue().value().place());
            if (!keys.isEmpty() && !keys.contains(key)) {
                throw places.mistake(
                        entry.getValue().key(),
                        "unknown key '" + key + "'" + (path.isEmpty() ? "" : " in " + path)
                                + NearestName.hint(key, keys));
            }
        }
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /** The names of all keys, in the order of the file. */
    List<String> keys() {
        return List.copyOf(mapping.entries().keySet());
    }

    /** The value of a key that must be there. */
    YamlNode node(String key) {
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
            throw places.mistake(
                    mapping.place(),
                    "the key '" + key + "' is missing" + (path.isEmpty() ? "; add '" + key + ": …'" : " in " + path));
        }
        return entry.value();
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    /** The value of a key as a section of its own. */
    Section section(String key, List<String> keys) {
        return new Section(places, node(key), pathOf(key), keys);
    }

    String text(String key) {
        return scalar(places, node(key), pathOf(key));
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    long whole(String key, long otherwise, long least, long most) {
        return value(key, otherwise, text -> {
            long number;
            try {
                number = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("needs a whole number, not '" + text + "'", e);
            }
            if (number < least || number > most) {
                throw new IllegalArgumentException("must lie between " + least + " and " + most + ", got " + number);
            }
            return number;
        });
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, otherwise, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("needs true or false, not '" + text + "'");
        });
    }

    long durationMillis(String key, long otherwise) {
        return value(key, otherwise, Amounts::durationMillis);
    }

    double fraction(String key, double otherwise) {
        return value(key, otherwise, Amounts::fraction);
    }

    /** A number that must be there. */
    double number(String key) {
        node(key);
        return value(key, Double.NaN, text -> {
            try {
                return Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is not a number", e);
            }
        });
    }

    /** One of a few words. */
    String choice(String key, String otherwise, List<String> words) {
        return value(key, otherwise, text -> oneOf(text, words));
    }

    /** One value or a list of them, each read by a function that throws {@link IllegalArgumentException}. */
    <T> List<T> list(String key, Function<String, T> reader) {
        YamlNode node = node(key);
        List<YamlNode> items = node instanceof Sequence sequence ? sequence.items() : List.of(node);
        if (items.isEmpty()) {
            throw places.mistake(node.place(), pathOf(key) + " is an empty list; name at least one");
        }
        List<T> values = new ArrayList<>();
        for (YamlNode item : items) {
            values.add(checked(item, pathOf(key), reader));
        }
        return List.copyOf(values);
    }

    /** The value of a key, read by a function that throws {@link IllegalArgumentException} for what it cannot take. */
    <T> T value(String key, T otherwise, Function<String, T> reader) {
        return has(key) ? checked(node(key), pathOf(key), reader) : otherwise;
    }

    /** Builds a record whose constructor refuses what does not go together: answered at the section's place. */
    <T> T build(Supplier<T> record) {
        try {
            return record.get();
        } catch (IllegalArgumentException e) {
            throw places.mistake(mapping.place(), (path.isEmpty() ? "" : path + ": ") + e.getMessage());
        }
    }

    /** A mistake in a key itself. */
    BadPipelineFile mistakeAtKey(String key, String message) {
        return places.mistake(mapping.entries().get(key).key(), pathOf(key) + ": " + message);
    }

    /** A mistake at the value of a key. */
    BadPipelineFile mistake(String key, String message) {
        return places.mistake(node(key).place(), pathOf(key) + ": " + message);
    }

    /** The constant that a word in lower case names. */
    static <E extends Enum<?>> E constant(String text, E[] constants) {
        List<String> words = Stream.of(constants).map(FeatureReading::word).toList();
        return constants[words.indexOf(oneOf(text, words))];
    }

    static String oneOf(String text, List<String> words) {
        if (!words.contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is not known here" + NearestName.hint(text, words));
        }
        return text;
    }

    private <T> T checked(YamlNode node, String where, Function<String, T> reader) {
        try {
            return reader.apply(scalar(places, node, where));
        } catch (IllegalArgumentException e) {
            throw places.mistake(node.place(), where + ": " + e.getMessage());
        }
    }

    static String scalar(Places places, YamlNode node, String where) {
        if (node instanceof Scalar scalar && !scalar.empty()) {
            return scalar.text();
        }
        throw places.mistake(node.place(), where + " needs one value, not " + node.kind());
    }
}
