package dev.millrace.stream.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A thing by name, with the settings that differ from its defaults: {@code name:key=value,key=value}, the short form of
 * command lines and pipeline files.
 *
 * @param settings as written, in the order written
 */
public record NamedSettings(String name, Map<String, String> settings) {
    public NamedSettings {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * Reads the short form.
     *
     * @param example of the form, for messages
     * @throws IllegalArgumentException for a part that is no setting, or a setting that stands twice
     */
    public static NamedSettings parse(String text, String example) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new NamedSettings(text.strip(), Map.of());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String part : text.substring(colon + 1).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0 || equals == part.length() - 1) {
                throw new IllegalArgumentException(
                        "'" + part + "' in '" + text + "' is not a setting; write key=value, as in " + example);
            }
            String key = part.substring(0, equals).strip();
            if (settings.put(key, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("the setting '" + key + "' stands twice in '" + text + "'");
            }
        }
        return new NamedSettings(text.substring(0, colon).strip(), settings);
    }

    /** The short form. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        settings.forEach((key, value) -> parts.add(key + "=" + value));
        return parts.isEmpty() ? name : name + ":" + String.join(",", parts);
    }
}
