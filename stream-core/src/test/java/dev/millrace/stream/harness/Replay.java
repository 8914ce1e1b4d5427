package dev.millrace.stream.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.Operator;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs the steps of a story from the beginning, in one of the ways in which an engine may run them. */
final class Replay<I, O> {
    private final OperatorFactory<I, O> factory;
    private final OperatorContext context;
    private final List<Step<I>> steps;

    record Outcome(List<Emission> results, SortedMap<String, byte[]> state) {}

    Replay(OperatorFactory<I, O> factory, OperatorContext context, List<Step<I>> steps) {
        this.factory = factory;
        this.context = context;
        this.steps = steps;
    }

    Outcome plain() {
        return run(new Recorder(false), false);
    }

    Outcome fullOutput() {
        return run(new Recorder(true), true);
    }

    private Outcome run(Recorder recorder, boolean settling) {
        Operator<I, O> operator = fresh(recorder);
        for (Step<I> step : steps) {
            recorder.drain();
            step.run(operator, recorder);
            if (settling) {
                operator.settle();
            }
        }
        operator.settle();
        return new Outcome(recorder.emissions(), Snapshots.of(operator));
    }

    /** @param states takes the state after each step */
    Outcome restoredAfterEach(List<SortedMap<String, byte[]>> states) {
        Recorder recorder = new Recorder(false);
        Operator<I, O> operator = fresh(recorder);
        for (Step<I> step : steps) {
            step.run(operator, recorder);
            states.add(Snapshots.of(operator));
            operator = restored(recorder, states.get(states.size() - 1));
        }
        return new Outcome(recorder.emissions(), Snapshots.of(operator));
    }

    Outcome restoredAt(int position) {
        Recorder recorder = new Recorder(true);
        Operator<I, O> operator = fresh(recorder);
        for (int i = 0; i < steps.size(); i++) {
            recorder.drain();
            steps.get(i).run(operator, recorder);
            if (i == position) {
                operator = restored(recorder, Snapshots.of(operator));
            }
        }
        operator.settle();
        return new Outcome(recorder.emissions(), Snapshots.of(operator));
    }

    /** @param states what each checkpoint must hold */
    Outcome checkpointed(List<SortedMap<String, byte[]>> states) {
        Recorder recorder = new Recorder(false);
        Operator<I, O> operator = fresh(recorder);
        recorder.checkpointing();
        LiveCheckpoints checkpoints = new LiveCheckpoints(operator);
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run(operator, recorder);
            checkpoints.write(1);
            checkpoints.end(i % 3 != 2).ifPresent(checkpoint -> {
                sameState(
                        checkpoint.chunks(), states.get(checkpoint.number()), "a checkpoint while the stream goes on");
            });
            checkpoints.begin(i);
        }
        checkpoints.end(false);
        operator.settle();
        return new Outcome(recorder.emissions(), Snapshots.of(operator));
    }

    SortedMap<String, byte[]> restoredTwice(SortedMap<String, byte[]> state) {
        return Snapshots.of(restored(new Recorder(false), state));
    }

    private Operator<I, O> fresh(Recorder recorder) {
        Operator<I, O> operator = factory.create(context);
        operator.open(recorder.output());
        return operator;
    }

    private Operator<I, O> restored(Recorder recorder, SortedMap<String, byte[]> state) {
        Operator<I, O> operator = fresh(recorder);
        Snapshots.restore(operator, new TreeMap<>(state));
        return operator;
    }

    static void sameState(SortedMap<String, byte[]> state, SortedMap<String, byte[]> wanted, String how) {
        assertThat(state.keySet()).as("chunks of state with " + how).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(state.get(name))
                .as("chunk '" + name + "' with " + how)
                .isEqualTo(bytes));
    }
}
