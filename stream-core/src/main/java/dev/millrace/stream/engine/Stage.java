package dev.millrace.stream.engine;

import dev.millrace.stream.plan.Node;
import dev.millrace.stream.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes of a plan that run fused in one task per instance: a source and what stands before the first exchange, or the
 * operators between two exchanges.
 */
final class Stage {
    /** The source, or null behind an exchange. */
    final Node.SourceNode source;

    /** The exchanges that feed this stage; empty for a source. */
    final List<Node.Edge> inputs;

    /** In an order in which each stands after its inputs. */
    final List<Node.OperatorNode> operators = new ArrayList<>();

    final int instances;

    private Stage(Node.SourceNode source, List<Node.Edge> inputs, int instances) {
        this.source = source;
        this.inputs = inputs;
        this.instances = instances;
    }

    /** Cuts a plan into stages, in order. Operators that read the same exchange share a stage. */
    static List<Stage> cut(Plan plan) {
        List<Stage> stages = new ArrayList<>();
        Map<Node, Stage> homes = new LinkedHashMap<>();
        Map<List<Node.Edge>, Stage> byInputs = new LinkedHashMap<>();
        for (Node node : plan.nodes()) {
            if (node instanceof Node.SourceNode source) {
                Stage stage = new Stage(source, List.of(), source.source().partitions());
                stages.add(stage);
                homes.put(node, stage);
            } else if (node instanceof Node.OperatorNode operator) {
                Stage stage = home(plan, operator, homes, byInputs, stages);
                stage.operators.add(operator);
                homes.put(node, stage);
            }
        }
        return stages;
    }

    private static Stage home(
            Plan plan,
            Node.OperatorNode operator,
            Map<Node, Stage> homes,
            Map<List<Node.Edge>, Stage> byInputs,
            List<Stage> stages) {
        long exchanges =
                operator.inputs().stream().filter(Node.Edge::isExchange).count();
        if (exchanges == operator.inputs().size()) {
            Stage known = byInputs.get(operator.inputs());
            if (known == null) {
                known = new Stage(null, operator.inputs(), plan.partitions());
                byInputs.put(operator.inputs(), known);
                stages.add(known);
            }
            return known;
        }
        Stage first = homes.get(operator.inputs().get(0).from());
        boolean together = operator.inputs().stream().allMatch(edge -> homes.get(edge.from()) == first);
        if (exchanges > 0 || !together) {
            throw new IllegalArgumentException("the inputs of step '" + operator.name() + "' of pipeline '"
                    + plan.name() + "' are partitioned differently; key each of them before they are read together");
        }
        return first;
    }
}
