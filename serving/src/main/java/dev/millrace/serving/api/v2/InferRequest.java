package dev.millrace.serving.api.v2;

import java.util.List;

/**
 * A request as its JSON part describes it; the values of its tensors still lie in the body: JSON, and behind it what came in
 * binary. A body with the same JSON part and as much behind it has the same description.
 *
 * @param id to be echoed; null if there is none
 * @param key where the JSON of {@code parameters.key} lies; null if there is none
 * @param inputs at least one, names unique, all of the same number of rows
 * @param outputs as asked for; empty for the usual ones
 * @param binary whether outputs that do not say are wanted in binary
 */
record InferRequest(String id, Place key, List<Tensor> inputs, List<Output> outputs, boolean binary) {

    /** From an index of the body to another, exclusive. */
    record Place(int from, int to) {}

    /**
     * @param rows first number of the shape
     * @param columns second number of the shape, or 0 for a shape of one number
     * @param values where the values lie: a JSON array, or binary
     * @param binary which
     * @param pointer JSON pointer to the tensor
     */
    record Tensor(String name, Datatype datatype, int rows, int columns, Place values, boolean binary, String pointer) {
        int width() {
            return Math.max(1, columns);
        }
    }

    /**
     * @param binary null if it does not say
     * @param pointer JSON pointer to what asks for it
     */
    record Output(String name, Boolean binary, String pointer) {}

    int rows() {
        return inputs.get(0).rows();
    }
}
