package dev.millrace.cli.file;

import dev.millrace.stream.settings.NamedSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
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
        NamedSettings named = NamedSettings.parse(text, "logistic:rate=0.01");
        return new LearnerSpec(named.name(), named.settings());
    }

    /** The short form. */
    @Override
    public String toString() {
        return new NamedSettings(name, settings).toString();
    }
}
