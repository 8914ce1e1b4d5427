package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.run.Registries;
import dev.millrace.cli.run.Replica;
import dev.millrace.cli.run.RunOptions;
import dev.millrace.cli.run.StopSignal;
import dev.millrace.registry.Registry;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace serve}. */
@Command(
        name = "serve",
        description = {
            "Serve the models of a registry, and follow their new versions: a replica.",
            "Answers with the version under 'champion', or the newest. Changes nothing; runs beside a pipeline."
        },
        footer = {"", "Example:", "  millrace serve --registry .millrace/registry --port 8081"})
final class ServeCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 200;

    private final Console console;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "" + RunOptions.DEFAULT_PORT,
            description = "Serve on this port; 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = RunOptions.DEFAULT_HOST,
            description = "The address to serve on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Mixin
    private RegistryOption registry;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        StopSignal stop = new StopSignal();
        stop.arm();
        int code = Main.FAILED;
        try (Registry opened = Registries.forReading(registry.directory, console.clock());
                Replica replica = Replica.start(opened, host, port, console.clock())) {
            console.print("Millrace " + VersionCommand.current() + " · replica of "
                    + String.join(", ", replica.models()) + " · registry " + registry.directory);
            console.print("page      " + replica.address());
            while (!stop.isWanted(LOOK_MILLIS)) {
                console.keepStatus();
            }
            code = Main.DONE;
        } finally {
            stop.done(code);
        }
        return code;
    }
}
