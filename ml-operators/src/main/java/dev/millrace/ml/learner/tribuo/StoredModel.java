package dev.millrace.ml.learner.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.lang.reflect.Field;
import java.time.OffsetDateTime;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;

/** A Tribuo model beside its bytes, in Tribuo's own form. Never changed; to be asked by many threads. */
final class StoredModel<T extends Output<T>> {
    private final Model<T> model;
    private final byte[] bytes;
    private final Outputs.Scaling scaling;
    private final T unknown;

    private StoredModel(Outputs<T> outputs, Model<T> model, byte[] bytes, Outputs.Scaling scaling) {
        this.model = model;
        this.bytes = bytes;
        this.scaling = scaling;
        this.unknown = outputs.factory().getUnknownOutput();
    }

    /**
     * A model that was just trained.
     *
     * @param when what it says about the time of its training, instead of the time
     */
    static <T extends Output<T>> StoredModel<T> of(
            Outputs<T> outputs, Model<T> model, OffsetDateTime when, Outputs.Scaling scaling) {
        ModelProvenance told = model.getProvenance();
        ModelProvenance timeless = new ModelProvenance(
                told.getClassName(), when, told.getDatasetProvenance(), told.getTrainerProvenance());
        try {
            Field field = Model.class.getDeclaredField("provenance"); // Tribuo reads the clock and takes no other
            field.setAccessible(true);
            field.set(model, timeless);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Tribuo keeps the time of training elsewhere; take " + Model.class, e);
        }
        return parse(outputs, model.serialize().toByteArray(), scaling);
    }

    /** As it was written; what is learned and what is restored are the same by going through the same bytes. */
    @SuppressWarnings("unchecked") // it was a model of such outputs when it was written
    private static <T extends Output<T>> StoredModel<T> parse(
            Outputs<T> outputs, byte[] bytes, Outputs.Scaling scaling) {
        try {
            return new StoredModel<>(
                    outputs, (Model<T>) Model.deserialize(ModelProto.parseFrom(bytes)), bytes, scaling);
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new BadState("a Tribuo model that cannot be read: " + e.getMessage(), e);
        }
    }

    void snapshot(StateWriter out) {
        out.writeBytes(bytes);
        out.writeDouble(scaling.mean());
        out.writeDouble(scaling.deviation());
    }

    /** @param scaled whether it was written with its scaling, as all are but the earliest, of classes */
    static <T extends Output<T>> StoredModel<T> restore(Outputs<T> outputs, StateReader in, boolean scaled) {
        byte[] bytes = in.readBytes();
        return parse(
                outputs, bytes, scaled ? new Outputs.Scaling(in.readDouble(), in.readDouble()) : Outputs.Scaling.NONE);
    }

    Outputs.Scaling scaling() {
        return scaling;
    }

    /** Whether scores are probabilities. */
    boolean generatesProbabilities() {
        return model.generatesProbabilities();
    }

    Prediction<T> predict(FeatureVector x) {
        return model.predict(Remembered.example(x, unknown, 1));
    }
}
