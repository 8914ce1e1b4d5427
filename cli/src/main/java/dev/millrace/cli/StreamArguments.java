package dev.millrace.cli;

import dev.millrace.cli.file.ActionSpec;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command is told of a recorded stream: the roles of its fields, and where chance comes from. */
final class StreamArguments {
    @Option(names = "--label", paramLabel = "COLUMN", description = "What is predicted.")
    private String label;

    @Option(names = "--action", paramLabel = "COLUMN", description = "For bandits: the action that was taken.")
    private String action;

    @Option(names = "--reward", paramLabel = "COLUMN", description = "For bandits: what the action has earned.")
    private String reward;

    @Option(
            names = "--propensity",
            paramLabel = "COLUMN|P",
            description =
                    "For bandits: the probability with which the action was chosen; a number if it was always the same.")
    private String propensity;

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
            description = "Where all chance comes from (default: 1, or a pipeline's own).")
    private Long seed;

    long seed() {
        return seed == null ? 1 : seed;
    }

    /** The same pipeline, with the chance that was asked for, if any was. */
    PipelineSpec seeded(PipelineSpec pipeline) {
        return seed == null ? pipeline : pipeline.withSeed(seed);
    }

    /** The stream of that name, a dataset or a path, with these roles, for these learners; none for a sensible set. */
    Trial trial(Streams streams, String stream, List<String> learners) throws IOException {
        if (label != null && (reward != null || action != null)) {
            throw new WrongUsage("--label does not go with --action and --reward: a bandit learns rewards of actions");
        }
        if ((action == null) != (reward == null) || propensity != null && action == null) {
            throw new WrongUsage("a bandit needs both --action and --reward, and --propensity if it is known");
        }
        try {
            ActionSpec taken = action == null ? null : new ActionSpec(action, Optional.ofNullable(propensity));
            Trial.Roles roles = new Trial.Roles(
                    reward == null ? label : reward, taken, time, key, weight, categories, dropped, partitions, seed());
            return Trial.of(streams, stream, roles, learners);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }
}
