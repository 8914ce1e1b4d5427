package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.ml.learner.Learners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads learners: {@code {NAME: {SETTING: VALUE}}}, or the short form of the command line; unknown ones are refused. */
final class LearnerReading {
    private final Places places;

    LearnerReading(Places places) {
        this.places = places;
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
        if (node instanceof Scalar scalar && !scalar.empty()) {
            places.add(path, scalar.place());
            try {
                return checked(LearnerSpec.parse(scalar.text()));
            } catch (IllegalArgumentException e) {
                throw places.mistake(scalar.place(), path + ": " + e.getMessage());
            }
        }
        Section section = new Section(places, node, path, List.of());
        if (section.keys().size() != 1) {
            throw places.mistake(node.place(), path + " names one learner, as in {logistic: {rate: 0.01}}");
        }
        String name = section.keys().get(0);
        require(section, name, new LearnerSpec(name, Map.of()));
        if (section.node(name) instanceof Scalar scalar && scalar.empty()) {
            return new LearnerSpec(name, Map.of());
        }
        Section settings = section.section(name, List.of());
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : settings.keys()) {
            values.put(key, settings.text(key));
            require(settings, key, new LearnerSpec(name, Map.of(key, settings.text(key))));
        }
        return section.build(() -> checked(new LearnerSpec(name, values)));
    }

    private static void require(Section section, String key, LearnerSpec learner) {
        try {
            checked(learner);
        } catch (IllegalArgumentException e) {
            throw section.mistakeAtKey(key, e.getMessage());
        }
    }

    private static LearnerSpec checked(LearnerSpec learner) {
        Learners.choose(learner.name(), learner.settings());
        return learner;
    }
}
