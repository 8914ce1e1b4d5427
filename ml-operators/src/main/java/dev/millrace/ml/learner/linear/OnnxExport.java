package dev.millrace.ml.learner.linear;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.RawInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a linear learner into an ONNX model that answers raw numbers and names as the learner does, within 1e-6: everything is
 * computed in double precision, scalers and dictionaries are parts of the graph, and a number is scaled by statistics that
 * include it, as in the stream.
 *
 * <p>Inputs: {@code numbers}, double [rows, numbers], NaN where missing; {@code categories}, text [rows, categories], empty where
 * missing; each in the order of the layout, listed in the model's metadata, and only if there are any. Outputs of a classifier:
 * {@code label}, text [rows], and {@code scores}, double [rows, classes], classes in the order of their numbers; of a value:
 * {@code value}, double [rows, 1].
 *
 * <p>What cannot come along: windows, lags and other lookups are inputs, which the caller has to bring; hashed categories
 * are refused, for the graph has no such hash, and so is what {@link RawInput.Made} says. Pure functions. Source: the ONNX specification, operator set 13, machine
 * learning operator set 2.
 */
public final class OnnxExport {
    private static final double LARGEST = 1e100;
    private static final double TINY = 1e-300; // as the scaler has it: 0 ÷ 0 is 0
    private static final double LARGEST_MARGIN = 230;

    private final OnnxGraph graph = new OnnxGraph();
    private final LinearModel learner;
    private final double[][] weights;

    private OnnxExport(LinearModel learner) {
        this.learner = learner;
        this.weights = new double[learner.outputs()][];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = learner.weights(k);
        }
    }

    /**
     * The model as it is now.
     *
     * @param classNames by class number, as many as were learned; empty for a value
     * @param inputs how vectors come from raw values, in the order of the layout
     * @throws IllegalArgumentException if a feature cannot be exported, or names do not fit
     * @throws IllegalStateException if fewer than two classes were learned
     */
    public static ModelProto export(LinearModel learner, List<String> classNames, List<RawInput> inputs) {
        boolean classifies = learner.link() == LinearModel.Link.SOFTMAX;
        if (classifies && learner.outputs() < 2) {
            throw new IllegalStateException(
                    "a model that has learned " + learner.outputs() + " classes cannot be exported; it needs two");
        }
        if (classifies && classNames.size() != learner.outputs()) {
            throw new IllegalArgumentException("the model has learned " + learner.outputs()
                    + " classes and needs as many names, got " + classNames.size());
        }
        for (RawInput input : inputs) {
            TribuoExport.refuseMade(input);
            if (input instanceof RawInput.Hashed) {
                throw new IllegalArgumentException(
                        "feature '" + input.attribute().name()
                                + "' is hashed, which ONNX cannot do; use a dictionary (max: N) instead");
            }
        }
        return new OnnxExport(learner).build(classNames, inputs);
    }

    private ModelProto build(List<String> classNames, List<RawInput> inputs) {
        List<RawInput> numbers = new ArrayList<>();
        List<RawInput.Names> categories = new ArrayList<>();
        for (RawInput input : inputs) {
            if (input instanceof RawInput.Names names) {
                categories.add(names);
            } else {
                numbers.add(input);
            }
        }
        int outputs = weights.length;
        double[] intercepts = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            intercepts[k] = weights[k][weights[k].length - 1];
        }
        String margins = graph.doubles("intercepts", intercepts, 1, outputs);
        if (!numbers.isEmpty()) {
            margins = graph.node("Add", "number_margins", numberMargins(numbers), margins);
        }
        if (!categories.isEmpty()) {
            graph.input("categories", DataType.STRING, categories.size());
            for (int j = 0; j < categories.size(); j++) {
                margins = graph.node("Add", "margins_" + j, margins, categoryMargins(j, categories.get(j)));
            }
        }
        finish(margins, classNames);
        graph.property("numbers", names(numbers));
        graph.property("categories", names(categories));
        graph.property("classes", classNames);
        return graph.build("millrace-linear", "A linear model that learned from a stream.");
    }

    private static List<String> names(List<? extends RawInput> inputs) {
        return inputs.stream().map(input -> input.attribute().name()).toList();
    }

    /** Scaled numbers times weights; what cannot be learned from counts as 0. */
    private String numberMargins(List<RawInput> numbers) {
        int count = numbers.size();
        double[] mean = new double[count];
        double[] share = new double[count];
        double[] spread = new double[count];
        double[] least = new double[count];
        double[] matrix = new double[count * weights.length];
        for (int i = 0; i < count; i++) {
            least[i] = 1; // with a share of 0, a number divided by √1
            if (numbers.get(i) instanceof RawInput.Standard scaled) {
                mean[i] = scaled.mean();
                share[i] = 1.0 / (scaled.count() + 1);
                spread[i] = scaled.spread();
                least[i] = TINY;
            }
            for (int k = 0; k < weights.length; k++) {
                matrix[i * weights.length + k] =
                        weights[k][numbers.get(i).attribute().start()];
            }
        }
        String x = graph.input("numbers", DataType.DOUBLE, count);
        String shares = graph.doubles("shares", share, 1, count);
        String delta = graph.node("Sub", "delta", x, graph.doubles("means", mean, 1, count));
        String rest = graph.node("Sub", "rest", delta, graph.node("Mul", "moved", delta, shares));
        String squares = graph.node(
                "Add", "squares", graph.node("Mul", "own", delta, rest), graph.doubles("spreads", spread, 1, count));
        String variance = graph.node(
                "Add",
                "variance",
                graph.node("Mul", "mean_squares", squares, shares),
                graph.doubles("least", least, 1, count));
        String scaled = graph.node("Div", "scaled", rest, graph.node("Sqrt", "deviation", variance));
        String usable = graph.node(
                "LessOrEqual",
                "usable",
                graph.node("Abs", "size", scaled),
                graph.doubles("largest", new double[] {LARGEST}, 1));
        String clean = graph.node("Where", "clean", usable, scaled, graph.doubles("nothing", new double[] {0}, 1));
        return graph.node("MatMul", "weighed", clean, graph.doubles("weights", matrix, count, weights.length));
    }

    /** The row of weights of a name's code; a row of 0 for what is missing. */
    private String categoryMargins(int j, RawInput.Names category) {
        Attribute attribute = category.attribute();
        double[] rows = new double[(attribute.width() + 1) * weights.length];
        for (int code = 0; code < attribute.width(); code++) {
            for (int k = 0; k < weights.length; k++) {
                rows[code * weights.length + k] = weights[k][attribute.start() + code];
            }
        }
        String names = graph.gather("names_" + j, "categories", graph.longs("column_" + j, j), 1);
        List<String> keys = new ArrayList<>(List.of(""));
        List<Long> codes = new ArrayList<>(List.of((long) attribute.width()));
        for (int code = 0; code < category.names().size(); code++) {
            keys.add(category.names().get(code));
            codes.add((long) Math.min(code, attribute.width() - 1));
        }
        String coded = graph.labels("codes_" + j, names, keys, codes, category.otherCode());
        return graph.gather(
                "rows_" + j,
                graph.doubles("category_weights_" + j, rows, attribute.width() + 1, weights.length),
                coded,
                0);
    }

    private void finish(String margins, List<String> classNames) {
        switch (learner.link()) {
            case SOFTMAX -> {
                String scores = graph.softmax("scores", margins);
                String best = graph.argMax("best", scores);
                graph.gather("label", graph.texts("classes", classNames), best, 0);
                graph.output("label", DataType.STRING, 0);
                graph.output("scores", DataType.DOUBLE, weights.length);
            }
            case IDENTITY -> {
                graph.node("Identity", "value", margins);
                graph.output("value", DataType.DOUBLE, 1);
            }
            case EXPONENTIAL -> {
                String most = graph.doubles("largest_margin", new double[] {LARGEST_MARGIN}, 1);
                graph.node("Exp", "value", graph.node("Min", "bounded", margins, most));
                graph.output("value", DataType.DOUBLE, 1);
            }
        }
    }
}
