package dev.millrace.ml.learner;

import dev.millrace.ml.feature.Alignment;
import java.util.List;

/**
 * A learner that can become one model of what the learners of several partitions have learned. For answering and export only:
 * what is merged is never taught anything, and nothing of it flows back. Its provider says so by
 * {@link LearnerProvider#merging}.
 */
public interface Mergeable {

    /**
     * Becomes the merge of these, having learned nothing itself.
     *
     * @param parts one per partition, in order; not changed
     * @throws IllegalStateException if what they have learned cannot be put together, saying why
     */
    void merge(List<Part> parts);

    /**
     * The same, where what is averaged is how far the partitions have moved from an earlier state. Sums, which are all that
     * is merged exactly, are the same from any state on: they look at the parts alone.
     *
     * @param base what all of them were then
     */
    default void merge(List<Part> parts, Base base) {
        merge(parts);
    }

    /**
     * What the partitions were at an earlier version.
     *
     * @param merged the model that they made together
     * @param parts each of them; places and classes are, as those of {@code merged}, in what is merged now
     */
    record Base(Part merged, List<Part> parts) {
        public Base {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A partition's learner, and where what it knows stands in the merged one.
     *
     * @param learner of the same kind and settings
     * @param features where its codes and numbers stand
     * @param classes the merged number of each of its classes; empty where a value is learned
     * @param events labelled events that it has learned
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over as it is
    record Part(Learner learner, Alignment features, int[] classes, long events) {}
}
