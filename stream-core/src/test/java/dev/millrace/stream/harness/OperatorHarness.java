package dev.millrace.stream.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.Answering;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Writes a test of an operator as a little story, and replays the story in every way in which an engine may run it.
 *
 * <pre>{@code
 * harness(tumbling(seconds(10)).aggregate(count()))
 *     .event("a", at(3)).watermark(at(10)).expect("a", 1)
 *     .event("a", at(4)).expectLate("a", at(4));
 * }</pre>
 *
 * <p>Each expectation takes the next result of the main output, or of a side output. Before it is checked, the story so
 * far is replayed: plainly, settled at the end only; with an output that says full after each emit, settled after every step; with snapshot and restore into a fresh operator
 * after every step, and after each single step (at most {@value #SINGLE_RESTORES} of them, spread evenly); and with
 * checkpoints that are written while the stream goes on, every third of them abandoned. Each replay must give the same
 * results and, at the end, the same bytes of state; and state must be canonical: restored and snapshot again, the same
 * bytes. When a step follows an expectation, every result so far must have been expected.
 *
 * @param <I> the operator's events
 * @param <O> its results
 */
public final class OperatorHarness<I, O> {
    private static final int SINGLE_RESTORES = 48;

    private final OperatorFactory<I, O> factory;
    private final List<Step<I>> steps = new ArrayList<>();
    private Function<? super O, ?> reading = result -> result;
    private OperatorContext context = new OperatorContext("operator", 0, 1, 42);
    private List<Emission> results = List.of();
    private SortedMap<String, byte[]> state;
    private final List<Emission> taken = new ArrayList<>();
    private boolean replayed;
    private boolean expecting;

    private OperatorHarness(OperatorFactory<I, O> factory) {
        this.factory = factory;
    }

    public static <I, O> OperatorHarness<I, O> harness(OperatorFactory<I, O> factory) {
        return new OperatorHarness<>(factory);
    }

    /** An event time in milliseconds, given in seconds. */
    public static long at(long seconds) {
        return seconds(seconds);
    }

    public static long seconds(long seconds) {
        return Math.multiplyExact(seconds, 1_000L);
    }

    /** What is compared in {@link #expect}: for example key and value of a result, as a {@code List}. */
    public OperatorHarness<I, O> reading(Function<? super O, ?> part) {
        this.reading = part;
        return this;
    }

    /** What the operator is told about its partition; by default partition 0 of 1 with the seed 42. */
    public OperatorHarness<I, O> context(OperatorContext context) {
        this.context = context;
        return this;
    }

    public OperatorHarness<I, O> event(I value, long timestampMillis) {
        return step(new Step.Event<>(value, timestampMillis));
    }

    public OperatorHarness<I, O> watermark(long millis) {
        return step(new Step.Watermark<>(millis));
    }

    /** The engine's clock, in milliseconds since the epoch. */
    public OperatorHarness<I, O> tick(long clockMillis) {
        return step(new Step.Tick<>(clockMillis));
    }

    /** Asks the operator, which must be {@link Answering}, and wants this answer, and that asking changed no state. */
    public OperatorHarness<I, O> ask(Object question, Object answer) {
        step(new Step.Ask<>(question));
        return next("an answer", Emission::isAnswer, new Emission(Emission.ANSWER, answer, 0));
    }

    /** The next result of the main output; several parts are compared as a list (see {@link #reading}). */
    public OperatorHarness<I, O> expect(Object... parts) {
        Object wanted = parts.length == 1 ? parts[0] : Arrays.asList(parts);
        Emission next = take("a result", Emission::isMain);
        assertThat(read(next)).as("result %d of the main output", taken.size()).isEqualTo(wanted);
        return this;
    }

    /** The next result of the main output, and its timestamp. */
    public OperatorHarness<I, O> expectAt(long timestampMillis, Object... parts) {
        expect(parts);
        assertThat(taken.get(taken.size() - 1).timestampMillis())
                .as("timestamp of a result")
                .isEqualTo(timestampMillis);
        return this;
    }

    /** The next of what went to a side output. */
    public <T> OperatorHarness<I, O> expectSide(Tag<T> side, T value, long timestampMillis) {
        return next(
                "'" + side.name() + "'",
                e -> side.name().equals(e.side()),
                new Emission(side.name(), value, timestampMillis));
    }

    /** The next event of the side output {@code late}. */
    public OperatorHarness<I, O> expectLate(I value, long timestampMillis) {
        return expectSide(new Tag<>("late"), value, timestampMillis);
    }

    /** Nothing has come out that was not expected. */
    public OperatorHarness<I, O> expectNothing() {
        replay();
        expecting = true;
        assertThat(unexpected()).as("what came out and was not expected").isEmpty();
        return this;
    }

    /** All that has come out so far, main and side outputs in their order; replays the story. */
    public List<Emission> results() {
        replay();
        return results;
    }

    /** The state after the last step, as its chunks; replays the story. */
    public SortedMap<String, byte[]> state() {
        replay();
        return state;
    }

    private Object read(Emission emission) {
        @SuppressWarnings("unchecked") // the main output carries results
        O result = (O) emission.value();
        return reading.apply(result);
    }

    private OperatorHarness<I, O> next(String kind, Predicate<Emission> which, Emission wanted) {
        assertThat(take(kind, which)).isEqualTo(wanted);
        return this;
    }

    private Emission take(String kind, Predicate<Emission> which) {
        replay();
        expecting = true;
        List<Emission> left = unexpected();
        Emission next = left.stream().filter(which).findFirst().orElse(null);
        assertThat(next)
                .as("%s was expected; what else came out: %s", kind, left)
                .isNotNull();
        taken.add(next);
        return next;
    }

    private List<Emission> unexpected() {
        List<Emission> left = new ArrayList<>(results);
        taken.forEach(left::remove);
        return left;
    }

    private OperatorHarness<I, O> step(Step<I> step) {
        if (expecting) {
            expectNothing();
            expecting = false;
        }
        steps.add(step);
        replayed = false;
        return this;
    }

    private void replay() {
        if (replayed) {
            return;
        }
        Replay<I, O> replay = new Replay<>(factory, context, steps);
        Replay.Outcome plain = replay.plain();
        same(replay.fullOutput(), plain, "an output that is full after each emit");
        List<SortedMap<String, byte[]>> states = new ArrayList<>();
        same(replay.restoredAfterEach(states), plain, "snapshot and restore after every step");
        int stride = Math.max(1, (steps.size() + SINGLE_RESTORES - 1) / SINGLE_RESTORES);
        for (int position = 0; position < steps.size(); position += stride) {
            same(replay.restoredAt(position), plain, "snapshot and restore after step " + position);
        }
        same(replay.checkpointed(states), plain, "checkpoints written while the stream goes on");
        Replay.sameState(replay.restoredTwice(plain.state()), plain.state(), "restore, then snapshot");
        results = plain.results();
        state = plain.state();
        replayed = true;
    }

    private static void same(Replay.Outcome outcome, Replay.Outcome plain, String how) {
        assertThat(outcome.results()).as("results with " + how).isEqualTo(plain.results());
        Replay.sameState(outcome.state(), plain.state(), how);
    }
}
