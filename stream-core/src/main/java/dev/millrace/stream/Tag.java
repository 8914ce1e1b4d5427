package dev.millrace.stream;

/**
 * Names a side output and the type of what flows there. Two tags are equal when their names are.
 *
 * @param <T> the events of this side output
 */
public record Tag<T>(String name) {
    public Tag {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a side output needs a name, got " + name);
        }
    }
}
