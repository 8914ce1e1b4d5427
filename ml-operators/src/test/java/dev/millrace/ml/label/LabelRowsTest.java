package dev.millrace.ml.label;

import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.KeyAndTime;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A row may carry the label of an earlier event: its own label is another thing. */
class LabelRowsTest {
    private static final Schema SCHEMA = Schema.builder()
            .text("customer")
            .time("at")
            .text("returned")
            .text("order")
            .time("ordered")
            .build();

    private static Row row(long place, String returned, String order, long ordered) {
        Row row = new Row(SCHEMA, 0, 0, place);
        row.setText(0, "b-2");
        row.setInteger(0, 500);
        row.setText(1, returned);
        row.setText(2, order);
        row.setInteger(1, ordered);
        return row;
    }

    private static OperatorHarness<Event, Event> rows(EventNaming naming, boolean both) {
        return harness(context -> new LabelRows("labels", new EarlierEvent(naming, both), "returned", SCHEMA));
    }

    private static final EventNaming KEY = EventNaming.byKey("order", "ordered");
    private static final long NONE = Row.MISSING_INTEGER;

    @Test
    void aRowThatNamesAnEarlierEventIsItsLabelAndNothingElse() {
        rows(KEY, false)
                .event(row(7, "yes", "b-1", 300), 500)
                .expectAt(Timestamps.NONE, new Feedback(0, 0, 7, new KeyAndTime("b-1", "b-1".hashCode(), 300), "yes"))
                .expectNothing();
    }

    @Test
    void orItIsAnEventTooWhoseOwnLabelIsMissing() {
        List<String> out = new ArrayList<>();
        LabelRows operator = new LabelRows("labels", new EarlierEvent(KEY, true), "returned", SCHEMA);
        operator.open(new Output<>() {
            @Override
            public void emit(Event value, long timestampMillis) {
                boolean none = timestampMillis == Timestamps.NONE;
                out.add((none ? "no time" : "" + timestampMillis) + " " + value.offset() + " "
                        + (value instanceof Feedback label ? label.label() : value));
            }

            @Override
            public <T> void emit(Tag<T> side, T value, long timestampMillis) {
                throw new AssertionError(value);
            }

            @Override
            public boolean isFull() {
                return false;
            }
        });
        operator.onEvent(row(7, "yes", "b-1", 300), 500);
        assertThat(out).containsExactly("no time 7 yes", "500 7 {customer=b-2, at=500, order=b-1, ordered=300}");
    }

    @Test
    void aRowThatNamesNoneIsAnEventWithItsOwnLabelIfItHasOne() {
        Row own = row(1, "no", null, 300);
        Row without = row(2, null, "b-1", NONE);
        rows(KEY, false)
                .event(own, 500)
                .event(without, 501)
                .expect(own)
                .expect(without)
                .expectNothing();
    }

    @Test
    void anIdNamesAnEventToo() {
        EventId id = new EventId(0, 0, 3, -9);
        rows(EventNaming.byId("order"), false)
                .event(row(7, "yes", id.toString(), NONE), 500)
                .expect(new Feedback(0, 0, 7, id, "yes"))
                .expectNothing();
    }

    @Test
    void whatSaysNothingIsRefused() {
        OperatorHarness<Event, Event> story = rows(EventNaming.byId("order"), false)
                .event(row(7, "yes", "nonsense", NONE), 500)
                .event(row(8, null, new EventId(0, 0, 3, -9).toString(), NONE), 501);
        assertThat(story.results())
                .extracting(emission -> ((DeadLetter) emission.value()).cause())
                .containsExactly("bad-label", "bad-label");
        Row unknown = row(9, null, "b-1", 300);
        rows(KEY, true).event(unknown, 500).expect(unknown).expectNothing();
    }

    @Test
    void labelsThatComeByThemselvesPass() {
        Feedback late = new Feedback(0, 0, 4, new EventId(0, 0, 3, -9), "yes");
        rows(KEY, false).event(late, Timestamps.NONE).expect(late).expectNothing();
    }
}
