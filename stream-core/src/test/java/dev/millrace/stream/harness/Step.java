package dev.millrace.stream.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.Answering;
import dev.millrace.stream.Operator;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.SpoiltRow;
import java.util.SortedMap;

/** One call that an engine makes. */
sealed interface Step<I> {
    void run(Operator<I, ?> operator, Recorder recorder);

    record Event<I>(I value, long timestampMillis) implements Step<I> {
        @Override
        public void run(Operator<I, ?> operator, Recorder recorder) {
            if (value instanceof Row row && !operator.keepsEvents()) {
                onRow(row, operator);
            } else {
                operator.onEvent(value, timestampMillis);
            }
        }

        /** As an engine does, which has the row filled with another event once the operator has returned. */
        @SuppressWarnings("unchecked") // a row is what it takes
        private void onRow(Row row, Operator<I, ?> operator) {
            Row given = SpoiltRow.copy(row);
            operator.onEvent((I) given, timestampMillis);
            SpoiltRow.spoil(given);
        }
    }

    record Watermark<I>(long millis) implements Step<I> {
        @Override
        public void run(Operator<I, ?> operator, Recorder recorder) {
            int before = recorder.emissions().size();
            while (!operator.onWatermark(millis)) {
                assertThat(recorder.emissions().size())
                        .as("onWatermark(%d) says 'call again' and has emitted nothing", millis)
                        .isGreaterThan(before);
                before = recorder.emissions().size();
                recorder.drain();
            }
        }
    }

    record Tick<I>(long clockMillis) implements Step<I> {
        @Override
        public void run(Operator<I, ?> operator, Recorder recorder) {
            operator.onTick(clockMillis);
        }
    }

    record Ask<I>(Object question) implements Step<I> {
        @Override
        public void run(Operator<I, ?> operator, Recorder recorder) {
            assertThat(operator).as("an operator that is asked").isInstanceOf(Answering.class);
            @SuppressWarnings("unchecked") // the test knows what it asks
            Answering<Object, Object> answering = (Answering<Object, Object>) operator;
            if (recorder.isCheckpointing()) {
                recorder.emit(new Emission(Emission.ANSWER, answering.answer(question), 0));
                return;
            }
            SortedMap<String, byte[]> before = Snapshots.of(operator);
            recorder.emit(new Emission(Emission.ANSWER, answering.answer(question), 0));
            Replay.sameState(Snapshots.of(operator), before, "asking");
        }
    }
}
