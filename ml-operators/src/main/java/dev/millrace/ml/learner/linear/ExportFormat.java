package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.learner.CalibratedClassifier;
import dev.millrace.ml.learner.Learner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Forms in which a model can leave the house; what each can hold stands with its export. Pure functions. */
public enum ExportFormat {
    /** Tribuo's own file, over raw numbers and names with scalers folded in: {@link TribuoExport}; not with {@code loss: poisson}. */
    TRIBUO {
        @Override
        byte[] bytes(LinearModel model, List<String> classNames, List<RawInput> inputs, OffsetDateTime when)
                throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (model.link() == LinearModel.Link.SOFTMAX) {
                TribuoExport.exportRaw(model, classNames, inputs, when).serializeToStream(bytes);
            } else {
                TribuoExport.exportValue(model, inputs, when).serializeToStream(bytes);
            }
            return bytes.toByteArray();
        }
    },
    /** ONNX, over raw numbers and names: {@link OnnxExport}. */
    ONNX {
        @Override
        byte[] bytes(LinearModel model, List<String> classNames, List<RawInput> inputs, OffsetDateTime when) {
            return OnnxExport.export(model, classNames, inputs).toByteArray();
        }
    };

    abstract byte[] bytes(LinearModel model, List<String> classNames, List<RawInput> inputs, OffsetDateTime when)
            throws IOException;

    /**
     * A learner as a file of this form.
     *
     * @param classNames by class number; names beyond the classes learned score 0 in the stream and are left out
     * @param inputs how vectors come from raw values, in the order of the layout
     * @param createdAtMillis when the model was made
     * @throws IllegalArgumentException if the learner or a feature cannot be exported, saying why
     * @throws IllegalStateException if it has not learned enough yet
     */
    public byte[] write(Learner learner, List<String> classNames, List<RawInput> inputs, long createdAtMillis)
            throws IOException {
        if (learner instanceof CalibratedClassifier) {
            throw new IllegalArgumentException("these files have no place for the stage that 'calibrate' puts behind a"
                    + " learner; only learners without it can be exported");
        }
        if (!(learner instanceof LinearModel model)) {
            throw new IllegalArgumentException("only linear models can be exported (logistic, svm, perceptron,"
                    + " passive-aggressive, linear, passive-aggressive-regression), not "
                    + learner.getClass().getSimpleName());
        }
        List<String> learned = model.link() == LinearModel.Link.SOFTMAX
                ? classNames.subList(0, Math.min(classNames.size(), model.outputs()))
                : List.of();
        return bytes(
                model, learned, inputs, Instant.ofEpochMilli(createdAtMillis).atOffset(ZoneOffset.UTC));
    }
}
