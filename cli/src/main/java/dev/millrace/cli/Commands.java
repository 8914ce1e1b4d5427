package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.plan.Streams;
import dev.millrace.datasets.Datasets;
import java.util.List;

/** Every command, in the order of the help. */
final class Commands {
    private Commands() {}

    static List<Object> all(Console console) {
        Streams streams = new Streams(Datasets.of(System.getenv()), console.clock());
        return List.of(
                new DemoCommand(console, streams),
                new RunCommand(console, streams),
                new ServeCommand(console),
                new EvaluateCommand(console, streams),
                new TuneCommand(console, streams),
                new PredictCommand(console),
                new ModelsCommand(console),
                new ReplayCommand(console, streams),
                new DatasetsCommand(console, streams),
                new LearnersCommand(console),
                new VersionCommand(console));
    }
}
