package dev.millrace.cli.file;

import dev.millrace.ml.learner.ModelFile;
import dev.millrace.ml.learner.StartFiles;
import dev.millrace.stream.settings.NamedSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

    /** The files of models that it and its members start from. */
    public List<ModelFile> starts() {
        return StartFiles.in(new NamedSettings(name, settings));
    }

    /** The same; files that it and its members start from are others. */
    public LearnerSpec withStarts(UnaryOperator<ModelFile> other) {
        return new LearnerSpec(
                name,
                StartFiles.changed(new NamedSettings(name, settings), other).settings());
    }

    /** The short form. */
    @Override
    public String toString() {
        return new NamedSettings(name, settings).toString();
    }
}
