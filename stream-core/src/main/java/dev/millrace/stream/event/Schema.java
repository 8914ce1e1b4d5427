package dev.millrace.stream.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of an event, in order. Immutable; two schemas are equal when their fields are.
 *
 * <p>Numbers, integers (with booleans and times) and texts have slots of their own, so that a {@link Row} is three
 * primitive-friendly arrays.
 */
public final class Schema {
    private final List<Field> fields;
    private final Map<String, Field> byName;
    private final int numberSlots;
    private final int integerSlots;
    private final int textSlots;
    private final int hash;

    private Schema(List<Field> fields, Map<String, Field> byName, int numbers, int integers, int texts) {
        this.fields = List.copyOf(fields);
        this.byName = Map.copyOf(byName);
        this.numberSlots = numbers;
        this.integerSlots = integers;
        this.textSlots = texts;
        this.hash = this.fields.hashCode();
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<Field> fields() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    public Optional<Field> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The field of that name; an {@link IllegalArgumentException} lists what there is. */
    public Field field(String name) {
        Field field = byName.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field '" + name + "'; the fields are " + names());
        }
        return field;
    }

    public Collection<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    public int numberSlots() {
        return numberSlots;
    }

    public int integerSlots() {
        return integerSlots;
    }

    public int textSlots() {
        return textSlots;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Schema schema && hash == schema.hash && fields.equals(schema.fields);
    }

    @Override
    public int hashCode() {
        return hash; // asked for by each request, to find what reads its rows
    }

    /** {@code name:TYPE, …} in order: also the schema's part of a plan's fingerprint. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(field.name())
                    .append(':')
                    .append(field.type());
        }
        return text.toString();
    }

    /** Collects fields in order; slots are given out as they come. */
    public static final class Builder {
        private final List<Field> fields = new ArrayList<>();
        private final Map<String, Field> byName = new HashMap<>();
        private int numbers;
        private int integers;
        private int texts;

        private Builder() {}

        public Builder add(String name, FieldType type) {
            int slot = type == FieldType.NUMBER ? numbers++ : type == FieldType.TEXT ? texts++ : integers++;
            Field field = new Field(fields.size(), name, type, slot);
            if (byName.putIfAbsent(name, field) != null) {
                throw new IllegalArgumentException("field '" + name + "' appears twice; names of fields are unique");
            }
            fields.add(field);
            return this;
        }

        public Builder number(String name) {
            return add(name, FieldType.NUMBER);
        }

        public Builder integer(String name) {
            return add(name, FieldType.INTEGER);
        }

        public Builder text(String name) {
            return add(name, FieldType.TEXT);
        }

        public Builder bool(String name) {
            return add(name, FieldType.BOOLEAN);
        }

        public Builder time(String name) {
            return add(name, FieldType.TIME);
        }

        public Schema build() {
            return new Schema(fields, byName, numbers, integers, texts);
        }
    }
}
