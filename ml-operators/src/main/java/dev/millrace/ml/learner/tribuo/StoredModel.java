package dev.millrace.ml.learner.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.BadState;
import java.lang.reflect.Field;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;

/** A Tribuo model beside its bytes, in Tribuo's own form. Never changed; to be asked by many threads. */
final class StoredModel {
    private final Model<Label> model;
    private final byte[] bytes;

    private StoredModel(Model<Label> model, byte[] bytes) {
        this.model = model;
        this.bytes = bytes;
    }

    /**
     * A model that was just trained.
     *
     * @param when what it says about the time of its training, instead of the time
     */
    static StoredModel of(Model<Label> model, OffsetDateTime when) {
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
        return read(model.serialize().toByteArray());
    }

    /** As it was written; what is learned and what is restored are the same by going through the same bytes. */
    @SuppressWarnings("unchecked") // it was a model of labels when it was written
    static StoredModel read(byte[] bytes) {
        try {
            return new StoredModel((Model<Label>) Model.deserialize(ModelProto.parseFrom(bytes)), bytes);
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new BadState("a Tribuo model that cannot be read: " + e.getMessage(), e);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Scores by class; false, with scores of no meaning, if the model's are not numbers. */
    boolean predict(FeatureVector x, double[] scores) {
        Map<String, Label> said = model.predict(Remembered.example(x, -1, 1)).getOutputScores();
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (Map.Entry<String, Label> one : said.entrySet()) {
            double score = one.getValue().getScore();
            int label = Integer.parseInt(one.getKey());
            if (!Double.isFinite(score)) {
                return false;
            }
            if (label < scores.length) {
                scores[label] = score;
            }
        }
        if (!model.generatesProbabilities()) {
            return Scores.softmax(scores, scores.length);
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.max(0, scores[k]);
        }
        Scores.normalize(scores);
        return true;
    }
}
