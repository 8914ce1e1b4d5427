package dev.millrace.stream.engine;

import dev.millrace.stream.Answering;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The operators of one task, wired to each other by direct calls and to the next stages by senders. Threading: the task.
 */
final class OperatorChain {
    private static final Receiver[] NOBODY = {};

    private final List<Node.OperatorNode> nodes;
    private final Operator<Object, Object>[] operators;
    private final NodeOutput[] outputs;
    private final Sender[] senders;
    private final int partition;
    private final Map<Node.Edge, Receiver[]> entries = new LinkedHashMap<>();

    /** First operator that has not finished the pending watermark; −1 when none is pending. */
    private int watermarkAt = -1;

    private long pendingWatermark;
    private boolean restoring;
    private final boolean takesTicks;

    /** Null if there is one worker only. */
    private final IdleWorkers.ForTask helpers;

    /**
     * @param stage whose operators these are
     * @param senders to the exchanges that leave this task
     * @param bounded whether operators may be told that there is no room: false in front of the first exchange, where a
     *     source is read slice by slice
     * @param idle who helps; null for nobody
     */
    @SuppressWarnings("unchecked") // the builder of plans has checked that types fit
    OperatorChain(
            Stage stage,
            int partition,
            long seed,
            List<Sender> senders,
            boolean bounded,
            Consumer<DeadLetter> deadLetters,
            IdleWorkers idle) {
        this.nodes = stage.operators;
        this.helpers = idle == null ? null : idle.forTask();
        this.partition = partition;
        this.operators = (Operator<Object, Object>[]) new Operator<?, ?>[nodes.size()];
        this.outputs = new NodeOutput[nodes.size()];
        this.senders = senders.toArray(Sender[]::new);
        for (int i = 0; i < operators.length; i++) {
            String name = nodes.get(i).name();
            OperatorContext context = new OperatorContext(
                    name,
                    partition,
                    stage.instances,
                    Random64.seedOf(seed, name, partition),
                    helpers == null ? Parallel.NONE : helpers);
            operators[i] = (Operator<Object, Object>) nodes.get(i).factory().create(context);
            outputs[i] = new NodeOutput(bounded, deadLetters);
        }
        for (int i = 0; i < operators.length; i++) {
            outputs[i].wire(nodes.get(i));
            operators[i].open(outputs[i]);
        }
        for (Node.Edge edge : stage.inputs) {
            entries.put(edge, receivers(edge.from(), null, edge));
        }
        if (stage.source != null) {
            entries.put(null, receivers(stage.source, null, null));
        }
        this.takesTicks = Stream.of(operators).anyMatch(OperatorChain::takesTicks);
    }

    private static boolean takesTicks(Operator<?, ?> operator) {
        try {
            return operator.getClass().getMethod("onTick", long.class).getDeclaringClass() != Operator.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("an operator has no onTick", e);
        }
    }

    /** Whether an operator here does something at ticks. */
    boolean takesTicks() {
        return takesTicks;
    }

    /** The engine's clock, told to every operator. */
    void tick(long clockMillis) {
        for (Operator<Object, Object> operator : operators) {
            operator.onTick(clockMillis);
        }
    }

    /** Who takes the events of an input: of an exchange, or (null) of the task's source. */
    Receiver[] entry(Node.Edge edge) {
        return entries.get(edge);
    }

    /** Whether somebody who takes events of an exchange may have them longer than the call. */
    boolean keepsEvents(Node.Edge edge) {
        for (int i = 0; i < operators.length; i++) {
            if (nodes.get(i).inputs().contains(edge) && operators[i].keepsEvents()) {
                return true;
            }
        }
        return false;
    }

    /** Advances event time through every operator, then downstream; false if an operator waits for room. */
    boolean watermark(long watermarkMillis) {
        pendingWatermark = watermarkMillis;
        watermarkAt = 0;
        return resumeWatermark();
    }

    /** Tells operators the watermark of the version that was restored, and downstream that it is no news. */
    void restoredWatermark(long watermarkMillis) {
        restoring = true;
        watermark(watermarkMillis);
    }

    boolean isWatermarkPending() {
        return watermarkAt >= 0;
    }

    boolean resumeWatermark() {
        while (watermarkAt < operators.length) {
            if (!operators[watermarkAt].onWatermark(pendingWatermark)) {
                return false;
            }
            watermarkAt++;
        }
        watermarkAt = -1;
        byte news = restoring ? Batch.RESTORED : Batch.WATERMARK;
        restoring = false;
        mark(pendingWatermark == Timestamps.AFTER_ALL ? Batch.END : news, pendingWatermark);
        return true;
    }

    /** Every operator does what it has put off. */
    void settle() {
        for (Operator<Object, Object> operator : operators) {
            operator.settle();
        }
    }

    /** What others have used on behalf of this chain since the last time. */
    Cost takeHelped() {
        return helpers == null ? Cost.NONE : helpers.takeUsed();
    }

    void mark(byte kind, long value) {
        for (Sender sender : senders) {
            sender.mark(kind, value);
        }
    }

    void flush() {
        for (Sender sender : senders) {
            sender.flush();
        }
    }

    /** Moves what waits into the queues; true if nothing waits any more. */
    boolean drain() {
        boolean empty = true;
        for (Sender sender : senders) {
            sender.drain();
            empty &= !sender.isWaiting();
        }
        return empty;
    }

    boolean isWaiting() {
        for (Sender sender : senders) {
            if (sender.isWaiting()) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return operators.length;
    }

    Operator<Object, Object> operator(int index) {
        return operators[index];
    }

    PartKey key(int index) {
        return new PartKey(nodes.get(index).name(), partition);
    }

    /** The operator of that name as one that answers. */
    @SuppressWarnings("unchecked") // the caller states the types of question and answer
    <Q, R> Answering<Q, R> answering(String name) {
        for (int i = 0; i < operators.length; i++) {
            if (nodes.get(i).name().equals(name)) {
                if (operators[i] instanceof Answering<?, ?> answering) {
                    return (Answering<Q, R>) answering;
                }
                throw new IllegalArgumentException("operator '" + name + "' does not answer questions");
            }
        }
        throw new IllegalArgumentException("no operator '" + name + "' in this task");
    }

    void close() {
        for (Operator<Object, Object> operator : operators) {
            operator.close();
        }
    }

    private Receiver[] receivers(Node from, String side, Node.Edge exchange) {
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < operators.length; i++) {
            for (Node.Edge edge : nodes.get(i).inputs()) {
                if (exchange == null ? !edge.isExchange() && reads(edge, from, side) : edge.equals(exchange)) {
                    Operator<Object, Object> operator = operators[i];
                    receivers.add(operator::onEvent);
                }
            }
        }
        if (exchange == null) {
            for (Sender sender : senders) {
                if (reads(sender.edge(), from, side)) {
                    receivers.add(sender);
                }
            }
        }
        return receivers.isEmpty() ? NOBODY : receivers.toArray(Receiver[]::new);
    }

    private static boolean reads(Node.Edge edge, Node from, String side) {
        String name = edge.side() == null ? null : edge.side().name();
        return edge.from() == from && (side == null ? name == null : side.equals(name));
    }

    /** Where one operator's results go. */
    private final class NodeOutput implements Output<Object> {
        private final boolean bounded;
        private final Consumer<DeadLetter> deadLetters;
        private Receiver[] main = NOBODY;
        private final Map<String, Receiver[]> sides = new LinkedHashMap<>();

        NodeOutput(boolean bounded, Consumer<DeadLetter> deadLetters) {
            this.bounded = bounded;
            this.deadLetters = deadLetters;
        }

        void wire(Node.OperatorNode node) {
            main = receivers(node, null, null);
            List<Node.Edge> edges = new ArrayList<>();
            for (Sender sender : senders) {
                edges.add(sender.edge());
            }
            nodes.forEach(reader -> edges.addAll(reader.inputs()));
            for (Node.Edge edge : edges) {
                if (edge.from() == node && edge.side() != null) {
                    String side = edge.side().name();
                    sides.put(side, receivers(node, side, null));
                }
            }
        }

        @Override
        public void emit(Object value, long timestampMillis) {
            for (Receiver receiver : main) {
                receiver.accept(value, timestampMillis);
            }
        }

        @Override
        public <T> void emit(Tag<T> side, T value, long timestampMillis) {
            if (value instanceof DeadLetter letter && side.equals(DeadLetter.TAG)) {
                deadLetters.accept(letter);
            }
            for (Receiver receiver : sides.getOrDefault(side.name(), NOBODY)) {
                receiver.accept(value, timestampMillis);
            }
        }

        @Override
        public boolean isFull() {
            return bounded && isWaiting();
        }
    }
}
