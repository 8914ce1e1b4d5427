package dev.millrace.cli;

import dev.millrace.cli.console.TextTable;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Merging;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.settings.Settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be known of a learner before it is used, from what its provider and its settings say: for people, as lines. Pure functions. */
final class LearnerReference {
    /** Of a column of prose on a terminal. */
    private static final int WIDTH = 72;

    private LearnerReference() {}

    /** The settings of a learner: its own, then those that many have. */
    static List<Setting> settings(LearnerProvider<?> learner) {
        List<Setting> settings = new ArrayList<>(Settings.describe(learner.defaults()));
        settings.add(new Setting(
                Learners.SEED,
                "a whole number",
                "",
                "a whole number",
                "gives its chance another start than others have"));
        if (learner.task() == Task.CLASSIFICATION) {
            settings.add(new Setting(
                    Learners.CALIBRATE,
                    "true, false",
                    "false",
                    "true, false",
                    "whether its scores are made probabilities"));
        }
        if (starts(learner)) {
            settings.add(new Setting(
                    Learners.START,
                    "a file",
                    "",
                    "a file",
                    "a model of Tribuo that it begins with, instead of with nothing"));
        }
        return settings;
    }

    private static <S extends Record> boolean starts(LearnerProvider<S> learner) {
        return learner.whyNoStart(learner.defaults()).isEmpty();
    }

    /** All about one: a table of its settings, with prose broken into lines. */
    static List<String> lines(LearnerProvider<?> learner) {
        List<String> lines = new ArrayList<>(List.of(heading(learner), ""));
        TextTable table = new TextTable(4, "setting", "default", "range", "meaning");
        for (Setting setting : settings(learner)) {
            List<String> prose = broken(setting.meaning());
            List<String> range = broken(setting.range(), 24);
            for (int i = 0; i < Math.max(prose.size(), range.size()); i++) {
                table.row(
                        i == 0 ? setting.key() : "",
                        i == 0 ? setting.defaultValue() : "",
                        i < range.size() ? range.get(i) : "",
                        i < prose.size() ? prose.get(i) : "");
            }
        }
        lines.addAll(table.lines());
        lines.add("");
        lines.add("partitions as one: " + partitionsAsOne(learner));
        lines.addAll(broken("paper: " + learner.paper(), WIDTH + 30));
        return lines;
    }

    /** Name, other names, task and summary. */
    static String heading(LearnerProvider<?> learner) {
        String others = learner.aliases().isEmpty() ? "" : " (" + String.join(", ", learner.aliases()) + ")";
        return learner.name() + others + " · " + task(learner) + " · " + learner.summary();
    }

    static String task(LearnerProvider<?> learner) {
        return learner.task().name().toLowerCase(Locale.ROOT);
    }

    static String partitionsAsOne(LearnerProvider<?> learner) {
        return learner.task() == Task.CLUSTERING
                ? "never" // clusters of partitions have nothing to do with each other
                : merging(learner).word();
    }

    /** With its defaults, over numbers that are not scaled. */
    private static <S extends Record> Merging merging(LearnerProvider<S> learner) {
        return learner.merging(learner.defaults(), false);
    }

    /** The page of all learners. */
    static List<String> page(List<LearnerProvider<?>> learners) {
        List<String> lines = new ArrayList<>(List.of(
                "# Settings of all learners",
                "",
                "Made from the code by `millrace learners --markdown > docs/learner-settings.md`; a test compares. How learners behave, and which to take,",
                "says [`learners.md`](learners.md). `millrace learners NAME` shows one of these tables.",
                "",
                "Every learner also takes `" + Learners.SEED
                        + "` (a whole number: gives its chance another start), those of classes `" + Learners.CALIBRATE
                        + "` (`true`: scores are made probabilities);",
                "those that say so take `" + Learners.START
                        + "` ([a file of Tribuo](learners.md#from-a-tribuo-model))."));
        for (LearnerProvider<?> learner : learners) {
            lines.addAll(List.of("", "## " + learner.name(), ""));
            lines.add(learner.summary() + ". Task: " + task(learner) + "; partitions as one: "
                    + partitionsAsOne(learner)
                    + (learner.aliases().isEmpty() ? "" : "; also `" + String.join("`, `", learner.aliases()) + "`")
                    + (starts(learner) ? "; takes `" + Learners.START + "`" : "") + ".");
            List<Setting> settings = Settings.describe(learner.defaults());
            if (!settings.isEmpty()) {
                lines.addAll(List.of("", "| setting | default | range | meaning |", "| --- | --- | --- | --- |"));
            }
            for (Setting setting : settings) {
                lines.add("| `" + setting.key() + "` | `" + setting.defaultValue() + "` | " + setting.range() + " | "
                        + setting.meaning().replace("|", "\\|") + " |");
            }
            lines.addAll(List.of("", "Source: " + learner.paper() + "."));
        }
        return lines;
    }

    private static List<String> broken(String prose) {
        return broken(prose, WIDTH);
    }

    private static List<String> broken(String prose, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : prose.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
