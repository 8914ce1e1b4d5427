package dev.millrace.stream.engine;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/** The tasks of a running plan and the queues between them. Immutable once built; tasks belong to the workers. */
final class TaskGraph {
    /** Batches that fit between two tasks: 16 × 256 events hide a worker's round; more only adds latency. */
    private static final int QUEUE_BATCHES = 16;

    private final Plan plan;
    private final List<Stage> stages;
    private final List<Task> tasks = new ArrayList<>();
    private final List<SourceTask> sources = new ArrayList<>();
    private final Map<String, List<Task>> bySource = new LinkedHashMap<>();
    private final Map<String, List<Task>> byOperator = new LinkedHashMap<>();

    private TaskGraph(Plan plan) {
        this.plan = plan;
        this.stages = Stage.cut(plan);
    }

    static TaskGraph build(
            Plan plan,
            EngineOptions options,
            CheckpointCoordinator checkpoints,
            StoredCheckpoint from,
            Clock clock,
            Consumer<DeadLetter> deadLetters,
            ReplayedInputs replayed,
            IdleWorkers idle)
            throws IOException {
        TaskGraph graph = new TaskGraph(plan);
        Map<Stage, Map<Node.Edge, SpscAtomicArrayQueue<Batch>[][]>> queues = graph.queues();
        int partitions = graph.stages.stream()
                .filter(stage -> stage.source != null)
                .mapToInt(stage -> stage.instances)
                .sum();
        Alignment alignment =
                replayed == null ? new Alignment(partitions, options.alignMillis()) : Alignment.none(partitions);
        for (Stage stage : graph.stages) {
            for (int i = 0; i < stage.instances; i++) {
                OperatorChain chain = new OperatorChain(
                        stage,
                        i,
                        plan.seed(),
                        graph.senders(stage, i, queues, deadLetters),
                        stage.source == null,
                        deadLetters,
                        idle);
                Task task = stage.source == null
                        ? partitionTask(stage, i, chain, checkpoints, queues.get(stage), options, clock, replayed)
                        : graph.sourceTask(stage, i, chain, checkpoints, from, clock, alignment, deadLetters, replayed);
                task.meter(options.meter());
                graph.tasks.add(task);
                if (stage.source != null) {
                    graph.bySource
                            .computeIfAbsent(stage.source.name(), name -> new ArrayList<>())
                            .add(task);
                }
                stage.operators.forEach(operator -> graph.byOperator
                        .computeIfAbsent(operator.name(), name -> new ArrayList<>())
                        .add(task));
                if (from != null) {
                    task.restore(from);
                }
            }
        }
        graph.sources.forEach(SourceTask::replayWatermark);
        return graph;
    }

    List<Task> tasks() {
        return tasks;
    }

    /** The task that hosts an operator's partition; an {@link IllegalArgumentException} lists what there is. */
    Task taskOf(String operator, int partition) {
        List<Task> instances = byOperator.get(operator);
        if (instances == null) {
            throw new IllegalArgumentException(
                    "pipeline '" + plan.name() + "' has no operator '" + operator + "'; it has " + byOperator.keySet());
        }
        if (partition < 0 || partition >= instances.size()) {
            throw new IllegalArgumentException(
                    "operator '" + operator + "' has partitions 0 to " + (instances.size() - 1) + ", got " + partition);
        }
        return instances.get(partition);
    }

    /** What the tasks of a source or an operator have used; an {@link IllegalArgumentException} for any other name. */
    Cost cost(String step) {
        List<Task> instances = bySource.containsKey(step) ? bySource.get(step) : byOperator.get(step);
        if (instances == null) {
            throw new IllegalArgumentException("pipeline '" + plan.name() + "' has no step '" + step + "'; it has "
                    + bySource.keySet() + " and " + byOperator.keySet());
        }
        Cost sum = Cost.NONE;
        for (Task task : instances) {
            sum = sum.plus(task.cost());
        }
        return sum;
    }

    /** Whether state may change though no event comes. */
    boolean takesTicks() {
        return tasks.stream().anyMatch(task -> task.chain.takesTicks());
    }

    Map<String, Offset> offsets() {
        Map<String, Offset> offsets = new TreeMap<>();
        sources.forEach(source -> offsets.put(source.key(), source.progress().offset()));
        return offsets;
    }

    long records() {
        return sources.stream().mapToLong(source -> source.progress().records()).sum();
    }

    long watermark() {
        return sources.stream()
                .mapToLong(source -> source.progress().watermarkMillis())
                .min()
                .orElse(Timestamps.BEFORE_ALL);
    }

    void onAvailable(Runnable wake) {
        for (Stage stage : stages) {
            if (stage.source != null) {
                stage.source.source().onAvailable(wake);
            }
        }
    }

    /** Calls back, once or more, when every task has finished. */
    void onFinished(Runnable finished) {
        Task.Completion completion = new Task.Completion(tasks.size(), finished);
        tasks.forEach(task -> task.onFinished(completion));
    }

    /**
     * Per stage and exchange that it reads: a queue for each (upstream instance, partition). Stages that read the same exchange, one of them
     * with another beside it, have queues of their own: a queue has one reader.
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type cannot be made otherwise
    private Map<Stage, Map<Node.Edge, SpscAtomicArrayQueue<Batch>[][]>> queues() {
        Map<Stage, Map<Node.Edge, SpscAtomicArrayQueue<Batch>[][]>> queues = new LinkedHashMap<>();
        for (Stage stage : stages) {
            Map<Node.Edge, SpscAtomicArrayQueue<Batch>[][]> inputs = new LinkedHashMap<>();
            for (Node.Edge edge : stage.inputs) {
                SpscAtomicArrayQueue[][] channels =
                        new SpscAtomicArrayQueue[home(edge.from()).instances][stage.instances];
                for (SpscAtomicArrayQueue[] upstream : channels) {
                    for (int p = 0; p < upstream.length; p++) {
                        upstream[p] = new SpscAtomicArrayQueue<Batch>(QUEUE_BATCHES);
                    }
                }
                inputs.put(edge, channels);
            }
            queues.put(stage, inputs);
        }
        return queues;
    }

    private List<Sender> senders(
            Stage stage,
            int instance,
            Map<Stage, Map<Node.Edge, SpscAtomicArrayQueue<Batch>[][]>> queues,
            Consumer<DeadLetter> deadLetters) {
        List<Sender> senders = new ArrayList<>();
        queues.values()
                .forEach(inputs -> inputs.forEach((edge, channels) -> {
                    if (home(edge.from()) == stage) {
                        senders.add(new Sender(edge, channels[instance], deadLetters));
                    }
                }));
        return senders;
    }

    private static Task partitionTask(
            Stage stage,
            int partition,
            OperatorChain chain,
            CheckpointCoordinator checkpoints,
            Map<Node.Edge, SpscAtomicArrayQueue<Batch>[][]> queues,
            EngineOptions options,
            Clock clock,
            ReplayedInputs replayed)
            throws IOException {
        List<PartitionTask.Input> inputs = new ArrayList<>();
        queues.forEach((edge, channels) -> {
            for (SpscAtomicArrayQueue<Batch>[] upstream : channels) {
                inputs.add(new PartitionTask.Input(edge, upstream[partition]));
            }
        });
        String first = stage.operators.get(0).name();
        String name = first + '/' + partition;
        if (inputs.size() == 1 && !chain.takesTicks()) {
            return new PartitionTask(name, chain, checkpoints, inputs, null);
        }
        PartKey key = RecordedInputs.key(first, partition);
        RecordedOrder.Script script = replayed == null ? null : replayed.order().script(key);
        RecordedInputs recorded = new RecordedInputs(key, clock, options.tickEveryMillis(), chain.takesTicks(), script);
        return script == null
                ? new PartitionTask(name, chain, checkpoints, inputs, recorded)
                : new ReplayedPartitionTask(name, chain, checkpoints, inputs, recorded);
    }

    private Task sourceTask(
            Stage stage,
            int partition,
            OperatorChain chain,
            CheckpointCoordinator checkpoints,
            StoredCheckpoint from,
            Clock clock,
            Alignment alignment,
            Consumer<DeadLetter> deadLetters,
            ReplayedInputs replayed)
            throws IOException {
        if (chain.takesTicks()) {
            throw new IllegalArgumentException("an operator in front of the first exchange of source '"
                    + stage.source.name() + "' of pipeline '" + plan.name()
                    + "' takes ticks; key the stream before windows on the engine's clock");
        }
        Source<?> source = stage.source.source();
        if (replayed != null) {
            source = replayed.bounded(stage.source);
        }
        SourcePosition position = from == null ? null : from.sources().get(stage.source.name() + '/' + partition);
        SourceTask task = new SourceTask(
                stage.source,
                partition,
                chain,
                checkpoints,
                source,
                position,
                clock,
                alignment,
                sources.size(),
                deadLetters);
        sources.add(task);
        return task;
    }

    private Stage home(Node node) {
        for (Stage stage : stages) {
            if (stage.source == node || stage.operators.contains(node)) {
                return stage;
            }
        }
        throw new IllegalStateException("step '" + node.name() + "' has no stage");
    }
}
