package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.settings.NamedSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads learners: {@code {NAME: {SETTING: VALUE}}}, the short form of the command line, or {@code "@FILE.json"} for settings that
 * {@code tune} has found, of the learner or of its members; unknown ones are refused.
 */
final class LearnerReading {
    private final Places places;
    private final Path folder;
    private final NamedReading reading;

    /** @param folder that paths are relative to */
    LearnerReading(Places places, Path folder) {
        this.places = places;
        this.folder = folder;
        this.reading =
                new NamedReading(places, "learner", "{logistic: {rate: 0.01}}", named -> withMembers(named, folder));
    }

    List<LearnerSpec> list(Section file, String key) {
        List<LearnerSpec> learners = new ArrayList<>();
        List<YamlNode> items = PipelineReader.items(file.node(key));
        for (int i = 0; i < items.size(); i++) {
            learners.add(read(items.get(i), key + '.' + i));
        }
        return learners;
    }

    LearnerSpec read(YamlNode node, String path) {
        if (node instanceof Scalar scalar && scalar.text().startsWith("@")) {
            places.add(path, scalar.place());
            LearnerSpec tuned = TunedLearner.read(folder.resolve(scalar.text().substring(1)));
            try {
                Learners.choose(tuned.name(), tuned.settings());
            } catch (IllegalArgumentException e) {
                throw places.mistake(scalar.place(), path + ": " + e.getMessage());
            }
            return tuned;
        }
        return withMembers(reading.read(node, path), folder);
    }

    /** A learner that is known, with settings that are. */
    private static LearnerSpec withMembers(NamedSettings named, Path folder) {
        LearnerSpec learner = TunedLearner.withMembers(new LearnerSpec(named.name(), named.settings()), folder);
        Learners.choose(learner.name(), learner.settings());
        return learner;
    }
}
