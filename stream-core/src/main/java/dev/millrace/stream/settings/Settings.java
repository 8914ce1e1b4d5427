package dev.millrace.stream.settings;

import dev.millrace.stream.event.NearestName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records of settings, read from and shown as {@code key=value} pairs: component {@code tieThreshold} is the key
 * {@code tie-threshold}. Types: double, int, long, boolean, String and enums. A value out of range is refused by the
 * record itself. Pure functions.
 */
public final class Settings {

    /**
     * One setting, for lists and help.
     *
     * @param key as users write it
     * @param allowed the type, or the names to choose from
     * @param defaultValue as users would write it
     * @param range which numbers are allowed, as {@link About} says it; the same as {@code allowed} where it says nothing
     * @param meaning what it is; empty if nobody says
     */
    public record Setting(String key, String allowed, String defaultValue, String range, String meaning) {}

    private Settings() {}

    /**
     * The defaults with some values replaced.
     *
     * @param values by key; texts, or numbers and booleans as a YAML file gives them
     * @throws IllegalArgumentException for an unknown key (naming the nearest known one), a value of the wrong type
     *     (naming what is allowed), or whatever the record refuses
     */
    public static <S extends Record> S read(S defaults, Map<String, ?> values) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        List<String> keys = Arrays.stream(components).map(c -> key(c.getName())).toList();
        for (String given : values.keySet()) {
            if (!keys.contains(given)) {
                throw new IllegalArgumentException(
                        keys.isEmpty()
                                ? "there are no settings here, got '" + given + "'"
                                : "unknown setting '" + given + "'" + NearestName.hint(given, keys));
            }
        }
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object given = values.get(keys.get(i));
            arguments[i] = given == null ? value(defaults, components[i]) : convert(keys.get(i), types[i], given);
        }
        return create(defaults, types, arguments);
    }

    /** Every setting of a record, in its order. */
    public static List<Setting> describe(Record defaults) {
        List<Setting> settings = new ArrayList<>();
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String allowed = allowed(component.getType());
            About about = component.getAnnotation(About.class);
            settings.add(new Setting(
                    key(component.getName()),
                    allowed,
                    text(value(defaults, component)),
                    about == null || about.range().isEmpty() ? allowed : about.range(),
                    about == null ? "" : about.value()));
        }
        return settings;
    }

    /** All values as texts by key, in the record's order: {@link #read} gives the same record back. */
    public static Map<String, String> write(Record settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Setting setting : describe(settings)) {
            texts.put(setting.key(), setting.defaultValue());
        }
        return texts;
    }

    /** {@code tieThreshold} as {@code tie-threshold}. */
    public static String key(String component) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (Character.isUpperCase(c)) {
                key.append('-').append(Character.toLowerCase(c));
            } else {
                key.append(c);
            }
        }
        return key.toString();
    }

    private static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return String.join(
                    ", ",
                    Arrays.stream(type.getEnumConstants()).map(Settings::text).toList());
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        return type == boolean.class ? "true, false" : "a text";
    }

    private static String text(Object value) {
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : String.valueOf(value);
    }

    private static Object convert(String key, Class<?> type, Object given) {
        String text = String.valueOf(given).trim();
        try {
            if (type == double.class) {
                return Double.valueOf(text);
            }
            if (type == int.class) {
                return Integer.valueOf(text);
            }
            if (type == long.class) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw wrong(key, type, text, e);
        }
        if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
            return text.equals("true");
        }
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (text(constant).equals(text)) {
                    return constant;
                }
            }
        }
        throw wrong(key, type, text, null);
    }

    private static IllegalArgumentException wrong(String key, Class<?> type, String text, Exception cause) {
        return new IllegalArgumentException(
                "setting '" + key + "' is '" + text + "'; allowed: " + allowed(type), cause);
    }

    private static Object value(Record settings, RecordComponent component) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "settings " + settings.getClass().getName() + " must be a public record", e);
        }
    }

    @SuppressWarnings("unchecked") // the constructor of S's class makes an S
    private static <S extends Record> S create(S defaults, Class<?>[] types, Object[] arguments) {
        try {
            return (S) defaults.getClass().getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(
                    "the constructor of " + defaults.getClass().getName() + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "settings " + defaults.getClass().getName() + " must be a public record", e);
        }
    }
}
