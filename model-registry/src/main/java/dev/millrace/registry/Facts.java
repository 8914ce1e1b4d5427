package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operators state about themselves, as JSON: keys in order; whole numbers come back as {@code Long}, others as
 * {@code Double}; a number that is not finite has no JSON and becomes null.
 */
final class Facts {
    private Facts() {}

    static void write(JsonGenerator json, Map<?, ?> facts) throws IOException {
        SortedMap<String, Object> sorted = new TreeMap<>();
        facts.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        json.writeStartObject();
        for (var fact : sorted.entrySet()) {
            json.writeFieldName(fact.getKey());
            writeValue(json, fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, String name, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof CharSequence || value instanceof Enum<?>) {
            json.writeString(value.toString());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Double || value instanceof Float) {
            writeDouble(json, ((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Map<?, ?> map) {
            write(json, map);
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(json, name, element);
            }
            json.writeEndArray();
        } else {
            throw new BadCheckpoint(
                    "the fact '" + name + "' is a " + value.getClass().getName()
                            + "; a fact is a number, text, truth value, or a map or list of these");
        }
    }

    private static void writeDouble(JsonGenerator json, double number) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    static Map<String, Object> parse(JsonNode json) {
        SortedMap<String, Object> facts = new TreeMap<>();
        json.properties().forEach(entry -> facts.put(entry.getKey(), parseValue(entry.getValue())));
        return Collections.unmodifiableSortedMap(facts);
    }

    private static Object parseValue(JsonNode json) {
        if (json.isObject()) {
            return parse(json);
        }
        if (json.isArray()) {
            List<Object> list = new ArrayList<>();
            json.forEach(element -> list.add(parseValue(element)));
            return Collections.unmodifiableList(list);
        }
        if (json.isTextual()) {
            return json.textValue();
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isIntegralNumber()) {
            return json.longValue();
        }
        return json.isNumber() ? (Object) json.doubleValue() : null;
    }
}
