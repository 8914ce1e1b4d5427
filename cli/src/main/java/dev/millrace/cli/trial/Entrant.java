package dev.millrace.cli.trial;

import dev.millrace.cli.plan.Blueprint;
import java.util.Objects;

/**
 * One of those that are compared.
 *
 * @param name what it is called in results: the learner as it was written, or the pipeline's file
 * @param blueprint what it does with the stream
 */
public record Entrant(String name, Blueprint blueprint) {
    public Entrant {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(blueprint, "blueprint");
    }
}
