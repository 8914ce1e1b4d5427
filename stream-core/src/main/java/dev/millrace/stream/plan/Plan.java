package dev.millrace.stream.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An immutable pipeline: its nodes in an order in which each stands after its inputs.
 *
 * @param name name of the pipeline, which is also the name of its model
 * @param partitions P, fixed for the life of the pipeline
 * @param seed where all its chance comes from
 * @param nodes sources and operators
 * @param definition the text (JSON) from which another process can build the same operators; may be empty
 */
public record Plan(String name, int partitions, long seed, List<Node> nodes, String definition) {
    public Plan {
        if (partitions < 1 || partitions > 32_768) {
            throw new IllegalArgumentException(
                    "a pipeline has 1 to 32768 partitions, got " + partitions + "; set partitions");
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(definition, "definition");
        nodes = List.copyOf(nodes);
        Set<String> names = new HashSet<>();
        Set<Node> seen = new HashSet<>();
        for (Node node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two steps of pipeline '" + name + "' are named '" + node.name()
                        + "'; names are how state is found again, so make them unique");
            }
            if (node instanceof Node.OperatorNode operator) {
                for (Node.Edge edge : operator.inputs()) {
                    if (!seen.contains(edge.from())) {
                        throw new IllegalArgumentException(
                                "the input '" + edge.from().name() + "' of step '" + node.name()
                                        + "' does not stand before it in the plan");
                    }
                }
            }
            seen.add(node);
        }
    }

    /**
     * A hash of all that changes what the pipeline computes: name, partitions, seed, and each node's name, inputs and
     * settings. A version is restored only into a plan with the same fingerprint.
     */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        text.append(name)
                .append('\n')
                .append(partitions)
                .append('\n')
                .append(seed)
                .append('\n');
        for (Node node : nodes) {
            if (node instanceof Node.SourceNode source) {
                text.append("source ").append(source.name()).append(' ').append(source.describe());
                text.append(' ').append(source.time()).append('\n');
            } else if (node instanceof Node.OperatorNode operator) {
                text.append("operator ").append(operator.name()).append(' ').append(operator.describe());
                for (Node.Edge edge : operator.inputs()) {
                    text.append(" <- ").append(edge.from().name());
                    text.append(edge.side() == null ? "" : "#" + edge.side().name());
                    text.append(edge.isExchange() ? " by key" : "");
                }
                text.append('\n');
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
