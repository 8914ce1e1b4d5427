package dev.millrace.stream.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SlicedStatisticsTest {
    private static final StatisticsLayout HOUR_AND_DAY =
            new StatisticsLayout(List.of(3_600_000L, 86_400_000L), EnumSet.allOf(Statistic.class));

    private static final long MINUTE = 60_000;

    private static double read(SlicedStatistics of, int span, Statistic statistic, long atMinute) {
        return of.read(span, statistic, atMinute * MINUTE);
    }

    @Test
    void aSpanCoversTheSliceOfNowAndTheElevenBefore() {
        SlicedStatistics hour = HOUR_AND_DAY.create();
        hour.update(4 * MINUTE, 1);
        hour.update(5 * MINUTE, 2);
        hour.update(30 * MINUTE, 6);

        assertThat(read(hour, 0, Statistic.COUNT, 30)).isEqualTo(3);
        assertThat(read(hour, 0, Statistic.SUM, 59)).isEqualTo(9);
        assertThat(read(hour, 0, Statistic.SUM, 60))
                .as("minute 4 is in the slice [0, 5)")
                .isEqualTo(8);
        assertThat(read(hour, 0, Statistic.MEAN, 64)).isEqualTo(4);
        assertThat(read(hour, 0, Statistic.SUM, 65)).isEqualTo(6);
        assertThat(read(hour, 0, Statistic.COUNT, 89)).isEqualTo(1);
        assertThat(read(hour, 0, Statistic.COUNT, 90)).isZero();
        assertThat(read(hour, 1, Statistic.SUM, 90)).isEqualTo(9);
    }

    @Test
    void whereThereIsNothingCountAndSumAreZeroAndTheRestIsMissing() {
        SlicedStatistics none = HOUR_AND_DAY.create();
        double[] all = new double[HOUR_AND_DAY.results()];
        none.read(0, all, 0);
        double nan = Double.NaN;
        double[] each = {0, 0, nan, nan, nan, nan, 0, nan, 0, nan};
        assertThat(Arrays.copyOf(all, 10)).containsExactly(each);
        assertThat(Arrays.copyOfRange(all, 10, 20)).containsExactly(each);
    }

    @Test
    void oneNumberHasNoSpread() {
        SlicedStatistics one = HOUR_AND_DAY.create();
        one.update(-1, 0.1);
        assertThat(one.read(0, Statistic.STANDARD_DEVIATION, 0)).isZero();
        assertThat(one.read(0, Statistic.MIN, 0)).isEqualTo(0.1);
    }

    @Test
    void missingNumbersAreIgnored() {
        SlicedStatistics some = HOUR_AND_DAY.create();
        some.update(0, Double.NaN);
        some.update(0, Double.POSITIVE_INFINITY);
        some.update(Long.MIN_VALUE, 1);
        assertThat(some.isEmptyAt(0)).isTrue();
    }

    @Test
    void anEventThatComesLateCountsInItsSlice() {
        SlicedStatistics late = HOUR_AND_DAY.create();
        late.update(70 * MINUTE, 1);
        late.update(16 * MINUTE, 10);
        late.update(14 * MINUTE, 100);
        assertThat(read(late, 0, Statistic.SUM, 70)).isEqualTo(11);
        assertThat(read(late, 1, Statistic.SUM, 70)).isEqualTo(111);
    }

    @Test
    void aKeyMayBeForgottenOnceNothingOfItCounts() {
        SlicedStatistics day = HOUR_AND_DAY.create();
        day.update(0, 1);
        assertThat(day.isEmptyAt(86_399_999)).isFalse();
        assertThat(day.isEmptyAt(86_400_000)).isTrue();
    }

    private record Seen(long at, double value) {}

    /** Against every number kept in a list; restored now and then. */
    @Property(tries = 60)
    void statisticsAreThoseOfTheNumbersInTheSlices(@ForAll long seed) {
        Random64 random = new Random64(seed);
        StatisticsLayout layout = new StatisticsLayout(List.of(120L, 600L, 125L), EnumSet.allOf(Statistic.class));
        SlicedStatistics statistics = layout.create();
        List<Seen> all = new ArrayList<>();
        long now = -1_000;
        for (int i = 0; i < 80; i++) {
            now += random.nextInt(10) == 0 ? random.nextInt(400) : random.nextInt(15);
            Seen seen = new Seen(now - (random.nextInt(4) == 0 ? random.nextInt(100) : 0), random.nextGaussian() + 3);
            statistics.update(seen.at, seen.value);
            all.add(seen);
            if (random.nextInt(10) == 0) {
                statistics = copy(layout, statistics);
            }
            long asked = now + (random.nextInt(3) == 0 ? random.nextInt(300) : 0);
            double[] got = new double[layout.results()];
            byte[] before = bytes(statistics);
            statistics.read(asked, got, 0);
            assertThat(bytes(statistics)).isEqualTo(before);
            for (int span = 0; span < 3; span++) {
                List<Seen> there = inSpan(all, layout.sliceMillis(span), asked);
                int at = span * Statistic.values().length;
                compare(got, at, there.stream().map(Seen::value).toList());
                compareMore(got, at, there, layout.spanMillis(span));
            }
        }
    }

    private static List<Seen> inSpan(List<Seen> all, long slice, long asked) {
        List<Seen> values = new ArrayList<>();
        long newestSoFar = Long.MIN_VALUE;
        for (Seen seen : all) {
            long of = Math.floorDiv(seen.at, slice);
            newestSoFar = Math.max(newestSoFar, of);
            long now = Math.floorDiv(asked, slice);
            if (of > now - 12 && of <= now && of > newestSoFar - 12) {
                values.add(seen);
            }
        }
        return values;
    }

    private static void compare(double[] got, int at, List<Double> values) {
        assertThat(got[at]).isEqualTo(values.size());
        double sum = values.stream().mapToDouble(v -> v).sum();
        assertThat(got[at + 1]).isCloseTo(sum, within(1e-9));
        if (values.isEmpty()) {
            assertThat(got[at + 2]).isNaN();
            return;
        }
        double mean = sum / values.size();
        double spread =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / values.size();
        assertThat(got[at + 2]).isCloseTo(mean, within(1e-9));
        assertThat(got[at + 3]).isCloseTo(Math.sqrt(spread), within(1e-7));
        assertThat(got[at + 4])
                .isEqualTo(values.stream().mapToDouble(v -> v).min().getAsDouble());
        assertThat(got[at + 5])
                .isEqualTo(values.stream().mapToDouble(v -> v).max().getAsDouble());
    }

    private static void compareMore(double[] got, int at, List<Seen> seen, long span) {
        assertThat(got[at + 8]).isEqualTo(seen.size() * 1_000.0 / span);
        double different = seen.stream().mapToDouble(Seen::value).distinct().count();
        // Five standard errors of linear counting with 256 bits, for as many as 80; a few that share a bit weigh more
        // in few.
        assertThat(got[at + 6]).isBetween(0.75 * different - 4, 1.25 * different + 4);
        Seen last = null;
        for (Seen each : seen) {
            last = last == null || each.at >= last.at ? each : last;
        }
        assertThat(Double.valueOf(got[at + 7])).isEqualTo(Double.valueOf(last == null ? Double.NaN : last.value));
        double n = seen.size();
        double time = seen.stream().mapToDouble(each -> each.at / 1e3).sum() / n;
        double value = seen.stream().mapToDouble(Seen::value).sum() / n;
        double times = 0;
        double both = 0;
        for (Seen each : seen) {
            times += (each.at / 1e3 - time) * (each.at / 1e3 - time);
            both += (each.at / 1e3 - time) * (each.value - value);
        }
        if (times > 1e-9) {
            assertThat(got[at + 9]).isCloseTo(both / times, within(1e-6 * (1 + Math.abs(both / times))));
        } else {
            assertThat(got[at + 9]).isNaN();
        }
    }

    @Test
    void differentNumbersAreCountedToAFewPercent() {
        SlicedStatistics day = HOUR_AND_DAY.create();
        Random64 random = new Random64(5);
        double[] values = java.util.stream.DoubleStream.generate(random::nextDouble)
                .limit(500)
                .toArray();
        int seen = 0;
        for (int hundreds = 1; hundreds <= 5; hundreds++) {
            for (; seen < hundreds * 100; seen++) {
                day.update(seen * MINUTE, values[seen]);
                day.update(seen * MINUTE, values[seen / 2]);
            }
            double told = read(day, 1, Statistic.DISTINCT, seen);
            assertThat(told).isBetween(seen * 0.9, seen * 1.1);
        }
    }

    @Test
    void aTrendIsTheSlopePerSecondWhateverTheLevel() {
        SlicedStatistics rising = HOUR_AND_DAY.create();
        for (int minute = 0; minute < 600; minute++) {
            rising.update(minute * MINUTE, 1e9 + 0.5 * minute);
        }
        assertThat(read(rising, 0, Statistic.TREND, 599)).isCloseTo(0.5 / 60, within(1e-9));
        assertThat(read(rising, 1, Statistic.TREND, 599)).isCloseTo(0.5 / 60, within(1e-9));
        assertThat(read(rising, 1, Statistic.LAST, 599)).isEqualTo(1e9 + 299.5);
        assertThat(read(rising, 0, Statistic.RATE, 599)).isCloseTo(1 / 60.0, within(1e-12));
    }

    private static byte[] bytes(SlicedStatistics statistics) {
        BytesStateWriter out = new BytesStateWriter();
        statistics.snapshot(out);
        return out.main();
    }

    private static SlicedStatistics copy(StatisticsLayout layout, SlicedStatistics statistics) {
        return layout.codec().read(new BytesStateReader(bytes(statistics)));
    }

    @Test
    void countAndMeanOverAnHourAndADayFitInto320BytesOfState() {
        StatisticsLayout layout =
                new StatisticsLayout(List.of(3_600_000L, 86_400_000L), EnumSet.of(Statistic.COUNT, Statistic.MEAN));
        SlicedStatistics full = layout.create();
        for (long minute = 0; minute < 3_000; minute++) {
            full.update(minute * MINUTE, 1);
        }
        assertThat(bytes(full).length - Integer.BYTES).isEqualTo(2 * 10 + 24 * 12);
    }

    @Test
    void stateOfOtherSettingsIsRefused() {
        SlicedStatistics some = HOUR_AND_DAY.create();
        some.update(0, 1);
        StatisticsLayout other = new StatisticsLayout(List.of(3_600_000L), Set.of(Statistic.COUNT));
        assertThatThrownBy(() -> copy(other, some)).isInstanceOf(BadState.class).hasMessageContaining("settings");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new StatisticsLayout(List.of(11L), Set.of(Statistic.SUM)))
                .hasMessageContaining("12 ms");
        assertThatThrownBy(() -> new StatisticsLayout(List.of(), Set.of(Statistic.SUM)))
                .hasMessageContaining("at least one span");
        StatisticsLayout count = new StatisticsLayout(List.of(1_200L), Set.of(Statistic.COUNT));
        assertThatThrownBy(() -> count.create().read(0, Statistic.MAX, 0)).hasMessageContaining("MAX is not kept");
    }
}
