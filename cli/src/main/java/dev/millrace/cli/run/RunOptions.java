package dev.millrace.cli.run;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How a pipeline is run; nothing here changes what it computes.
 *
 * @param workers threads that host partitions
 * @param registry directory of its versions and its journal
 * @param host address that the server binds
 * @param port that the server binds, 0 for any that is free; empty for no server
 */
public record RunOptions(int workers, Path registry, String host, OptionalInt port) {
    public static final String DEFAULT_REGISTRY = ".millrace/registry";
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;

    public RunOptions {
        if (workers < 1 || workers > 1024) {
            throw new IllegalArgumentException("a run has 1 to 1024 workers, got " + workers + "; set --workers");
        }
        if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65_535)) {
            throw new IllegalArgumentException("a port is 0 to 65535, got " + port.getAsInt() + "; set --port");
        }
    }

    /** As many as there are processors, but no more than partitions. */
    public static int defaultWorkers(int partitions) {
        return Math.max(1, Math.min(partitions, Runtime.getRuntime().availableProcessors()));
    }
}
