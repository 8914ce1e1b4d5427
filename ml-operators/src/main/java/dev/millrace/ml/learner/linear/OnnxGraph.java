package dev.millrace.ml.learner.linear;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/** An ONNX graph while it is built; every method names what it adds and gives the name back. Threading: one caller. */
final class OnnxGraph {
    private static final int IR_VERSION = 7;
    private static final int OPERATORS = 13;
    private static final int LEARNING_OPERATORS = 2;
    private static final String LEARNING = "ai.onnx.ml";
    private static final String ROWS = "rows";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final List<StringStringEntryProto> properties = new ArrayList<>();

    /** A matrix of as many rows as there are. */
    String input(String name, DataType type, int columns) {
        graph.addInput(value(name, type, columns));
        return name;
    }

    /** A matrix, or a vector if there are 0 columns. */
    void output(String name, DataType type, int columns) {
        graph.addOutput(value(name, type, columns));
    }

    private static ValueInfoProto value(String name, DataType type, int columns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
        if (columns > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    String doubles(String name, double[] values, long... shape) {
        TensorProto.Builder tensor = tensor(name, DataType.DOUBLE, shape);
        for (double value : values) {
            tensor.addDoubleData(value);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** A single number. */
    String longs(String name, long value) {
        graph.addInitializer(tensor(name, DataType.INT64).addInt64Data(value));
        return name;
    }

    String texts(String name, List<String> values) {
        TensorProto.Builder tensor = tensor(name, DataType.STRING, values.size());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        graph.addInitializer(tensor);
        return name;
    }

    private static TensorProto.Builder tensor(String name, DataType type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        return tensor;
    }

    String node(String operator, String output, String... inputs) {
        graph.addNode(start(operator, output, inputs));
        return output;
    }

    private static NodeProto.Builder start(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    /** What stands at an index, or at each of several, along an axis. */
    String gather(String output, String from, String index, int axis) {
        graph.addNode(start("Gather", output, from, index).addAttribute(number("axis", axis)));
        return output;
    }

    String softmax(String output, String from) {
        graph.addNode(start("Softmax", output, from).addAttribute(number("axis", 1)));
        return output;
    }

    /** The column of the largest value of each row, the first of equals. */
    String argMax(String output, String from) {
        graph.addNode(
                start("ArgMax", output, from).addAttribute(number("axis", 1)).addAttribute(number("keepdims", 0)));
        return output;
    }

    /** Whole numbers by texts. */
    String labels(String output, String from, List<String> keys, List<Long> values, long otherwise) {
        AttributeProto.Builder texts =
                AttributeProto.newBuilder().setName("keys_strings").setType(AttributeProto.AttributeType.STRINGS);
        keys.forEach(key -> texts.addStrings(ByteString.copyFromUtf8(key)));
        AttributeProto.Builder numbers = AttributeProto.newBuilder()
                .setName("values_int64s")
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values);
        graph.addNode(start("LabelEncoder", output, from)
                .setDomain(LEARNING)
                .addAttribute(texts)
                .addAttribute(numbers)
                .addAttribute(number("default_int64", otherwise)));
        return output;
    }

    private static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** Kept with the model; one name a line. */
    void property(String key, List<String> lines) {
        properties.add(StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(String.join("\n", lines))
                .build());
    }

    ModelProto build(String name, String description) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("millrace")
                .setDocString(description)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(LEARNING).setVersion(LEARNING_OPERATORS))
                .addAllMetadataProps(properties)
                .setGraph(graph.setName(name))
                .build();
    }
}
