package dev.millrace.serving.model;

import dev.millrace.registry.Registry;
import dev.millrace.stream.engine.Job;
import java.util.Objects;

/**
 * A model that learns in this process.
 *
 * @param name name of the pipeline
 * @param shape what can be asked of it
 * @param job the running pipeline
 * @param operator name of its learning operator
 * @param intake where its events and late labels become durable; null if the pipeline reads none over HTTP
 * @param registry where it commits its versions
 * @param builder restores the operators of a version
 */
public record LiveModel(
        String name,
        ModelShape shape,
        Job job,
        String operator,
        Intake intake,
        Registry registry,
        RestoredVersion.Builder builder)
        implements ServedModel {
    public LiveModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(builder, "builder");
    }
}
