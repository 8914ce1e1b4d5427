package dev.millrace.cli.run;

import dev.millrace.cli.file.ServeSpec;
import dev.millrace.ml.learner.linear.ExportFormat;
import dev.millrace.ml.stream.LearningModel;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.Serve;
import dev.millrace.registry.Registry;
import dev.millrace.registry.Version;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.Optional;

/** The model of a version, of one partition or of all merged, as others read it. */
public final class ExportedModel {
    private ExportedModel() {}

    /**
     * The bytes of the file.
     *
     * @param stored the version's state
     * @throws IllegalArgumentException if there is no such partition, or it cannot be exported, saying why
     */
    public static byte[] ofPartition(Version version, StoredCheckpoint stored, int partition, ExportFormat format)
            throws IOException {
        if (partition < 0 || partition >= version.partitions()) {
            throw new IllegalArgumentException(
                    version.id() + " has the partitions 0 to " + (version.partitions() - 1) + ", got " + partition);
        }
        LearningOperator operator = RestoredModels.operator(stored, partition);
        return format.write(operator.learner(), operator.classNames(), operator.inputs(), version.createdAtMillis());
    }

    /**
     * The bytes of the file of all partitions merged.
     *
     * @param registry where the version is, and the one that averages are taken from
     * @param stored the version's state
     * @param base the version that averages are taken from; empty for what its pipeline says
     * @throws IllegalArgumentException if it cannot be merged or exported, saying why
     */
    public static byte[] merged(
            Registry registry, Version version, StoredCheckpoint stored, Optional<String> base, ExportFormat format)
            throws IOException {
        Optional<String> from =
                base.isPresent() ? base : RestoredModels.serve(stored).base();
        LearningModel merged = RestoredModels.merged(stored, ServeSpec.mergedFrom(from), new MergeBases(registry));
        return format.write(merged.learner(), merged.classNames(), merged.inputs(), version.createdAtMillis());
    }

    /** Whether the pipeline that made a version serves its partitions merged. */
    public static boolean isMerged(StoredCheckpoint stored) throws IOException {
        return RestoredModels.serve(stored).partitions() == Serve.MERGED;
    }
}
