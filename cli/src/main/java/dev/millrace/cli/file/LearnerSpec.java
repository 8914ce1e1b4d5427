package dev.millrace.cli.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learner by name, with the settings that differ from its defaults.
 *
 * @param settings as written, in the order written
 */
public record LearnerSpec(String name, Map<String, String> settings) {
    public LearnerSpec {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a learner needs a name");
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Reads {@code name:key=value,key=value}, the short form of the command line. */
    public static LearnerSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new LearnerSpec(text.strip(), Map.of());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String part : text.substring(colon + 1).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0 || equals == part.length() - 1) {
                throw new IllegalArgumentException(
                        "'" + part + "' in '" + text + "' is not a setting; write key=value, as in logistic:rate=0.01");
            }
            if (settings.put(
                            part.substring(0, equals).strip(),
                            part.substring(equals + 1).strip())
                    != null) {
                throw new IllegalArgumentException(
                        "the setting '" + part.substring(0, equals) + "' stands twice in '" + text + "'");
            }
        }
        return new LearnerSpec(text.substring(0, colon).strip(), settings);
    }

    /** The short form. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        settings.forEach((key, value) -> parts.add(key + "=" + value));
        return parts.isEmpty() ? name : name + ":" + String.join(",", parts);
    }
}
