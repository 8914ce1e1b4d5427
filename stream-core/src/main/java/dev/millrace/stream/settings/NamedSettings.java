package dev.millrace.stream.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A thing by name, with the settings that differ from its defaults: {@code name:key=value,key=value}, the short form of
 * command lines and pipeline files. A value that has commas of its own stands in parentheses: {@code base=(tree:depth=3,bins=8)}.
 *
 * @param settings as written, in the order written
 */
public record NamedSettings(String name, Map<String, String> settings) {
    public NamedSettings {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * Reads the short form, which may stand in parentheses.
     *
     * @param example of the form, for messages
     * @throws IllegalArgumentException for a part that is no setting, or a setting that stands twice
     */
    public static NamedSettings parse(String text, String example) {
        String bare = bare(text);
        int colon = bare.indexOf(':');
        if (colon < 0) {
            return new NamedSettings(bare, Map.of());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String part : split(bare.substring(colon + 1), ',')) {
            int equals = part.indexOf('=');
            if (equals <= 0 || equals == part.length() - 1) {
                throw new IllegalArgumentException(
                        "'" + part + "' in '" + bare + "' is not a setting; write key=value, as in " + example);
            }
            String key = part.substring(0, equals).strip();
            if (settings.put(key, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("the setting '" + key + "' stands twice in '" + bare + "'");
            }
        }
        return new NamedSettings(bare.substring(0, colon).strip(), settings);
    }

    /**
     * The parts of a text between separators that stand outside of parentheses.
     *
     * @throws IllegalArgumentException if parentheses do not match
     */
    public static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                break;
            }
            if (c == separator && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (depth != 0) {
            throw new IllegalArgumentException("the parentheses in '" + text + "' do not match");
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    /** Without parentheses around all of it. */
    private static String bare(String text) {
        String bare = text.strip();
        int depth = 0;
        for (int i = 0; i < bare.length(); i++) {
            depth += bare.charAt(i) == '(' ? 1 : bare.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i > 0 && i == bare.length() - 1 ? bare.substring(1, i).strip() : bare;
            }
        }
        return bare;
    }

    /** A value as it stands in the short form: in parentheses if it has commas of its own. */
    public static String value(String value) {
        return split(value, ',').size() > 1 ? "(" + value + ")" : value;
    }

    /** The short form. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        settings.forEach((key, value) -> parts.add(key + "=" + value(value)));
        return parts.isEmpty() ? name : name + ":" + String.join(",", parts);
    }
}
