package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.run.Registries;
import dev.millrace.cli.run.Replay;
import dev.millrace.registry.Registry;
import dev.millrace.stream.engine.Replayed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace replay}. */
@Command(
        name = "replay",
        description = {
            "Make a version once more from an earlier one and the events between, and compare byte for byte.",
            "Exits with 1 if a chunk of state differs."
        },
        footer = {"", "Example:", "  millrace replay fraud --from 41 --to 42 --verify"})
final class ReplayCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model.")
    private String model;

    @Option(
            names = "--from",
            paramLabel = "V1",
            required = true,
            description = "The version to start from; 0: from nothing.")
    private long from;

    @Option(names = "--to", paramLabel = "V2", required = true, description = "The version to make again.")
    private long to;

    @Option(names = "--verify", required = true, description = "Compare with the version that is in the registry.")
    private boolean verify;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Mixin
    private RegistryOption registry;

    ReplayCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (from < 0 || to <= from || !verify) {
            throw new WrongUsage("--to is a version after --from, got " + from + " and " + to);
        }
        try (Registry opened = Registries.forReading(registry.directory, console.clock())) {
            Replayed outcome = new Replay(opened, streams, workers).verify(model, from, to);
            String what = "replayed " + Figures.count(outcome.records()) + " events of " + outcome.partitions()
                    + (outcome.partitions() == 1 ? " partition" : " partitions") + " · ";
            if (outcome.different().isEmpty()) {
                console.print(
                        what + "every chunk equal (" + outcome.chunks() + ") · " + model + "@" + to + " is reproduced");
                return Main.DONE;
            }
            console.print(what + outcome.different().size() + " of " + outcome.chunks() + " chunks differ: "
                    + String.join(", ", outcome.different()));
            return Main.FAILED;
        }
    }
}
