package dev.millrace.serving.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model predicts.
 *
 * @param field name of the field with the label
 * @param regression whether it is a number, not a class
 * @param classes for a closed set of classes: from each value that the field may have to the name of its class; empty if
 *     any class may appear
 * @param positive the class that ranking metrics are about; null if none is named
 */
public record LabelShape(String field, boolean regression, Map<String, String> classes, String positive) {
    public LabelShape {
        Objects.requireNonNull(field, "field");
        classes = java.util.Collections.unmodifiableMap(new TreeMap<>(classes));
        if (regression && !classes.isEmpty()) {
            throw new IllegalArgumentException("the label '" + field + "' is a number and cannot have classes");
        }
    }

    public static LabelShape ofClasses(String field, Map<String, String> classes, String positive) {
        return new LabelShape(field, false, classes, positive);
    }

    public static LabelShape ofNumber(String field) {
        return new LabelShape(field, true, Map.of(), null);
    }

    /** Whether only the named classes may appear. */
    public boolean isClosed() {
        return !classes.isEmpty();
    }

    /** Names of the classes, each once, in order; empty if any may appear. */
    public List<String> classNames() {
        return classes.values().stream().distinct().sorted().toList();
    }

    /** The class meant by a late label: a class's name, or a value of the field. Empty if there is no such class. */
    public Optional<String> classOf(String label) {
        if (!isClosed() || classes.containsValue(label)) {
            return Optional.of(label);
        }
        return Optional.ofNullable(classes.get(label));
    }
}
