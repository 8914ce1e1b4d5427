package dev.millrace.serving.model;

import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.ml.stream.VersionedModel;
import dev.millrace.stream.Answering;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The learning operators of a version, restored to answer and never to learn again.
 *
 * @param shape what can be asked of it
 * @param partitions one per partition, in order
 * @param joint answers for all partitions, over the lookups of the one that a question goes to; null if each answers for its keys
 */
public record RestoredVersion(ModelShape shape, List<Partition> partitions, VersionedModel joint) {

    /**
     * One partition.
     *
     * @param operator its learning operator
     * @param model encoders and learner of that operator, as a model to answer over other lookups
     */
    public record Partition(Answering<Question, Reply> operator, Supplier<VersionedModel> model) {}

    /** Builds the operators of a version from its definition and fills them with its state. May read a disk. */
    @FunctionalInterface
    public interface Builder {
        RestoredVersion restore(StoredCheckpoint version) throws IOException;
    }

    /** Each partition answers for its own keys. */
    public RestoredVersion(ModelShape shape, List<Partition> partitions) {
        this(shape, partitions, null);
    }

    public RestoredVersion {
        partitions = List.copyOf(partitions);
        if (partitions.size() != shape.partitions()) {
            throw new IllegalArgumentException(
                    "a model of " + shape.partitions() + " partitions was restored with " + partitions.size());
        }
        if ((joint != null) != shape.serve().isJoint()) {
            throw new IllegalArgumentException("a model served " + shape.serve() + " was restored "
                    + (joint == null ? "without" : "with") + " a model of all partitions");
        }
    }
}
