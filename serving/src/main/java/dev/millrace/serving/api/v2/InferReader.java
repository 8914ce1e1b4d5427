package dev.millrace.serving.api.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.serving.api.v2.InferRequest.Output;
import dev.millrace.serving.api.v2.InferRequest.Place;
import dev.millrace.serving.api.v2.InferRequest.Tensor;
import dev.millrace.serving.http.Limits;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.event.JsonRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the JSON part of a request and finds where the values of its tensors lie. Members that the protocol does not
 * know are skipped. Used once.
 */
final class InferReader {
    private final byte[] body;
    private final int jsonBytes;
    private final boolean binaryAllowed;
    private final int mostRows;
    private final int mostTensors;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String id;
    private Place key;
    private boolean binary;

    /** Where the next binary tensor lies. */
    private int binaryAt;

    private InferReader(byte[] body, int jsonBytes, Limits limits, int mostTensors) {
        this.body = body;
        this.binaryAllowed = jsonBytes >= 0;
        this.jsonBytes = binaryAllowed ? jsonBytes : body.length;
        this.mostRows = limits.rows();
        this.mostTensors = mostTensors;
        this.binaryAt = this.jsonBytes;
    }

    /**
     * @param jsonBytes as {@code Inference-Header-Content-Length} says, or −1 without that header
     * @param mostTensors more are refused at once
     */
    static InferRequest read(byte[] body, int jsonBytes, Limits limits, int mostTensors) {
        if (jsonBytes > body.length) {
            throw bad(
                    "",
                    "at most " + body.length,
                    "'Inference-Header-Content-Length' says " + jsonBytes + " bytes of JSON, and the body has "
                            + body.length);
        }
        return new InferReader(body, jsonBytes, limits, mostTensors).read();
    }

    private InferRequest read() {
        try (JsonParser parser = JsonRows.parser(body, 0, jsonBytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw bad("", "JSON object", "a request is a JSON object with 'inputs'");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                member(parser, name);
            }
            if (parser.nextToken() != null) {
                throw bad(
                        "",
                        "one JSON object",
                        "more follows the JSON object; where binary data follows it, say its length in the header"
                                + " 'Inference-Header-Content-Length'");
            }
        } catch (IOException e) {
            throw JsonValues.malformed(e, "");
        }
        if (inputs.isEmpty()) {
            throw bad("/inputs", "tensors", "'inputs' is missing or empty; send a tensor for each field");
        }
        if (binaryAt != body.length) {
            throw bad(
                    "",
                    "as much binary data as the tensors say",
                    (body.length - binaryAt)
                            + " bytes behind the JSON belong to no tensor; each says its own as 'binary_data_size'");
        }
        return new InferRequest(id, key, List.copyOf(inputs), List.copyOf(outputs), binary);
    }

    private void member(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "id" -> id = text(parser, "/id");
            case "parameters" -> parameters(parser);
            case "inputs" -> {
                require(parser, JsonToken.START_ARRAY, "/inputs", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    input(parser, "/inputs/" + inputs.size());
                }
            }
            case "outputs" -> {
                require(parser, JsonToken.START_ARRAY, "/outputs", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    output(parser, "/outputs/" + outputs.size());
                }
            }
            default -> parser.skipChildren();
        }
    }

    private void parameters(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_OBJECT, "/parameters", "an object");
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "key" -> {
                    boolean usable =
                            token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT || token.isBoolean();
                    if (!usable) {
                        throw wrong("/parameters/key", "a text, an integer or a boolean");
                    }
                    key = place(parser);
                }
                case "binary_data_output" -> binary = flag(parser, "/parameters/binary_data_output");
                default -> parser.skipChildren();
            }
        }
    }

    private void input(JsonParser parser, String pointer) throws IOException {
        if (inputs.size() == mostTensors) {
            throw bad(pointer, "at most " + mostTensors + " tensors", "the model has fewer inputs than tensors came");
        }
        require(parser, JsonToken.START_OBJECT, pointer, "an object");
        String name = null;
        Datatype datatype = null;
        int[] shape = null;
        int size = -1;
        Place data = null;
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            parser.nextToken();
            String place = pointer + '/' + member;
            switch (member) {
                case "name" -> name = text(parser, place);
                case "datatype" -> datatype = Datatype.of(text(parser, place), place);
                case "shape" -> shape = shape(parser, place);
                case "parameters" -> size = binarySize(parser, place);
                case "data" -> {
                    require(parser, JsonToken.START_ARRAY, place, "an array");
                    data = place(parser);
                }
                default -> parser.skipChildren();
            }
        }
        requireThere(name, pointer, "name");
        requireThere(datatype, pointer, "datatype");
        requireThere(shape, pointer, "shape");
        if (!names.add(name)) {
            throw bad(
                    pointer + "/name",
                    "names that differ",
                    "two tensors are named '" + JsonValues.shortened(name) + "'");
        }
        add(name, datatype, shape, data, size, pointer);
    }

    private void add(String name, Datatype datatype, int[] shape, Place data, int size, String pointer) {
        if ((data == null) == (size < 0)) {
            throw bad(
                    pointer,
                    "'data' or binary data",
                    data != null
                            ? "a tensor has either 'data' or 'parameters.binary_data_size', not both"
                            : "a tensor needs 'data', or 'parameters.binary_data_size' and its bytes behind the JSON");
        }
        if (!inputs.isEmpty() && inputs.get(0).rows() != shape[0]) {
            throw bad(
                    pointer + "/shape",
                    "as many rows as the first tensor",
                    "the first tensor has " + inputs.get(0).rows() + " rows, and this one " + shape[0]);
        }
        Place values = data != null ? data : new Place(binaryAt, binaryAt + size);
        binaryAt += Math.max(0, size);
        inputs.add(
                new Tensor(name, datatype, shape[0], shape.length == 1 ? 0 : shape[1], values, data == null, pointer));
    }

    /** One or two numbers: rows within the limit, and columns. */
    private int[] shape(JsonParser parser, String pointer) throws IOException {
        require(parser, JsonToken.START_ARRAY, pointer, "an array");
        long[] sizes = new long[2];
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            boolean integer = token == JsonToken.VALUE_NUMBER_INT;
            boolean fits = integer && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (count == 2 || !integer || fits && parser.getLongValue() < 1) {
                throw badShape(pointer);
            }
            sizes[count++] = fits ? parser.getLongValue() : Long.MAX_VALUE;
        }
        if (count == 0) {
            throw badShape(pointer);
        }
        if (sizes[0] > mostRows) {
            throw Problem.at(
                            ProblemKind.TOO_MANY_ROWS,
                            pointer,
                            "at most " + mostRows + " rows",
                            "a request may have " + mostRows + " rows; send them in several requests")
                    .with("limit", mostRows);
        }
        // Rows times columns times 8 bytes is within an int from here on.
        if (count == 2 && sizes[1] > Integer.MAX_VALUE / Long.BYTES / sizes[0]) {
            throw bad(pointer, "as many columns as the model has inputs", "the shape is too large");
        }
        return count == 1 ? new int[] {(int) sizes[0]} : new int[] {(int) sizes[0], (int) sizes[1]};
    }

    private static Problem badShape(String pointer) {
        return bad(
                pointer, "[n] or [n,d]", "a shape is [n], or [n,d] with d columns; n and d are whole numbers from 1");
    }

    private int binarySize(JsonParser parser, String pointer) throws IOException {
        require(parser, JsonToken.START_OBJECT, pointer, "an object");
        int size = -1;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (!name.equals("binary_data_size")) {
                parser.skipChildren();
                continue;
            }
            String place = pointer + "/binary_data_size";
            if (!binaryAllowed) {
                throw bad(
                        place,
                        "no binary data",
                        "binary data needs the header 'Inference-Header-Content-Length', the length of the JSON before it");
            }
            boolean fits = token == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() == JsonParser.NumberType.INT
                    && parser.getIntValue() >= 0;
            if (!fits || parser.getIntValue() > body.length - binaryAt) {
                throw bad(
                        place,
                        "the number of bytes",
                        "'binary_data_size' is a number of bytes, at most the " + (body.length - binaryAt)
                                + " that are left behind the JSON; got " + JsonValues.shortened(parser.getText()));
            }
            size = parser.getIntValue();
        }
        return size;
    }

    private void output(JsonParser parser, String pointer) throws IOException {
        require(parser, JsonToken.START_OBJECT, pointer, "an object");
        String name = null;
        Boolean inBinary = null;
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            parser.nextToken();
            switch (member) {
                case "name" -> name = text(parser, pointer + "/name");
                case "parameters" -> {
                    require(parser, JsonToken.START_OBJECT, pointer + "/parameters", "an object");
                    for (String each = parser.nextFieldName(); each != null; each = parser.nextFieldName()) {
                        parser.nextToken();
                        if (each.equals("binary_data")) {
                            inBinary = flag(parser, pointer + "/parameters/binary_data");
                        } else {
                            parser.skipChildren();
                        }
                    }
                }
                default -> parser.skipChildren();
            }
        }
        requireThere(name, pointer, "name");
        if (outputs.size() == OutputTensor.NAMES.size()) {
            throw bad(pointer, "outputs that differ", "an output is asked for twice");
        }
        outputs.add(new Output(name, inBinary, pointer));
    }

    /** Where the value at which the parser stands lies; the parser is at its end then. */
    private static Place place(JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Place(from, (int) parser.currentLocation().getByteOffset());
    }

    private static String text(JsonParser parser, String pointer) throws IOException {
        require(parser, JsonToken.VALUE_STRING, pointer, "a text");
        return parser.getText();
    }

    private static boolean flag(JsonParser parser, String pointer) {
        if (!parser.currentToken().isBoolean()) {
            throw wrong(pointer, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static void require(JsonParser parser, JsonToken token, String pointer, String expected) {
        if (parser.currentToken() != token) {
            throw wrong(pointer, expected);
        }
    }

    private static void requireThere(Object value, String pointer, String member) {
        if (value == null) {
            throw bad(pointer, member, "the tensor at " + pointer + " has no '" + member + "'");
        }
    }

    private static Problem wrong(String pointer, String expected) {
        return bad(pointer, expected, "what stands at " + pointer + " must be " + expected);
    }

    private static Problem bad(String pointer, String expected, String detail) {
        return Problem.at(ProblemKind.BAD_TENSOR, pointer, expected, detail);
    }
}
