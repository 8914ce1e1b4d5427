package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.run.RunOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace demo}: a pipeline file in the jar, run like any other. */
@Command(
        name = "demo",
        description = {
            "Learn to find fraud in a stream of payments, and answer while learning.",
            "The stream is made up; it goes on where it stopped when the demo is started again."
        },
        footer = {"", "Example:", "  millrace demo --port 8080"})
final class DemoCommand implements Callable<Integer> {
    static final String PIPELINE = "fraud";

    /** A payment to ask about. */
    static final Map<String, String> EXAMPLE = Map.of(
            "card", "\"c-17\"",
            "amount", "420.0",
            "merchant", "\"travel\"",
            "country", "\"FR\"",
            "channel", "\"online\"");

    private final Console console;
    private final Streams streams;

    @Option(names = "--workers", paramLabel = "N", description = "Threads (default: as processors, at most 4).")
    private Integer workers;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "" + RunOptions.DEFAULT_PORT,
            description = "Serve on this port; 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--show", description = "Print the pipeline file of the demo and do nothing else.")
    private boolean show;

    @Mixin
    private RegistryOption registry;

    DemoCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        String text = pipelineFile();
        if (show) {
            console.print(text.stripTrailing());
            return Main.DONE;
        }
        PipelineFile file = PipelineFile.read("demo.yaml", text, Path.of("").toAbsolutePath());
        int threads = workers == null ? RunOptions.defaultWorkers(file.spec().partitions()) : workers;
        RunOptions options = new RunOptions(threads, registry.directory, RunOptions.DEFAULT_HOST, OptionalInt.of(port));
        return new PipelineSession(console, streams).run(file, options);
    }

    static String pipelineFile() throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream("demo.yaml")) {
            if (in == null) {
                throw new IOException("the jar has no demo.yaml; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
