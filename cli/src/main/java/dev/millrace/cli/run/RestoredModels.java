package dev.millrace.cli.run;

import dev.millrace.cli.file.ServeSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.ml.stream.LearningModel;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.ml.stream.Serve;
import dev.millrace.ml.stream.VersionedModel;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.serving.model.RestoredVersion;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds the learning operators of a version from the definition that is kept with it. */
final class RestoredModels {
    private RestoredModels() {}

    /** What can be asked of a pipeline's model. */
    static ModelShape shape(Blueprint blueprint) {
        return new ModelShape(
                blueprint.schema(),
                blueprint.key().orElse(null),
                blueprint.time().orElse(null),
                blueprint.learning().label(),
                blueprint.spec().partitions(),
                blueprint.spec().serve().partitions(),
                blueprint.spec().serve().base().orElse(null));
    }

    /** A version served as its own definition says. */
    static RestoredVersion restore(StoredCheckpoint version, MergeBases bases) throws IOException {
        return restore(version, blueprint(version).spec().serve(), bases);
    }

    /** A version served as a running pipeline says, whatever it was when the version was made. */
    static RestoredVersion restore(StoredCheckpoint version, ServeSpec serve, MergeBases bases) throws IOException {
        Blueprint blueprint = blueprint(version).served(serve);
        List<LearningOperator> operators = operators(version, blueprint);
        List<RestoredVersion.Partition> restored = operators.stream()
                .map(operator -> new RestoredVersion.Partition(operator, operator::model))
                .toList();
        return new RestoredVersion(shape(blueprint), restored, joint(version, blueprint, operators, bases));
    }

    private static VersionedModel joint(
            StoredCheckpoint version, Blueprint blueprint, List<LearningOperator> operators, MergeBases bases)
            throws IOException {
        Serve serve = blueprint.spec().serve().partitions();
        List<LearningOperator> base = bases.of(version, blueprint);
        try {
            return serve.isJoint() ? serve.joint(operators, base) : null;
        } catch (IllegalStateException e) {
            throw notMerged(version, blueprint, e);
        }
    }

    private static IOException notMerged(StoredCheckpoint version, Blueprint blueprint, IllegalStateException cause) {
        return new IOException(
                "the partitions of version " + version.version() + " cannot be made one"
                        + blueprint
                                .spec()
                                .serve()
                                .base()
                                .map(base -> " from the base '" + base + "'")
                                .orElse("")
                        + ": " + cause.getMessage(),
                cause);
    }

    /** One model of those of all partitions of a version. */
    static LearningModel merged(StoredCheckpoint version, ServeSpec serve, MergeBases bases) throws IOException {
        Blueprint blueprint = blueprint(version).served(serve);
        List<LearningOperator> base = bases.of(version, blueprint);
        try {
            return Serve.merge(operators(version, blueprint), base);
        } catch (IllegalStateException e) {
            throw notMerged(version, blueprint, e);
        }
    }

    /** The learning operators of all partitions. */
    static List<LearningOperator> operators(StoredCheckpoint version, Blueprint blueprint) throws IOException {
        List<LearningOperator> operators = new ArrayList<>();
        for (int p = 0; p < blueprint.spec().partitions(); p++) {
            operators.add(operator(version, blueprint, p));
        }
        return operators;
    }

    /** How the pipeline that made a version serves its partitions. */
    static ServeSpec serve(StoredCheckpoint version) throws IOException {
        return blueprint(version).spec().serve();
    }

    /** The learning operator of one partition. */
    static LearningOperator operator(StoredCheckpoint version, int partition) throws IOException {
        return operator(version, blueprint(version), partition);
    }

    /** The pipeline that made a version. */
    static Blueprint blueprint(StoredCheckpoint version) throws IOException {
        if (version.definition().isEmpty()) {
            throw new IOException("version " + version.version() + " of '" + version.pipeline()
                    + "' does not say what its pipeline is; it was not made by a pipeline file");
        }
        return Blueprint.ofDefinition(version.definition());
    }

    private static LearningOperator operator(StoredCheckpoint version, Blueprint blueprint, int partition)
            throws IOException {
        OperatorFactory<Event, Prediction> factory = LearningOperator.factory(blueprint.learning(), blueprint.schema());
        long seed = Random64.seedOf(blueprint.spec().seed(), Blueprint.LEARN, partition);
        LearningOperator operator = (LearningOperator) factory.create(
                new OperatorContext(Blueprint.LEARN, partition, blueprint.spec().partitions(), seed));
        operator.restore(new BytesStateReader(version.chunks(new PartKey(Blueprint.LEARN, partition))));
        return operator;
    }
}
