package dev.millrace.cli;

import dev.millrace.cli.run.RunOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where versions are. */
final class RegistryOption {
    @Option(
            names = "--registry",
            paramLabel = "DIR",
            defaultValue = RunOptions.DEFAULT_REGISTRY,
            description = "The directory of models and versions (default: ${DEFAULT-VALUE}).")
    Path directory;
}
