package dev.millrace.serving.model;

import dev.millrace.registry.Registry;
import java.util.Objects;

/**
 * A model that learns elsewhere: served from its versions, following {@code champion}, or the newest while there is no
 * champion.
 *
 * @param name name of the pipeline
 * @param operator name of its learning operator
 * @param registry where its versions are
 * @param builder restores the operators of a version
 */
public record ReplicaModel(String name, String operator, Registry registry, RestoredVersion.Builder builder)
        implements ServedModel {
    public ReplicaModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(builder, "builder");
    }
}
