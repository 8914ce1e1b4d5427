package dev.millrace.stream.plan;

import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.Tag;
import dev.millrace.stream.source.Source;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** A step of a plan. Names are stable and unique in their plan: state is found again by them. */
public sealed interface Node permits Node.SourceNode, Node.OperatorNode {
    String name();

    /**
     * Reads a source, gives its events their times and places watermarks.
     *
     * @param describe what goes into the plan's fingerprint
     */
    record SourceNode(String name, Source<?> source, TimestampAssigner<?> timestamps, TimePolicy time, String describe)
            implements Node {
        public SourceNode {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(timestamps, "timestamps");
            Objects.requireNonNull(time, "time");
            StepName.require(name);
        }
    }

    /**
     * Runs an operator: one instance per partition behind an exchange, or one per source partition in front of the first.
     *
     * @param inputs where its events come from; several are read as one stream
     * @param describe settings that change what it computes: a part of the plan's fingerprint
     */
    record OperatorNode(String name, List<Edge> inputs, OperatorFactory<?, ?> factory, String describe)
            implements Node {
        public OperatorNode {
            StepName.require(name);
            inputs = List.copyOf(inputs);
            Objects.requireNonNull(factory, "factory");
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("operator '" + name + "' has no input");
            }
        }
    }

    /**
     * Connects two nodes.
     *
     * @param from the node whose output is read
     * @param side the side output to read, or null for the main output
     * @param keyHash for an exchange, the stable hash of an event's key; null to stay in the same partition
     */
    record Edge(Node from, Tag<?> side, ToIntFunction<Object> keyHash) {
        public Edge {
            Objects.requireNonNull(from, "from");
        }

        public boolean isExchange() {
            return keyHash != null;
        }
    }
}
