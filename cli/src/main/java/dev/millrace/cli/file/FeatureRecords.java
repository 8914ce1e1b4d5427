package dev.millrace.cli.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.feature.Bins;
import dev.millrace.ml.feature.Cross;
import dev.millrace.ml.feature.Difference;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.FrequencyEncoding;
import dev.millrace.ml.feature.Polynomial;
import dev.millrace.ml.feature.Selection;
import dev.millrace.ml.feature.Since;
import dev.millrace.ml.feature.SparseTokens;
import dev.millrace.ml.feature.TargetEncoding;
import dev.millrace.ml.feature.TextTokens;
import dev.millrace.ml.feature.TimeParts;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Features whose keys in the file are the components of their records: the first stands under the name of the kind, the
 * others under their own, a duration without its unit ({@code perMillis} is {@code per}). What the prototype holds is the
 * default.
 */
final class FeatureRecords {
    private static final String ANY = "any";

    /** By name of the kind, in the order of the reference. */
    static final Map<String, FeatureSpec> KINDS = kinds();

    private FeatureRecords() {}

    private static Map<String, FeatureSpec> kinds() {
        Map<String, FeatureSpec> kinds = new LinkedHashMap<>();
        kinds.put("difference", new Difference(ANY));
        kinds.put("since", new Since(ANY));
        kinds.put("time", new TimeParts(ANY));
        kinds.put("bins", new Bins(ANY));
        kinds.put("polynomial", new Polynomial(List.of(ANY)));
        kinds.put("target", new TargetEncoding(ANY));
        kinds.put("frequency", new FrequencyEncoding(ANY));
        kinds.put("cross", new Cross(List.of(ANY, "other")));
        kinds.put("text", new TextTokens(ANY));
        kinds.put("sparse", new SparseTokens(ANY));
        kinds.put("select", Selection.byVariance(0));
        kinds.put("forget", FeatureSpec.forget(1));
        return Collections.unmodifiableMap(kinds);
    }

    /** The keys of a kind, its own name first. */
    static List<String> keys(String kind, FeatureSpec prototype) {
        RecordComponent[] components = prototype.getClass().getRecordComponents();
        String[] keys = Arrays.stream(components).map(FeatureRecords::key).toArray(String[]::new);
        keys[0] = kind;
        return List.of(keys);
    }

    private static String key(RecordComponent component) {
        String name = component.getName();
        return name.endsWith("Millis") ? name.substring(0, name.length() - "Millis".length()) : name;
    }

    static FeatureSpec read(String kind, Section section) {
        FeatureSpec prototype = KINDS.get(kind);
        RecordComponent[] components = prototype.getClass().getRecordComponents();
        List<String> keys = keys(kind, prototype);
        section.node(kind);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = section.has(keys.get(i))
                    ? value(section, keys.get(i), components[i])
                    : value(prototype, components[i]);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (FeatureSpec)
                    prototype.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("the constructor of " + prototype.getClass() + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(prototype.getClass() + " must be a public record", e);
        }
    }

    private static Object value(Section section, String key, RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class) {
            return section.text(key);
        } else if (type == List.class) {
            Class<?> item = item(component);
            return section.list(key, text -> item == String.class ? text : constant(item, text));
        } else if (type == long.class) {
            return section.durationMillis(key, 0);
        } else if (type == int.class) {
            return (int) section.whole(key, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == double.class) {
            return section.value(key, 0.0, FeatureRecords::number);
        } else if (type == ZoneId.class) {
            return section.value(key, null, FeatureRecords::zone);
        }
        return section.value(key, null, text -> constant(type, text));
    }

    private static Class<?> item(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    private static Object constant(Class<?> type, String text) {
        return Section.constant(text, (Enum<?>[]) type.getEnumConstants());
    }

    static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("needs a number, not '" + text + "'", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time zone; write one such as Europe/Zurich, UTC or +02:00", e);
        }
    }

    /** The value of a component as it would be written in a file; a list as a list. */
    static Object written(FeatureSpec spec, RecordComponent component) {
        Object value = value(spec, component);
        if (value instanceof List<?> list) {
            return list.stream().map(FeatureRecords::text).toList();
        }
        return component.getType() == long.class ? Amounts.duration((long) value) : text(value);
    }

    private static String text(Object value) {
        return value instanceof Enum<?> constant ? FeatureReading.word(constant) : String.valueOf(value);
    }

    private static Object value(FeatureSpec spec, RecordComponent component) {
        try {
            return component.getAccessor().invoke(spec);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(spec.getClass() + " must be a public record", e);
        }
    }

    /** Writes all keys of a feature of one of these kinds. */
    static void write(FeatureSpec spec, JsonGenerator out) throws IOException {
        String kind = KINDS.entrySet().stream()
                .filter(each -> each.getValue().getClass() == spec.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(spec.getClass() + " has no name in files"))
                .getKey();
        List<String> keys = keys(kind, spec);
        RecordComponent[] components = spec.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object value = written(spec, components[i]);
            if (value instanceof List<?> list) {
                out.writeArrayFieldStart(keys.get(i));
                for (Object item : list) {
                    out.writeString((String) item);
                }
                out.writeEndArray();
            } else if (components[i].getType() == int.class) {
                out.writeNumberField(keys.get(i), Integer.parseInt((String) value));
            } else {
                out.writeStringField(keys.get(i), (String) value);
            }
        }
    }
}
