package dev.millrace.stream.event;

import java.util.Objects;

/**
 * A field of a schema.
 *
 * @param index place among all fields of the schema, from 0
 * @param name unique in its schema
 * @param type what it holds
 * @param slot place in the row's array for that type (numbers, integers or texts)
 */
public record Field(int index, String name, FieldType type, int slot) {
    public Field {
        Objects.requireNonNull(type, "type");
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("field " + index + " has no name; give every field a name");
        }
    }
}
