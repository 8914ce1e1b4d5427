package dev.millrace.serving.model;

import dev.millrace.ml.stream.VersionedModel;

/** The models of a version, to answer over live lookups. Threading: any thread. */
interface VersionModels {
    ModelShape shape();

    /** Encoders and learner of a partition, or of all of them. */
    VersionedModel model(int partition);

    /** Labelled events that it had learned from. */
    long learnedAtVersion(int partition);

    /** One model that answers for all partitions. */
    record Joint(ModelShape shape, VersionedModel model) implements VersionModels {
        @Override
        public VersionedModel model(int partition) {
            return model;
        }

        @Override
        public long learnedAtVersion(int partition) {
            return model.eventsLearned();
        }
    }
}
