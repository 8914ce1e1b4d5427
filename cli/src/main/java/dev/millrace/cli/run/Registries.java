package dev.millrace.cli.run;

import dev.millrace.cli.file.CheckpointSpec;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.nio.file.Path;

/** Opens registries as commands need them. */
public final class Registries {
    /** How many commits pass between two collections of what is not kept. */
    private static final int COLLECT_EVERY = 60;

    private Registries() {}

    /** For a pipeline that makes versions: locked against other writers. */
    public static Registry forWriting(Path directory, CheckpointSpec checkpoint, String codeVersion, Clock clock)
            throws IOException {
        RegistryOptions options = RegistryOptions.defaults()
                .withCodeVersion(codeVersion)
                .withRetention(PipelineRun.retention(checkpoint), COLLECT_EVERY);
        return Registry.open(directory, new DirectoryStorage(), clock, Mode.WRITE, options);
    }

    /** Beside a process that writes. */
    public static Registry forReading(Path directory, Clock clock) throws IOException {
        return Registry.open(directory, new DirectoryStorage(), clock, Mode.READ, RegistryOptions.defaults());
    }
}
