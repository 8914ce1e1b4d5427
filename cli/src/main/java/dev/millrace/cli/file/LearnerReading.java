package dev.millrace.cli.file;

import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.settings.NamedSettings;
import java.util.ArrayList;
import java.util.List;

/** Reads learners: {@code {NAME: {SETTING: VALUE}}}, or the short form of the command line; unknown ones are refused. */
final class LearnerReading {
    private final NamedReading reading;

    LearnerReading(Places places) {
        this.reading = new NamedReading(
                places,
                "learner",
                "{logistic: {rate: 0.01}}",
                named -> Learners.choose(named.name(), named.settings()));
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
        NamedSettings named = reading.read(node, path);
        return new LearnerSpec(named.name(), named.settings());
    }
}
