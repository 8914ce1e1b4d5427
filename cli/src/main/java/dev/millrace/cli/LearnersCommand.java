package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.cli.console.Console;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Merging;
import dev.millrace.stream.settings.Settings;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace learners}. */
@Command(
        name = "learners",
        description = "Show the learners, their settings and where they come from.",
        footer = {"", "Example:", "  millrace learners", "  millrace learners hoeffding-tree --json"})
final class LearnersCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
    private String name;

    @Option(names = "--json", description = "Print one JSON object per learner and nothing else.")
    private boolean json;

    LearnersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        for (LearnerProvider<?> learner : learners()) {
            if (json) {
                console.print(json(learner));
            } else {
                print(learner);
            }
        }
        if (!json) {
            console.print(
                    "every learner also takes " + Learners.SEED + "=N (another start of its chance), those of classes "
                            + Learners.CALIBRATE + "=true (their scores are made probabilities)");
        }
        return Main.DONE;
    }

    private List<LearnerProvider<?>> learners() {
        if (name == null) {
            return Learners.all();
        }
        try {
            return List.of(Learners.provider(name));
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    private void print(LearnerProvider<?> learner) {
        String others = learner.aliases().isEmpty() ? "" : " (" + String.join(", ", learner.aliases()) + ")";
        console.print(learner.name() + others + " · " + learner.task().name().toLowerCase(Locale.ROOT) + " · "
                + learner.summary());
        for (Settings.Setting setting : Settings.describe(learner.defaults())) {
            console.print("    " + setting.key() + "=" + setting.defaultValue() + "   " + setting.allowed());
        }
        console.print("    partitions as one: " + partitionsAsOne(learner));
        console.print("    " + learner.paper());
    }

    private static String partitionsAsOne(LearnerProvider<?> learner) {
        return learner.task() == LearnerProvider.Task.CLUSTERING
                ? "never" // clusters of partitions have nothing to do with each other
                : merging(learner).word();
    }

    /** With its defaults, over numbers that are not scaled. */
    private static <S extends Record> Merging merging(LearnerProvider<S> learner) {
        return learner.merging(learner.defaults(), false);
    }

    private static String json(LearnerProvider<?> learner) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("name", learner.name());
            out.writeArrayFieldStart("aliases");
            for (String alias : learner.aliases()) {
                out.writeString(alias);
            }
            out.writeEndArray();
            out.writeStringField("task", learner.task().name().toLowerCase(Locale.ROOT));
            out.writeStringField("summary", learner.summary());
            out.writeStringField("paper", learner.paper());
            out.writeStringField("partitions_as_one", partitionsAsOne(learner));
            out.writeArrayFieldStart("settings");
            for (Settings.Setting setting : Settings.describe(learner.defaults())) {
                out.writeStartObject();
                out.writeStringField("key", setting.key());
                out.writeStringField("default", setting.defaultValue());
                out.writeStringField("allowed", setting.allowed());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }
}
