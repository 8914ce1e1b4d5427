package dev.millrace.serving.api.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.http.JsonOutput;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One tensor of an answer: texts or numbers.
 *
 * @param shape rows, and columns if it has any
 * @param texts row-major; null for numbers
 * @param numbers row-major; null for texts
 */
@SuppressWarnings("ArrayRecordComponent") // handed over as they are
record OutputTensor(String name, int[] shape, byte[][] texts, double[] numbers) {
    static final String LABEL = "label";
    static final String PROBABILITIES = "probabilities";
    static final String CLASSES = "classes";
    static final String VALUE = "value";

    /** Of a bandit, whose label is the action that it chooses. */
    static final String REWARDS = "rewards";

    /** Of a clusterer, whose label is the number of the cluster, empty for none: to its centre. */
    static final String DISTANCE = "distance";

    /** All that there are; a model has some of them. */
    static final List<String> NAMES = List.of(LABEL, PROBABILITIES, CLASSES, VALUE, REWARDS, DISTANCE);

    /** What a model can answer. */
    static List<String> of(ModelShape shape) {
        if (shape.isBandit()) {
            return List.of(LABEL, PROBABILITIES, CLASSES, REWARDS);
        }
        if (shape.isClustering()) {
            return List.of(LABEL, DISTANCE);
        }
        return shape.isRegression() ? List.of(VALUE) : List.of(LABEL, PROBABILITIES, CLASSES);
    }

    /** What is answered if nothing is asked for. */
    static List<String> usual(ModelShape shape) {
        if (shape.isClustering()) {
            return List.of(LABEL, DISTANCE);
        }
        return shape.isRegression() ? List.of(VALUE) : List.of(LABEL, PROBABILITIES);
    }

    static Datatype datatype(String name) {
        return name.equals(LABEL) || name.equals(CLASSES) ? Datatype.BYTES : Datatype.FP64;
    }

    Datatype datatype() {
        return datatype(name);
    }

    /** @param classes see {@link #classes} */
    static OutputTensor of(InferRequest.Output asked, ModelShape shape, List<String> classes, Reply.Answer[] answers) {
        requireKnown(asked, shape);
        int rows = answers.length;
        return switch (asked.name()) {
            case LABEL -> new OutputTensor(LABEL, new int[] {rows}, labels(answers), null);
            case CLASSES -> ofClasses(classes);
            case PROBABILITIES, REWARDS ->
                new OutputTensor(
                        asked.name(),
                        new int[] {rows, classes.size()},
                        null,
                        byClass(classes, answers, asked.name().equals(PROBABILITIES)));
            default -> {
                double[] values = new double[rows];
                for (int i = 0; i < rows; i++) {
                    values[i] = answers[i].value();
                }
                yield new OutputTensor(asked.name(), new int[] {rows}, null, values);
            }
        };
    }

    /** What is asked for, of answers given row by row. */
    static OutputTensor[] of(Prepared prepared, Reply.Answer... answers) {
        List<String> classes = classes(prepared.shape(), answers);
        OutputTensor[] tensors = new OutputTensor[prepared.outputs().size()];
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = of(prepared.outputs().get(i), prepared.shape(), classes, answers);
        }
        return tensors;
    }

    /** What is asked for, of answers given at once: one model's, so of one list of classes. */
    static OutputTensor[] of(Prepared prepared, Reply.Table answers) {
        OutputTensor[] tensors = new OutputTensor[prepared.outputs().size()];
        for (int i = 0; i < tensors.length; i++) {
            InferRequest.Output asked = prepared.outputs().get(i);
            requireKnown(asked, prepared.shape());
            tensors[i] = switch (asked.name()) {
                case LABEL -> labels(answers);
                case CLASSES -> ofClasses(answers.classes());
                case PROBABILITIES -> {
                    int rows = answers.predicted().length;
                    int[] shape = {rows, answers.classes().size()};
                    yield new OutputTensor(PROBABILITIES, shape, null, answers.scores());
                }
                default -> new OutputTensor(VALUE, new int[] {answers.values().length}, null, answers.values());
            };
        }
        return tensors;
    }

    private static OutputTensor labels(Reply.Table answers) {
        int[] predicted = answers.predicted();
        byte[][] names = encoded(answers.classes());
        byte[][] texts = new byte[predicted.length][];
        for (int r = 0; r < texts.length; r++) {
            texts[r] = names[predicted[r]];
        }
        return new OutputTensor(LABEL, new int[] {texts.length}, texts, null);
    }

    private static OutputTensor ofClasses(List<String> classes) {
        return new OutputTensor(CLASSES, new int[] {classes.size()}, encoded(classes), null);
    }

    private static byte[][] encoded(List<String> classes) {
        byte[][] names = new byte[classes.size()][];
        for (int k = 0; k < names.length; k++) {
            names[k] = classes.get(k).getBytes(StandardCharsets.UTF_8);
        }
        return names;
    }

    private static void requireKnown(InferRequest.Output asked, ModelShape shape) {
        if (!of(shape).contains(asked.name())) {
            throw Problem.at(
                    ProblemKind.BAD_TENSOR,
                    asked.pointer() + "/name",
                    "one of " + of(shape),
                    "the model has no output '" + JsonValues.shortened(asked.name()) + "'; its outputs are "
                            + of(shape));
        }
    }

    /** Encoded once for rows in succession that have the same. */
    private static byte[][] labels(Reply.Answer[] answers) {
        byte[][] labels = new byte[answers.length][];
        for (int i = 0; i < labels.length; i++) {
            boolean again = i > 0 && answers[i].label().equals(answers[i - 1].label());
            labels[i] = again ? labels[i - 1] : answers[i].label().getBytes(StandardCharsets.UTF_8);
        }
        return labels;
    }

    /**
     * The classes of all rows: those that are fixed, or, where the set is open and partitions may know different ones, all that
     * the answers know, in their order.
     */
    static List<String> classes(ModelShape shape, Reply.Answer[] answers) {
        if (shape.isRegression() || shape.isClustering()) {
            return List.of();
        }
        Set<String> classes = new LinkedHashSet<>(shape.label().closedClasses());
        List<String> last = List.of();
        for (Reply.Answer answer : answers) {
            if (!isSame(answer.classes(), last)) {
                last = answer.classes();
                classes.addAll(last);
            }
        }
        return last.equals(List.copyOf(classes)) ? last : List.copyOf(classes);
    }

    @SuppressWarnings("ReferenceEquality") // a shortcut: a partition's answers have one list; others are compared
    private static boolean isSame(List<String> one, List<String> other) {
        return one == other;
    }

    private static double[] byClass(List<String> classes, Reply.Answer[] answers, boolean probabilities) {
        int width = classes.size();
        double[] all = new double[Math.multiplyExact(answers.length, width)];
        for (int i = 0; i < answers.length; i++) {
            double[] scores = probabilities && answers[i].isChoice() ? answers[i].probabilities() : answers[i].scores();
            List<String> names = answers[i].classes();
            boolean same = isSame(names, classes) || names.equals(classes);
            for (int c = 0; c < Math.min(scores.length, names.size()); c++) {
                all[i * width + (same ? c : classes.indexOf(names.get(c)))] = scores[c];
            }
        }
        return all;
    }

    /** Length of the binary data. */
    int bytes() {
        if (numbers != null) {
            return numbers.length * Double.BYTES;
        }
        int bytes = 0;
        for (byte[] text : texts) {
            bytes += Integer.BYTES + text.length;
        }
        return bytes;
    }

    /** Writes the binary data; the index behind it. */
    int write(byte[] to, int from) {
        int at = from;
        if (numbers != null) {
            for (double number : numbers) {
                Datatype.DOUBLE.set(to, at, number);
                at += Double.BYTES;
            }
            return at;
        }
        for (byte[] text : texts) {
            Datatype.INT.set(to, at, text.length);
            System.arraycopy(text, 0, to, at + Integer.BYTES, text.length);
            at += Integer.BYTES + text.length;
        }
        return at;
    }

    /**
     * Writes the JSON part of an answer.
     *
     * @param id null if the request had none
     * @param inText which tensors have their values here; null if none has
     */
    static void writeAll(
            JsonGenerator json, String model, long version, String id, OutputTensor[] tensors, boolean[] inText)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("model_name", model);
        json.writeStringField("model_version", Long.toString(version));
        if (id != null) {
            json.writeStringField("id", id);
        }
        json.writeArrayFieldStart("outputs");
        for (int i = 0; i < tensors.length; i++) {
            tensors[i].write(json, inText == null || !inText[i]);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Writes the member of {@code outputs}, with its values unless they follow in binary. */
    void write(JsonGenerator json, boolean binary) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", datatype().name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        if (binary) {
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", bytes());
            json.writeEndObject();
        } else {
            json.writeArrayFieldStart("data");
            for (int i = 0; numbers != null && i < numbers.length; i++) {
                JsonOutput.number(json, numbers[i]);
            }
            for (int i = 0; texts != null && i < texts.length; i++) {
                json.writeUTF8String(texts[i], 0, texts[i].length);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
