package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void blocksDoubleAndKeepTheirSums() {
        BlockSeries series = new BlockSeries();
        for (int i = 0; i < 5_000; i++) {
            series.add(i % 2, 1, i < 2_500 ? 1 : 0);
        }
        assertThat(series.count()).isEqualTo(5_000);
        assertThat(series.mean(0)).isEqualTo(0.5);
        assertThat(series.stretch(1024)).isEqualTo(8);
        assertThat(series.means(0, 1024)).hasSize(625).containsOnly(0.5);
        assertThat(series.means(1, 50)).hasSize(39).containsOnly(1.0);
        double[] third = series.means(2, 10);
        assertThat(third).hasSize(9);
        assertThat(third[0]).isEqualTo(1);
        assertThat(third[8]).isZero();
    }

    @Test
    void quantilesOfStudentsTAreThoseOfTheTables() {
        assertThat(Interval.t(10)).isCloseTo(2.2281, within(5e-4));
        assertThat(Interval.t(31)).isCloseTo(2.0395, within(1e-4));
        assertThat(Interval.t(63)).isCloseTo(1.9983, within(1e-4));
        assertThat(Interval.t(1e9)).isCloseTo(1.95996, within(1e-5));
    }

    @Test
    void aboutNineteenOfTwentyIntervalsHoldTheTruthAlsoWhenNeighboursAgree() {
        int held = 0;
        for (int round = 0; round < 400; round++) {
            Random64 random = new Random64(round);
            BlockSeries series = new BlockSeries();
            boolean right = true;
            for (int i = 0; i < 20_000; i++) {
                if (random.nextDouble() < 0.05) { // runs of twenty on average: events that depend on each other
                    right = random.nextDouble() < 0.7;
                }
                series.add(right ? 1 : 0, 0, 0);
            }
            Interval interval = Interval.of(List.of(series), BlockSeries.RIGHT);
            if (interval.low() <= 0.7 && 0.7 <= interval.high()) {
                held++;
            }
        }
        assertThat(held / 400.0).isBetween(0.91, 0.98);
    }

    @Test
    void aPairedDifferenceIsSharperThanTwoIntervals() {
        List<BlockSeries> left = new ArrayList<>();
        List<BlockSeries> right = new ArrayList<>();
        Random64 random = new Random64(3);
        for (int p = 0; p < 2; p++) {
            BlockSeries one = new BlockSeries();
            BlockSeries other = new BlockSeries();
            for (int i = 0; i < 10_000; i++) {
                boolean hard = i / 1_000 % 2 == 0;
                double coin = random.nextDouble();
                one.add(coin < (hard ? 0.52 : 0.92) ? 1 : 0, 0, 0);
                other.add(coin < (hard ? 0.50 : 0.90) ? 1 : 0, 0, 0);
            }
            left.add(one);
            right.add(other);
        }
        Interval difference = Interval.ofDifference(left, right, BlockSeries.RIGHT);
        assertThat(difference.mean()).isCloseTo(0.02, within(0.004));
        assertThat(difference.excludesZero()).isTrue();
        assertThat(difference.half() * 5)
                .isLessThan(Interval.of(left, BlockSeries.RIGHT).half());
        right.get(1).add(1, 0, 0);
        assertThatThrownBy(() -> Interval.ofDifference(left, right, BlockSeries.RIGHT))
                .hasMessageContaining("same events");
    }

    @Test
    void fewEventsHaveAMeanButNoInterval() {
        BlockSeries series = new BlockSeries();
        series.add(1, 0, 0);
        Interval interval = Interval.of(List.of(series), BlockSeries.RIGHT);
        assertThat(interval.mean()).isEqualTo(1);
        assertThat(interval.low()).isNaN();
        assertThat(interval.excludesZero()).isFalse();
        assertThat(Interval.of(List.of(new BlockSeries()), BlockSeries.RIGHT).mean())
                .isNaN();
    }
}
