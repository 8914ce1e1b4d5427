package dev.millrace.stream.window;

import static dev.millrace.stream.harness.OperatorHarness.at;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static dev.millrace.stream.harness.OperatorHarness.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.state.ValueCodec;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows as the golden tables have them; the harness restores, abandons and fills up at every step of each story. */
class WindowOperatorTest {

    record Event(String key, double value) {}

    private static OperatorHarness<Event, WindowResult<String, Double>> sums(Windows windows) {
        return harness(WindowedAggregate.<Event>in(windows).byText(Event::key).aggregate(Aggregates.sum(Event::value)))
                .reading(result -> List.of(result.key(), result.value()));
    }

    private static OperatorHarness<String, WindowResult<String, Long>> counts(Windows windows, long latenessMillis) {
        return harness(WindowedAggregate.<String>in(windows)
                        .byText(key -> key)
                        .aggregate(Aggregates.<String>count())
                        .lateness(latenessMillis))
                .reading(result -> List.of(result.key(), result.value()));
    }

    private static Event one(String key) {
        return new Event(key, 1);
    }

    private static OperatorHarness<Event, WindowResult<String, Double>> golden(Windows windows) {
        return sums(windows)
                .event(one("k2"), 3999)
                .event(one("k2"), 3000)
                .event(one("k1"), 20)
                .event(one("k1"), 0)
                .event(one("k1"), 999)
                .event(one("k2"), 1998)
                .event(one("k2"), 1999)
                .event(one("k2"), 1000);
    }

    @Test
    void goldenTumbling() {
        golden(Windows.tumbling(3000))
                .watermark(999)
                .expectNothing()
                .watermark(1999)
                .expectNothing()
                .watermark(2999)
                .expectAt(2999, "k1", 3.0)
                .expectAt(2999, "k2", 3.0)
                .watermark(3999)
                .watermark(4999)
                .expectNothing()
                .watermark(5999)
                .expectAt(5999, "k2", 2.0)
                .watermark(6999)
                .watermark(7999)
                .expectNothing();
    }

    @Test
    void goldenSliding() {
        golden(Windows.sliding(3000, 1000))
                .watermark(999)
                .expect("k1", 3.0)
                .watermark(1999)
                .expect("k1", 3.0)
                .expect("k2", 3.0)
                .watermark(2999)
                .expect("k1", 3.0)
                .expect("k2", 3.0)
                .watermark(3999)
                .expect("k2", 5.0)
                .watermark(4999)
                .expect("k2", 2.0)
                .watermark(5999)
                .expectAt(5999, "k2", 2.0)
                .watermark(6999)
                .watermark(7999)
                .expectNothing();
    }

    @Test
    void goldenAssignment() {
        harness(WindowedAggregate.<String>in(Windows.sliding(10, 5))
                        .byText(key -> key)
                        .aggregate(Aggregates.<String>count()))
                .event("a", 1)
                .event("a", 7)
                .event("b", 8)
                .watermark(Timestamps.AFTER_ALL)
                .expect(new WindowResult<>("a", -5, 5, 1L))
                .expect(new WindowResult<>("a", 0, 10, 2L))
                .expect(new WindowResult<>("b", 0, 10, 1L))
                .expect(new WindowResult<>("a", 5, 15, 1L))
                .expect(new WindowResult<>("b", 5, 15, 1L))
                .expectNothing();
    }

    private static long time(int minute, int second) {
        return (minute * 60L + second) * 1000;
    }

    private static Event score(int value) {
        return new Event("team", value);
    }

    /** The published worked example, column "lateness 0". */
    @Test
    void goldenWorkedExample() {
        sums(Windows.tumbling(seconds(120)))
                .event(score(5), time(0, 26))
                .event(score(7), time(2, 24))
                .watermark(time(2, 0))
                .expect("team", 5.0)
                .event(score(3), time(3, 39))
                .event(score(4), time(4, 19))
                .event(score(8), time(3, 6))
                .event(score(3), time(6, 39))
                .watermark(time(4, 0))
                .expect("team", 18.0)
                .watermark(time(6, 0))
                .expect("team", 4.0)
                .event(score(9), time(1, 25))
                .expectLate(score(9), time(1, 25))
                .event(score(8), time(7, 26))
                .event(score(1), time(7, 46))
                .watermark(time(8, 0))
                .expect("team", 12.0)
                .watermark(Timestamps.AFTER_ALL)
                .expectNothing();
    }

    @Test
    void lateEventGoesToTheLateOutput() {
        counts(Windows.tumbling(seconds(10)), 0)
                .event("a", at(3))
                .watermark(at(10))
                .expect("a", 1L)
                .event("a", at(4))
                .expectLate("a", at(4));
    }

    @Test
    void aLateButAllowedEventFiresItsWindowAgainAtOnce() {
        counts(Windows.tumbling(seconds(10)), seconds(5))
                .event("a", at(3))
                .watermark(9_999)
                .expect("a", 1L)
                .event("a", at(4))
                .expectAt(9_999, "a", 2L)
                .event("b", at(4))
                .expect("b", 1L)
                .watermark(14_998)
                .event("a", at(5))
                .expect("a", 3L)
                .watermark(14_999)
                .expectNothing()
                .event("a", at(5))
                .expectLate("a", at(5));
    }

    @Test
    void inSlidingWindowsALateEventCountsInThoseStillOpen() {
        counts(Windows.sliding(seconds(10), seconds(5)), 0)
                .event("a", at(3))
                .watermark(at(5))
                .expect("a", 1L)
                .event("a", at(4))
                .expectNothing()
                .watermark(at(10))
                .expect("a", 2L)
                .event("a", at(4))
                .expectLate("a", at(4));
    }

    @Test
    void windowsWhoseSlideDoesNotDivideTheirSizeShareTwoSlicesASlide() {
        harness(WindowedAggregate.<String>in(new Windows.Sliding(10, 4, 1))
                        .byText(key -> key)
                        .aggregate(Aggregates.<String>count()))
                .event("a", -1)
                .event("a", 2)
                .watermark(100)
                .expect(new WindowResult<>("a", -7, 3, 2L))
                .expect(new WindowResult<>("a", -3, 7, 2L))
                .expect(new WindowResult<>("a", 1, 11, 1L))
                .expectNothing();
    }

    @Test
    void anOffsetMovesTheEdgesAndNegativeTimesRoundDown() {
        harness(WindowedAggregate.<String>in(new Windows.Tumbling(10, -3))
                        .byText(key -> key)
                        .aggregate(Aggregates.<String>count()))
                .event("a", -4)
                .event("a", -3)
                .event("a", 6)
                .event("a", 7)
                .watermark(Timestamps.AFTER_ALL)
                .expect(new WindowResult<>("a", -13, -3, 1L))
                .expect(new WindowResult<>("a", -3, 7, 2L))
                .expect(new WindowResult<>("a", 7, 17, 1L));
    }

    @Test
    void anEventWithoutATimeIsInNoWindow() {
        counts(Windows.tumbling(seconds(10)), 0)
                .event("a", Timestamps.NONE)
                .expectLate("a", Timestamps.NONE)
                .event("a", Long.MAX_VALUE)
                .expectLate("a", Long.MAX_VALUE);
    }

    @Test
    void resultsComeByWindowAndThenByKey() {
        harness(WindowedAggregate.<Long>in(Windows.tumbling(10))
                        .byLong(key -> key)
                        .aggregate(Aggregates.<Long>count()))
                .reading(result -> List.of(result.startMillis(), result.key()))
                .event(7L, 12)
                .event(3L, 11)
                .event(9L, 1)
                .event(-9L, 2)
                .event(100_000_000_000L, 3)
                .watermark(19)
                .expect(0L, -9L)
                .expect(0L, 9L)
                .expect(0L, 100_000_000_000L)
                .expect(10L, 3L)
                .expect(10L, 7L);
    }

    @Test
    void aggregatesOfAllKinds() {
        harness(WindowedAggregate.<Event>in(Windows.sliding(10, 5))
                        .byText(Event::key)
                        .aggregate(Aggregates.all(
                                Aggregates.count(),
                                Aggregates.sum(Event::value),
                                Aggregates.mean(Event::value),
                                Aggregates.variance(Event::value),
                                Aggregates.min(Event::value),
                                Aggregates.max(Event::value),
                                Aggregates.first(Event::value),
                                Aggregates.last(Event::value))))
                .reading(WindowResult::value)
                .event(new Event("a", 3), 2)
                .event(new Event("a", Double.NaN), 3)
                .event(new Event("a", 1), 1)
                .event(new Event("a", 8), 6)
                .watermark(4)
                .expect(List.of(3L, 4.0, 2.0, 1.0, 1.0, 3.0, 1.0, 3.0))
                .watermark(9)
                .expect(List.of(4L, 12.0, 4.0, 26.0 / 3, 1.0, 8.0, 1.0, 8.0))
                .watermark(14)
                .expect(List.of(1L, 8.0, 8.0, 0.0, 8.0, 8.0, 8.0, 8.0))
                .event(new Event("b", Double.NaN), 21)
                .watermark(24)
                .expect(List.of(1L, 0.0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    }

    /** An aggregate of one's own, with objects as accumulators. */
    private static final Aggregate<Event, StringBuilder, String> VALUES = new Aggregate<>() {
        @Override
        public StringBuilder create() {
            return new StringBuilder();
        }

        @Override
        public StringBuilder add(StringBuilder accumulator, Event event, long timestampMillis) {
            return accumulator.append((int) event.value());
        }

        @Override
        public StringBuilder merge(StringBuilder older, StringBuilder newer) {
            return older.append(newer);
        }

        @Override
        public String result(StringBuilder accumulator) {
            return accumulator.toString();
        }

        @Override
        public ValueCodec<StringBuilder> codec() {
            return new ValueCodec<>() {
                @Override
                public void write(StringBuilder value, StateWriter out) {
                    out.writeString(value.toString());
                }

                @Override
                public StringBuilder read(StateReader in) {
                    return new StringBuilder(in.readString());
                }
            };
        }

        @Override
        public String describe() {
            return "values";
        }
    };

    @Test
    void slicesAreMergedFromOldToNew() {
        harness(WindowedAggregate.<Event>in(Windows.sliding(50, 10))
                        .byText(Event::key)
                        .aggregate(VALUES))
                .reading(WindowResult::value)
                .event(new Event("a", 4), 40)
                .event(new Event("a", 1), 10)
                .event(new Event("a", 3), 30)
                .event(new Event("a", 0), 0)
                .event(new Event("a", 2), 20)
                .event(new Event("a", 5), 50)
                .watermark(49)
                .expect("0")
                .expect("01")
                .expect("012")
                .expect("0123")
                .expect("01234")
                .event(new Event("a", 6), 25)
                .watermark(99)
                .expect("126345")
                .expect("26345")
                .expect("345")
                .expect("45")
                .expect("5");
    }

    @Test
    void settingsAreCheckedAndDescribed() {
        assertThatThrownBy(() -> Windows.tumbling(0)).hasMessageContaining("window.size");
        assertThatThrownBy(() -> Windows.sliding(5, 6)).hasMessageContaining("window.slide");
        assertThatThrownBy(() -> Windows.sliding(5, 0)).hasMessageContaining("window.slide");
        assertThatThrownBy(() -> new Windows.Tumbling(5, Long.MIN_VALUE)).hasMessageContaining("window.offset");
        var sum = WindowedAggregate.<Event>in(Windows.tumbling(5))
                .byText(Event::key)
                .aggregate(Aggregates.all(Aggregates.sum(Event::value), Aggregates.count()));
        assertThatThrownBy(() -> sum.lateness(-1)).hasMessageContaining("window.lateness");
        assertThat(sum.lateness(3).describe())
                .isEqualTo("Tumbling[sizeMillis=5, offsetMillis=0] lateness 3 of [sum, count]");
    }

    @Test
    void anEventWithoutAKeyIsNamed() {
        var operator = WindowedAggregate.<Event>in(Windows.tumbling(5))
                .byText(Event::key)
                .aggregate(Aggregates.sum(Event::value))
                .create(new OperatorContext("w", 0, 1, 0));
        assertThatThrownBy(() -> operator.onEvent(new Event(null, 1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no key");
    }
}
