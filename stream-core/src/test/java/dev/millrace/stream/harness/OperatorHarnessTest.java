package dev.millrace.stream.harness;

import static dev.millrace.stream.harness.OperatorHarness.at;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.Answering;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The harness accepts an operator that keeps the contract and names what one that breaks it does wrong. */
class OperatorHarnessTest {

    /** Holds numbers back until the watermark, then emits each plus the count of all so far. */
    private static class Delayed implements Operator<Integer, Integer>, Answering<String, Integer> {
        static final Tag<Integer> ODD = new Tag<>("odd");
        final Deque<Integer> waiting = new ArrayDeque<>();
        int count;
        Output<Integer> output;

        @Override
        public void open(Output<Integer> output) {
            this.output = output;
        }

        @Override
        public void onEvent(Integer value, long timestampMillis) {
            if (value % 2 != 0) {
                output.emit(ODD, value, timestampMillis);
            } else {
                waiting.add(value);
            }
        }

        @Override
        public boolean onWatermark(long watermarkMillis) {
            while (!waiting.isEmpty()) {
                if (output.isFull()) {
                    return false;
                }
                count++;
                output.emit(waiting.remove() + count, watermarkMillis);
            }
            return true;
        }

        @Override
        public Integer answer(String question) {
            return count;
        }

        @Override
        public void snapshot(StateWriter out) {
            out.writeInt(count);
            out.writeInts(waiting.stream().mapToInt(Integer::intValue).toArray());
        }

        @Override
        public void restore(StateReader in) {
            count = in.readInt();
            for (int value : in.readInts()) {
                waiting.add(value);
            }
        }
    }

    private static OperatorHarness<Integer, Integer> story(Supplier<Operator<Integer, Integer>> operator) {
        return harness(context -> operator.get())
                .event(2, at(1))
                .event(4, at(2))
                .watermark(at(2));
    }

    @Test
    void anOperatorThatKeepsTheContractPasses() {
        story(Delayed::new)
                .expectAt(at(2), 3)
                .expect(6)
                .event(7, at(3))
                .expectSide(Delayed.ODD, 7, at(3))
                .ask("how many?", 2)
                .expectNothing();
    }

    @Test
    void aResultThatWasNotExpectedIsNamed() {
        assertThatThrownBy(() -> story(Delayed::new).expect(3).event(8, at(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("what came out and was not expected");
    }

    static class ForgetsItsCount extends Delayed {
        @Override
        public void snapshot(StateWriter out) {
            out.writeInt(0);
            out.writeInts(waiting.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    @Test
    void stateThatIsForgottenIsFound() {
        assertThatThrownBy(() -> story(ForgetsItsCount::new)
                        .event(6, at(3))
                        .watermark(at(3))
                        .expect(3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("snapshot and restore");
    }

    static class LosesItsPlaceWhenFull extends Delayed {
        @Override
        public boolean onWatermark(long watermarkMillis) {
            boolean done = super.onWatermark(watermarkMillis);
            waiting.clear();
            return done;
        }
    }

    @Test
    void resultsLostBecauseTheOutputWasFullAreFound() {
        assertThatThrownBy(() -> story(LosesItsPlaceWhenFull::new).expect(3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("full");
    }

    static class LearnsFromQuestions extends Delayed {
        @Override
        public Integer answer(String question) {
            return count++;
        }
    }

    @Test
    void aQuestionThatChangesStateIsFound() {
        assertThatThrownBy(() ->
                        story(LearnsFromQuestions::new).expect(3).expect(6).ask("how many?", 2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("asking");
    }
}
