package dev.millrace.serving.api.v2;

import dev.millrace.serving.api.Answers;
import dev.millrace.serving.api.v2.InferRequest.Tensor;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the rows of a request from its tensors. */
final class Questions {
    private final ModelShape shape;
    private final InferRequest request;
    private final byte[] body;
    private final Map<Field, Tensor> byField = new HashMap<>();

    /** The tensor with a column for each field that has none of its own; null without one. */
    private Tensor matrix;

    private Questions(ModelShape shape, InferRequest request, byte[] body) {
        this.shape = shape;
        this.request = request;
        this.body = body;
    }

    /** Every field of an event but the label (and, for a bandit, action and propensity), in the schema's order. */
    static List<Field> inputs(ModelShape shape) {
        return shape.schema().fields().stream()
                .filter(field -> !field.name().equals(shape.label().field())
                        && !shape.label().decidedFields().contains(field.name()))
                .toList();
    }

    static List<Row> of(ModelShape shape, InferRequest request, byte[] body) {
        return new Questions(shape, request, body).rows();
    }

    private List<Row> rows() {
        for (Tensor tensor : request.inputs()) {
            assign(tensor);
        }
        if (request.key() != null && (shape.key() == null || byField.containsKey(shape.key()))) {
            throw Problem.at(
                    ProblemKind.BAD_TENSOR,
                    "/parameters/key",
                    "no key",
                    shape.key() == null
                            ? "the model has no key; leave 'parameters.key' away"
                            : "the key comes as the tensor '" + shape.key().name()
                                    + "' already; leave one of them away");
        }
        List<Field> columns = matrix == null ? List.of() : matrixColumns();
        // Only then is every number set, to NaN where it is missing.
        boolean wholly = matrix != null && BinaryValues.setsAll(matrix, columns, shape.schema());
        Row[] rows = new Row[request.rows()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = wholly ? Row.ofZeros(shape.schema(), -1, -1, -1) : new Row(shape.schema());
        }
        byField.forEach((field, tensor) -> fill(tensor, List.of(field), rows));
        if (matrix != null) {
            fill(matrix, columns, rows);
        }
        setKeys(rows);
        return Arrays.asList(rows);
    }

    private void fill(Tensor tensor, List<Field> columns, Row[] rows) {
        if (tensor.binary()) {
            BinaryValues.fill(body, tensor, columns, rows);
        } else {
            JsonValues.fill(body, tensor, columns, rows);
        }
    }

    private void assign(Tensor tensor) {
        Field field = shape.schema().find(tensor.name()).orElse(null);
        if (field != null
                && (field.name().equals(shape.label().field())
                        || shape.label().decidedFields().contains(field.name()))) {
            throw bad(tensor, "/name", "an input", "'" + field.name() + "' is what is predicted, not an input");
        }
        if (field != null) {
            if (tensor.width() != 1) {
                throw bad(
                        tensor,
                        "/shape",
                        "[n] or [n,1]",
                        "the tensor of a field has one column; '" + field.name() + "' has " + tensor.columns());
            }
            byField.put(field, tensor);
        } else if (tensor.columns() == 0 || matrix != null) {
            List<String> names = inputs(shape).stream().map(Field::name).toList();
            throw bad(
                    tensor,
                    "/name",
                    "one of " + names,
                    "the model has no input '" + JsonValues.shortened(tensor.name()) + "'; its inputs are " + names);
        } else {
            matrix = tensor;
        }
    }

    /** The inputs, in the order of the metadata, that come in no other way. */
    private List<Field> matrixColumns() {
        List<Field> columns = new ArrayList<>();
        for (Field field : inputs(shape)) {
            boolean routed = request.key() != null && field.equals(shape.key());
            if (!routed && !byField.containsKey(field)) {
                columns.add(field);
            }
        }
        String name = "'" + JsonValues.shortened(matrix.name()) + "' is no input, so its columns are those inputs that"
                + " have no tensor of their own, in the order of the metadata";
        for (Field field : columns) {
            if (field.type() == FieldType.TEXT) {
                throw bad(
                        matrix,
                        "/name",
                        "the name of an input",
                        name + "; all must be numbers, and '" + field.name()
                                + "' is text: send it as a tensor of its own");
            }
        }
        if (columns.size() != matrix.columns()) {
            throw bad(
                    matrix,
                    "/shape",
                    columns.size() + " columns",
                    name + ": " + columns.stream().map(Field::name).toList() + ". It has " + matrix.columns()
                            + " columns for these " + columns.size());
        }
        return columns;
    }

    private void setKeys(Row[] rows) {
        Field key = shape.key();
        if (key == null) {
            return;
        }
        if (request.key() != null) {
            JsonValues.setKey(body, request.key(), key, rows[0]);
            for (Row row : rows) {
                copy(key, rows[0], row);
            }
        }
        for (int i = 0; i < rows.length; i++) {
            if (shape.needsKey() && rows[i].isMissing(key)) {
                throw Answers.keyMissing(
                                key, byField.containsKey(key) ? byField.get(key).pointer() : "/inputs")
                        .with("row", i);
            }
        }
    }

    private static void copy(Field field, Row from, Row to) {
        if (field.type() == FieldType.TEXT) {
            to.setText(field.slot(), from.text(field.slot()));
        } else {
            to.setInteger(field.slot(), from.integer(field.slot()));
        }
    }

    private static Problem bad(Tensor tensor, String member, String expected, String detail) {
        return Problem.at(ProblemKind.BAD_TENSOR, tensor.pointer() + member, expected, detail);
    }
}
