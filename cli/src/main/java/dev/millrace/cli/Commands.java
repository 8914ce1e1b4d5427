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
        return List.of(new EvaluateCommand(console, streams), new VersionCommand(console));
    }
}
