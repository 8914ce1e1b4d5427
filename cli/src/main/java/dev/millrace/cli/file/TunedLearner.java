package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A learner with its settings from a file, as {@code tune} writes it: {@code {"learner": NAME, "settings": {…}}}; and learners whose
 * members come from such files.
 */
public final class TunedLearner {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of("learner", "settings", "stream", "rows", "candidates", "seeds", "seed", "command"),
                    Stream.of("accuracy", "auc", "mae", "ips", "silhouette")
                            .flatMap(measure -> Stream.of(measure, measure + "_as_given")))
            .toList();

    /** Where a member may stand: alone, in parentheses, or in a list with + between. */
    private static final Pattern MEMBER = Pattern.compile("(?<=^|[(+])@([^()+,]+)(?=$|[)+])");

    private TunedLearner() {}

    /**
     * Reads what users write: {@code @FILE}, or the short form of the command line, in which members may be files:
     * {@code weighted-majority:learners=(@one.json)+(@other.json)}.
     *
     * @param folder that paths are relative to
     */
    public static LearnerSpec parse(String text, Path folder) {
        return text.startsWith("@")
                ? read(folder.resolve(text.substring(1)))
                : withMembers(LearnerSpec.parse(text), folder);
    }

    /** The same; members that are files are what stands in these. */
    static LearnerSpec withMembers(LearnerSpec learner, Path folder) {
        Map<String, String> settings = new LinkedHashMap<>(learner.settings());
        settings.replaceAll((key, value) -> MEMBER.matcher(value).replaceAll(file -> {
            String member = read(folder.resolve(file.group(1).strip())).toString();
            boolean isEnclosed = file.start() > 0 && value.charAt(file.start() - 1) == '(';
            return Matcher.quoteReplacement(isEnclosed ? member : "(" + member + ")");
        }));
        return new LearnerSpec(learner.name(), settings);
    }

    /** Reads the file; what else stands in it is for people. A {@link BadPipelineFile} names a mistake and its place. */
    public static LearnerSpec read(Path file) {
        String text = PipelineFile.text(file);
        Places places = new Places(file.toString());
        Section section = new Section(places, YamlText.parse(file.toString(), text), "", KEYS);
        String name = section.text("learner");
        Map<String, String> settings = new LinkedHashMap<>();
        if (section.has("settings") && !(section.node("settings") instanceof Scalar)) {
            Section given = section.section("settings", List.of());
            given.keys().forEach(key -> settings.put(key, given.text(key)));
        }
        return new LearnerSpec(name, settings);
    }
}
