package dev.millrace.cli;

import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a command is told of a recorded stream: the roles of its fields, and where chance comes from. */
final class StreamArguments {
    @Option(names = "--label", paramLabel = "COLUMN", description = "What is predicted.")
    private String label;

    @Option(names = "--time", paramLabel = "COLUMN", description = "The event time.")
    private String time;

    @Option(names = "--key", paramLabel = "COLUMN", description = "Whom an event belongs to.")
    private String key;

    @Option(names = "--category", paramLabel = "COLUMN", description = "A column of names, also if they are digits.")
    private List<String> categories = new ArrayList<>();

    @Option(names = "--drop", paramLabel = "COLUMN", description = "A column that is left out.")
    private List<String> dropped = new ArrayList<>();

    @Option(names = "--weight", paramLabel = "COLUMN", description = "How much a row weighs when it is learned.")
    private String weight;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            defaultValue = "1",
            description = "How many learners share the keys (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Where all chance comes from (default: ${DEFAULT-VALUE}).")
    private long seed;

    long seed() {
        return seed;
    }

    /** The stream of that name, a dataset or a path, with these roles. */
    Trial trial(Streams streams, String stream) throws IOException {
        Trial.Roles roles = new Trial.Roles(label, time, key, weight, categories, dropped, partitions, seed);
        try {
            return Trial.of(streams, stream, roles);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }
}
