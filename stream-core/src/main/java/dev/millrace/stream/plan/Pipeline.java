package dev.millrace.stream.plan;

import dev.millrace.stream.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Builds a plan step by step.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.named("clicks").partitions(4);
 * pipeline.read("clicks", source)
 *         .time((click, arrival) -> click.at(), TimePolicy.DEFAULT.outOfOrder(5_000))
 *         .keyBy(Click::page)
 *         .process("count", context -> new CountPerPage(), "");
 * Plan plan = pipeline.build();
 * }</pre>
 *
 * <p>Threading: one caller.
 */
public final class Pipeline {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private int partitions = 1;
    private long seed;
    private String definition = "";

    private Pipeline(String name) {
        this.name = name;
    }

    /**
     * @param name of the pipeline and its model: 1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit
     */
    public static Pipeline named(String name) {
        StepName.require(name);
        return new Pipeline(name);
    }

    /** P: also the number of learners, each of which learns from its own keys. Choose it for the data, not the cores. */
    public Pipeline partitions(int count) {
        partitions = count;
        return this;
    }

    /** Where all chance of the pipeline comes from; 0 unless set. */
    public Pipeline seed(long value) {
        seed = value;
        return this;
    }

    /** The text (JSON) from which another process can build the same operators. */
    public Pipeline definition(String json) {
        definition = Objects.requireNonNull(json, "json");
        return this;
    }

    /** Reads a source; its events have their arrival as time, if they have one, until {@link Stream#time} says otherwise. */
    public <T> Stream<T> read(String step, Source<T> source) {
        TimestampAssigner<T> arrival = (event, arrivalMillis) -> arrivalMillis;
        Node.SourceNode node =
                new Node.SourceNode(step, source, arrival, TimePolicy.DEFAULT, source.describe() + " time=arrival");
        add(node);
        return new Stream<>(this, node, null);
    }

    /** The plan of all steps so far. */
    public Plan build() {
        return new Plan(name, partitions, seed, nodes, definition);
    }

    void add(Node node) {
        for (Node known : nodes) {
            if (known.name().equals(node.name())) {
                throw new IllegalArgumentException("two steps of pipeline '" + name + "' are named '" + node.name()
                        + "'; names are how state is found again, so make them unique");
            }
        }
        nodes.add(node);
    }

    void replace(Node old, Node node) {
        boolean read = nodes.stream()
                .filter(Node.OperatorNode.class::isInstance)
                .flatMap(step -> ((Node.OperatorNode) step).inputs().stream())
                .anyMatch(edge -> edge.from() == old);
        int index = nodes.indexOf(old);
        if (read || index < 0) {
            throw new IllegalStateException(
                    "the time of source '" + old.name() + "' must be set before anything reads it");
        }
        nodes.set(index, node);
    }
}
