package dev.millrace.stream.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.Timestamps;
import org.junit.jupiter.api.Test;

class TimestampAssignerTest {
    private static final Schema SCHEMA =
            Schema.builder().time("at").number("amount").build();

    @Test
    void theTimeOfARowIsThatOfItsField() {
        TimestampAssigner<Event> times = TimestampAssigner.of(SCHEMA.field("at"));
        Row row = new Row(SCHEMA);
        assertThat(times.timestampMillis(row, 7)).as("missing").isEqualTo(Timestamps.NONE);
        row.setInteger(SCHEMA.field("at").slot(), 1_000);
        assertThat(times.timestampMillis(row, 7)).isEqualTo(1_000);
        assertThat(times.timestampMillis(new Feedback(0, 0, 5, new EventId(0, 0, 5, 0), "yes"), 7))
                .as("a label that comes by itself")
                .isEqualTo(Timestamps.NONE);
    }

    @Test
    void aFieldThatHoldsNoTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimestampAssigner.of(SCHEMA.field("amount")))
                .withMessageContaining("'amount' is of type NUMBER");
    }
}
