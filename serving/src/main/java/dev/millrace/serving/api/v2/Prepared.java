package dev.millrace.serving.api.v2;

import dev.millrace.serving.api.v2.InferRequest.Output;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelShape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A request's description and what follows from it for one model: all that can be used again when another comes that differs
 * only in its binary data. Threading: any thread.
 *
 * @param shape of the model
 * @param outputs that are asked for, or the usual ones
 * @param table how its rows are read in one go; null if they are read one by one
 * @param heads of answers given lately
 */
record Prepared(ModelShape shape, InferRequest request, List<Output> outputs, TableReader table, AnswerHeads heads) {
    static Prepared of(ModelShape shape, InferRequest request) {
        // A draw is for one row, and a table of answers has no place for clusters.
        TableReader table = shape.takesTables() ? TableReader.of(shape, request) : null;
        return new Prepared(shape, request, outputs(shape, request), table, new AnswerHeads());
    }

    private static List<Output> outputs(ModelShape shape, InferRequest request) {
        if (request.outputs().isEmpty()) {
            return OutputTensor.usual(shape).stream()
                    .map(name -> new Output(name, null, "/outputs"))
                    .toList();
        }
        Set<String> names = new HashSet<>();
        for (Output output : request.outputs()) {
            if (!names.add(output.name())) {
                throw Problem.at(
                        ProblemKind.BAD_TENSOR,
                        output.pointer() + "/name",
                        "names that differ",
                        "the output '" + JsonValues.shortened(output.name()) + "' is asked for twice");
            }
        }
        return request.outputs();
    }

    /** Whether an output is wanted in binary. */
    boolean isBinary(int output) {
        Boolean said = outputs.get(output).binary();
        return said == null ? request.binary() : said;
    }
}
