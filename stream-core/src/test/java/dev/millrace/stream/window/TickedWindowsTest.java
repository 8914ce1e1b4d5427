package dev.millrace.stream.window;

import static dev.millrace.stream.harness.OperatorHarness.at;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static dev.millrace.stream.harness.OperatorHarness.seconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.time.Timestamps;
import org.junit.jupiter.api.Test;

/** Windows on the engine's clock and early results by it; the harness restores and fills up at every position. */
class TickedWindowsTest {
    private static final long NOW = 1_700_000_000_000L;

    private static WindowedAggregate<String, String, Long> counts(Windows windows) {
        return WindowedAggregate.<String>in(windows).byText(key -> key).aggregate(Aggregates.<String>count());
    }

    private static OperatorHarness<String, WindowResult<String, Long>> early(Windows windows, long everySeconds) {
        return harness(counts(windows).early(seconds(everySeconds)));
    }

    private static OperatorHarness<String, WindowResult<String, Long>> byClock(Windows windows) {
        return harness(counts(windows).byClock());
    }

    private static WindowResult<String, Long> result(String key, long startSecond, long endSecond, long count) {
        return new WindowResult<>(key, at(startSecond), at(endSecond), count);
    }

    private static WindowResult<String, Long> ofClock(String key, long startSecond, long endSecond, long count) {
        return new WindowResult<>(key, NOW + at(startSecond), NOW + at(endSecond), count);
    }

    @Test
    void aWindowSaysWhatItHoldsOfTheKeysThatChangedAndFiresAllTheSame() {
        early(Windows.tumbling(seconds(60)), 5)
                .tick(NOW)
                .event("b", at(1))
                .event("a", at(2))
                .event("a", at(3))
                .tick(NOW + 4_900)
                .expectNothing()
                .tick(NOW + 5_000)
                .expectAt(at(60) - 1, result("a", 0, 60, 2))
                .expect(result("b", 0, 60, 1))
                .event("b", at(4))
                .tick(NOW + 9_900)
                .expectNothing()
                .tick(NOW + 11_000) // the tick at 10 s was left out
                .expect(result("b", 0, 60, 2))
                .tick(NOW + 15_000)
                .tick(NOW + 60_000)
                .expectNothing()
                .watermark(at(60) - 1)
                .expect(result("a", 0, 60, 2))
                .expect(result("b", 0, 60, 2))
                .tick(NOW + 65_000)
                .expectNothing();
    }

    @Test
    void overlappingWindowsComeInTheOrderOfTheirEnds() {
        early(Windows.sliding(seconds(10), seconds(5)), 1)
                .event("b", at(1))
                .event("a", at(7))
                .tick(NOW)
                .expect(result("b", -5, 5, 1))
                .expect(result("a", 0, 10, 1))
                .expect(result("b", 0, 10, 1))
                .expect(result("a", 5, 15, 1))
                .event("a", at(1))
                .watermark(at(5) - 1)
                .expect(result("a", -5, 5, 1))
                .expect(result("b", -5, 5, 1))
                .tick(NOW + 1_000)
                .expect(result("a", 0, 10, 2))
                .expectNothing();
    }

    @Test
    void aWindowThatHasFiredHasNoEarlyResultsEvenForEventsThatComeLate() {
        harness(counts(Windows.tumbling(seconds(10))).lateness(seconds(10)).early(seconds(1)))
                .event("a", at(3))
                .watermark(at(12))
                .expect(result("a", 0, 10, 1))
                .event("a", at(4)) // fires again at once
                .expect(result("a", 0, 10, 2))
                .tick(NOW)
                .expectNothing()
                .watermark(at(20))
                .event("a", at(5))
                .expectLate("a", at(5))
                .event("a", Timestamps.NONE)
                .expectLate("a", Timestamps.NONE)
                .tick(NOW + 1_000)
                .expectNothing();
    }

    @Test
    void windowsFarApartDoNotTakeForEver() {
        early(Windows.tumbling(seconds(10)), 1)
                .event("a", -SliceGrid.FARTHEST)
                .event("b", SliceGrid.FARTHEST)
                .tick(NOW)
                .expect(new WindowResult<>(
                        "a",
                        Math.floorDiv(-SliceGrid.FARTHEST, 10_000L) * 10_000,
                        Math.floorDiv(-SliceGrid.FARTHEST, 10_000L) * 10_000 + 10_000,
                        1L))
                .expect(new WindowResult<>(
                        "b", SliceGrid.FARTHEST / 10_000 * 10_000, SliceGrid.FARTHEST / 10_000 * 10_000 + 10_000, 1L));
    }

    @Test
    void onTheClockAnEventCountsWhenItIsProcessedWhateverItsTime() {
        byClock(Windows.tumbling(seconds(10)))
                .tick(NOW)
                .event("b", at(5))
                .event("a", Timestamps.NONE)
                .watermark(at(1_000))
                .tick(NOW + 9_900)
                .event("a", at(-3))
                .expectNothing()
                .tick(NOW + 10_000)
                .expectAt(NOW + 9_999, ofClock("a", 0, 10, 2))
                .expect(ofClock("b", 0, 10, 1))
                .event("a", at(7))
                .tick(NOW + 95_000) // the engine was held up: the window it belongs to fires once
                .expect(ofClock("a", 10, 20, 1))
                .tick(NOW + 120_000)
                .expectNothing();
    }

    @Test
    void slidingOnTheClockAndTheEndOfTheStreamFiresWhatIsOpen() {
        byClock(Windows.sliding(seconds(10), seconds(5)))
                .tick(NOW)
                .event("a", 0)
                .tick(NOW + 5_000)
                .expect(ofClock("a", -5, 5, 1))
                .event("b", 0)
                .watermark(Timestamps.AFTER_ALL)
                .expect(ofClock("a", 0, 10, 1))
                .expect(ofClock("b", 0, 10, 1))
                .expect(ofClock("b", 5, 15, 1));
    }

    @Test
    void anIntervalThatIsNoneIsRefused() {
        assertThatThrownBy(() -> counts(Windows.tumbling(1)).early(0)).hasMessageContaining("set window.early");
    }
}
