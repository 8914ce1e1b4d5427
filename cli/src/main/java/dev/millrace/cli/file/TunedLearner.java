package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A learner with its settings from a file, as {@code tune} writes it: {@code {"learner": NAME, "settings": {…}}}. */
public final class TunedLearner {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of("learner", "settings", "stream", "rows", "candidates", "seeds", "seed", "command"),
                    Stream.of("accuracy", "auc", "mae", "ips", "silhouette")
                            .flatMap(measure -> Stream.of(measure, measure + "_as_given")))
            .toList();

    private TunedLearner() {}

    /** Reads the file; what else stands in it is for people. A {@link BadPipelineFile} names a mistake and its place. */
    public static LearnerSpec read(Path file) {
        String text = PipelineFile.text(file);
        Places places = new Places(file.toString());
        Section section = new Section(places, YamlText.parse(file.toString(), text), "", KEYS);
        String name = section.text("learner");
        java.util.Map<String, String> settings = new java.util.LinkedHashMap<>();
        if (section.has("settings") && !(section.node("settings") instanceof Scalar)) {
            Section given = section.section("settings", List.of());
            given.keys().forEach(key -> settings.put(key, given.text(key)));
        }
        return new LearnerSpec(name, settings);
    }
}
