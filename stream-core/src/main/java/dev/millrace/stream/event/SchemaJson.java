package dev.millrace.stream.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * A schema as JSON and back: {@code {"fields":[{"name":"amount","type":"number"},…]}}, fields in order, types in lower
 * case. The same schema always gives the same text.
 */
public final class SchemaJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SchemaJson() {}

    public static String write(Schema schema) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode fields = root.putArray("fields");
        for (Field field : schema.fields()) {
            fields.addObject()
                    .put("name", field.name())
                    .put("type", field.type().name().toLowerCase(Locale.ROOT));
        }
        return root.toString();
    }

    /** Reads what {@link #write} wrote; other text is an {@link IllegalArgumentException} that says where. */
    public static Schema read(String json) {
        JsonNode fields;
        try {
            fields = JSON.readTree(json).path("fields");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a schema is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!fields.isArray()) {
            throw new IllegalArgumentException("a schema is a JSON object with a list 'fields', got " + json);
        }
        Schema.Builder schema = Schema.builder();
        for (JsonNode field : fields) {
            if (!field.path("name").isTextual() || !field.path("type").isTextual()) {
                throw new IllegalArgumentException("field " + schema.build().size()
                        + " of a schema needs the texts 'name' and 'type', got " + field);
            }
            schema.add(field.get("name").textValue(), type(field.get("type").textValue()));
        }
        return schema.build();
    }

    private static FieldType type(String name) {
        for (FieldType type : FieldType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no type of a field; there are "
                + Arrays.toString(FieldType.values()).toLowerCase(Locale.ROOT));
    }
}
