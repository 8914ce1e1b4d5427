package dev.millrace.cli.run;

import dev.millrace.ml.learner.linear.ExportFormat;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.registry.Version;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;

/** A partition's model of a version, as others read it. */
public final class ExportedModel {
    private ExportedModel() {}

    /**
     * The bytes of the file.
     *
     * @param stored the version's state
     * @throws IllegalArgumentException if there is no such partition, or it cannot be exported, saying why
     */
    public static byte[] bytes(Version version, StoredCheckpoint stored, int partition, ExportFormat format)
            throws IOException {
        if (partition < 0 || partition >= version.partitions()) {
            throw new IllegalArgumentException(
                    version.id() + " has the partitions 0 to " + (version.partitions() - 1) + ", got " + partition);
        }
        LearningOperator operator = RestoredModels.operator(stored, partition);
        return format.write(operator.learner(), operator.classNames(), operator.inputs(), version.createdAtMillis());
    }
}
