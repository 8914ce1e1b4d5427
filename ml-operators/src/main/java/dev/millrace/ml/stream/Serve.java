package dev.millrace.ml.stream;

import dev.millrace.ml.feature.Features;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Merging;
import dev.millrace.stream.event.Schema;
import java.util.List;
import java.util.Locale;

/** Whose model answers a question where a pipeline has partitions. Nothing of it changes what is learned. */
public enum Serve {
    /** That of the partition to which the question's key belongs. */
    BY_KEY {
        @Override
        public void require(LearningSpec spec, Schema schema) {}

        @Override
        public VersionedModel joint(List<LearningOperator> partitions, List<LearningOperator> base) {
            throw new IllegalStateException("each partition answers for its own keys");
        }
    },
    /** One model that is made of those of all partitions, by {@link dev.millrace.ml.learner.Mergeable}. */
    MERGED {
        @Override
        public void require(LearningSpec spec, Schema schema) {
            requireCommonAnswers(spec);
            if (spec.promotion() != null) {
                throw new IllegalArgumentException(
                        "with 'promote' each partition has a learner of its own choice answer, so"
                                + " models cannot be merged; set serve.partitions to vote");
            }
            Features features = Fitting.features(spec, schema);
            if (spec.learner().merging(features.isScaled()) == Merging.VOTE) {
                throw new IllegalArgumentException("the models that '" + spec.learner()
                        + "' learns in several partitions cannot be made one; set serve.partitions to vote");
            }
            features.whyApart().ifPresent(why -> {
                throw new IllegalArgumentException(
                        why + "; so models cannot be merged: set serve.partitions to vote, or leave it out");
            });
        }

        @Override
        public VersionedModel joint(List<LearningOperator> partitions, List<LearningOperator> base) {
            return merge(partitions, base);
        }
    },
    /** All of them, each counted by how right it has been lately: see {@link VotingModel}. */
    VOTE {
        @Override
        public void require(LearningSpec spec, Schema schema) {
            requireCommonAnswers(spec);
        }

        @Override
        public VersionedModel joint(List<LearningOperator> partitions, List<LearningOperator> base) {
            return seen(VotingModel.of(partitions), partitions);
        }
    };

    /**
     * Refuses a pipeline whose partitions cannot answer so.
     *
     * @throws IllegalArgumentException saying what stands in the way, and what to do
     */
    public abstract void require(LearningSpec spec, Schema schema);

    /**
     * The model that answers for all partitions, whatever the key.
     *
     * @param partitions learning operators of one version, in order, which get no more events
     * @param base those of an earlier version that averages are taken from; empty for the beginning. Votes do without
     * @throws IllegalStateException if they cannot be made one, saying why
     */
    public abstract VersionedModel joint(List<LearningOperator> partitions, List<LearningOperator> base);

    /** The same, with averages taken from the beginning. */
    public final VersionedModel joint(List<LearningOperator> partitions) {
        return joint(partitions, List.of());
    }

    /** As users write it: {@code by-key}, {@code merged}, {@code vote}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether one model answers for all keys, so that a question needs none. */
    public boolean isJoint() {
        return this != BY_KEY;
    }

    /**
     * One model of those of all partitions.
     *
     * @param partitions learning operators of one version, in order, which get no more events
     * @param base those of an earlier version that averages are taken from; empty for the beginning
     * @throws IllegalArgumentException if learner or features do not allow it, saying why
     * @throws IllegalStateException if what they have learned does not allow it, saying why
     */
    public static LearningModel merge(List<LearningOperator> partitions, List<LearningOperator> base) {
        LearningOperator first = partitions.get(0);
        MERGED.require(first.spec(), first.schema());
        return seen(
                LearningModel.merged(
                        partitions.stream().map(LearningOperator::learningModel).toList(),
                        base.stream().map(LearningOperator::learningModel).toList(),
                        first.spec()),
                partitions);
    }

    /** The same, with averages taken from the beginning. */
    public static LearningModel merge(List<LearningOperator> partitions) {
        return merge(partitions, List.of());
    }

    private static void requireCommonAnswers(LearningSpec spec) {
        if (spec.label().task() == Task.CLUSTERING) {
            throw new IllegalArgumentException(
                    "the clusters that '" + spec.learner()
                            + "' finds in several partitions have nothing to do with each other; set serve.partitions to by-key");
        }
    }

    private static <M extends VersionedModel> M seen(M model, List<LearningOperator> partitions) {
        partitions.forEach(partition ->
                model.eventTimeSeen(Math.max(model.eventTimeSeenMillis(), partition.eventTimeSeenMillis())));
        return model;
    }
}
