package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.settings.Settings;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code millrace learners}. */
@Command(
        name = "learners",
        description = "Show the learners, their settings and where they come from.",
        footer = {"", "Example:", "  millrace learners"})
final class LearnersCommand implements Callable<Integer> {
    private final Console console;

    LearnersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        for (LearnerProvider<?> learner : Learners.all()) {
            console.print(learner.name() + " · " + learner.task().name().toLowerCase(Locale.ROOT) + " · "
                    + learner.summary());
            for (Settings.Setting setting : Settings.describe(learner.defaults())) {
                console.print("    " + setting.key() + "=" + setting.defaultValue() + "   " + setting.allowed());
            }
            console.print("    " + learner.paper());
        }
        return Main.DONE;
    }
}
