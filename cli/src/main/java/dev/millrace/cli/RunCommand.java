package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.run.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace run}. */
@Command(
        name = "run",
        description = {
            "Run a pipeline file: learn from its sources, make versions, answer questions.",
            "Goes on from the newest version in the registry. Ctrl-C stops it gracefully."
        },
        footer = {"", "Example:", "  millrace run examples/fraud.yaml --port 8080"})
final class RunCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(index = "0", paramLabel = "FILE", description = "The pipeline file.")
    private Path file;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads (default: as processors, at most partitions).")
    private Integer workers;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Serve on this port; 0 for any that is free (default: 8080 with an http source, else none).")
    private Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = RunOptions.DEFAULT_HOST,
            description = "The address to serve on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Mixin
    private RegistryOption registry;

    RunCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        PipelineFile pipeline = PipelineFile.read(file);
        OptionalInt served = port != null
                ? OptionalInt.of(port)
                : pipeline.spec().isLive() ? OptionalInt.of(RunOptions.DEFAULT_PORT) : OptionalInt.empty();
        int threads =
                workers == null ? RunOptions.defaultWorkers(pipeline.spec().partitions()) : workers;
        RunOptions options = new RunOptions(threads, registry.directory, host, served);
        return new PipelineSession(console, streams).run(pipeline, options);
    }
}
