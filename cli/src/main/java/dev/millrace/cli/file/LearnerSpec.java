package dev.millrace.cli.file;

import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.ModelFile;
import dev.millrace.stream.settings.NamedSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    /** The file of a model that it starts from, if any. */
    public Optional<ModelFile> start() {
        return Optional.ofNullable(settings.get(Learners.START))
                .filter(text -> Learners.startsWithModel(name))
                .map(ModelFile::parse);
    }

    /** The same; the file that it starts from, if any, is another. */
    public LearnerSpec withStart(UnaryOperator<ModelFile> other) {
        if (start().isEmpty()) {
            return this;
        }
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.computeIfPresent(
                Learners.START,
                (key, text) -> other.apply(ModelFile.parse(text)).toString());
        return new LearnerSpec(name, changed);
    }

    /** The short form. */
    @Override
    public String toString() {
        return new NamedSettings(name, settings).toString();
    }
}
