package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.cli.console.Console;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.settings.Settings;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace learners}. */
@Command(
        name = "learners",
        description = "Show the learners, their settings and where they come from; of one, what each setting means.",
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

    @Option(names = "--markdown", description = "Print the page of all settings, docs/learner-settings.md.")
    private boolean markdown;

    @Override
    public Integer call() throws IOException {
        if (markdown && (json || name != null)) {
            throw new WrongUsage("--markdown prints the page of all learners; leave NAME and --json out");
        }
        if (markdown) {
            LearnerReference.page(Learners.all()).forEach(console::print);
        } else if (json) {
            for (LearnerProvider<?> learner : learners()) {
                console.print(json(learner));
            }
        } else if (name != null) {
            LearnerReference.lines(learners().get(0)).forEach(console::print);
        } else {
            Learners.all().forEach(this::print);
            console.print("every learner also takes " + Learners.SEED + "=N, those of classes " + Learners.CALIBRATE
                    + "=true; 'millrace learners NAME' says what the settings of one mean, and which values they take");
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
        console.print(LearnerReference.heading(learner));
        for (Settings.Setting setting : Settings.describe(learner.defaults())) {
            console.print("    " + setting.key() + "=" + setting.defaultValue() + "   " + setting.range());
        }
        console.print("    partitions as one: " + LearnerReference.partitionsAsOne(learner));
        console.print("    " + learner.paper());
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
            out.writeStringField("task", LearnerReference.task(learner));
            out.writeStringField("summary", learner.summary());
            out.writeStringField("paper", learner.paper());
            out.writeStringField("partitions_as_one", LearnerReference.partitionsAsOne(learner));
            out.writeArrayFieldStart("settings");
            for (Settings.Setting setting : LearnerReference.settings(learner)) {
                out.writeStartObject();
                out.writeStringField("key", setting.key());
                out.writeStringField("default", setting.defaultValue());
                out.writeStringField("allowed", setting.allowed());
                out.writeStringField("range", setting.range());
                out.writeStringField("meaning", setting.meaning());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }
}
