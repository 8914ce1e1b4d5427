package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Mapping;
import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.cli.file.YamlNode.Sequence;
import dev.millrace.stream.settings.NamedSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a thing by name with settings, {@code {NAME: {SETTING: VALUE}}} or the short form of the command line, and has it
 * checked; what is wrong is answered where it stands.
 *
 * @param what it is, for messages: "a learner"
 * @param example of the short form
 * @param check throws {@link IllegalArgumentException} for what is unknown or out of range
 */
record NamedReading(Places places, String what, String example, Consumer<NamedSettings> check) {

    NamedSettings read(YamlNode node, String path) {
        if (node instanceof Scalar scalar && !scalar.empty()) {
            places.add(path, scalar.place());
            try {
                return checked(NamedSettings.parse(scalar.text(), example));
            } catch (IllegalArgumentException e) {
                throw places.mistake(scalar.place(), path + ": " + e.getMessage());
            }
        }
        Section section = new Section(places, node, path, java.util.List.of());
        if (section.keys().size() != 1) {
            throw places.mistake(node.place(), path + " names one " + what + ", as in " + example);
        }
        String name = section.keys().get(0);
        require(section, name, new NamedSettings(name, Map.of()));
        if (section.node(name) instanceof Scalar scalar && scalar.empty()) {
            return new NamedSettings(name, Map.of());
        }
        Section settings = section.section(name, java.util.List.of());
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : settings.keys()) {
            YamlNode given = settings.node(key);
            String value = given instanceof Scalar ? settings.text(key) : text(given, settings.pathOf(key));
            values.put(key, value);
            require(settings, key, new NamedSettings(name, Map.of(key, value)));
        }
        return section.build(() -> checked(new NamedSettings(name, values)));
    }

    /** A value as the short form has it: things with settings of their own in parentheses, lists with + between. */
    private String text(YamlNode node, String path) {
        if (node instanceof Sequence list) {
            if (list.items().isEmpty()) {
                throw places.mistake(node.place(), path + " is an empty list; name at least one");
            }
            return String.join(
                    "+", list.items().stream().map(item -> text(item, path)).toList());
        }
        if (!(node instanceof Mapping)) {
            return NamedSettings.value(Section.scalar(places, node, path));
        }
        Section section = new Section(places, node, path, java.util.List.of());
        if (section.keys().size() != 1) {
            throw places.mistake(node.place(), path + " names one thing with its settings, as in " + example);
        }
        String name = section.keys().get(0);
        if (section.node(name) instanceof Scalar scalar && scalar.empty()) {
            return name;
        }
        Section settings = section.section(name, java.util.List.of());
        Map<String, String> values = new LinkedHashMap<>();
        settings.keys().forEach(key -> values.put(key, text(settings.node(key), settings.pathOf(key))));
        return "(" + new NamedSettings(name, values) + ")";
    }

    private void require(Section section, String key, NamedSettings named) {
        try {
            checked(named);
        } catch (IllegalArgumentException e) {
            throw section.mistakeAtKey(key, e.getMessage());
        }
    }

    private NamedSettings checked(NamedSettings named) {
        check.accept(named);
        return named;
    }
}
