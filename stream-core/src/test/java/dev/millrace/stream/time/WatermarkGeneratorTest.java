package dev.millrace.stream.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WatermarkGeneratorTest {

    @Test
    void aMarkStandsAfterTheEventAtWhichTheQuotientGrows() {
        WatermarkGenerator generator = new WatermarkGenerator(50, 100);
        assertThat(generator.onEvent(1_000)).isTrue();
        assertThat(generator.watermarkMillis()).isEqualTo(949);
        assertThat(generator.onEvent(1_050)).isFalse();
        assertThat(generator.onEvent(1_051)).isTrue();
        assertThat(generator.watermarkMillis()).isEqualTo(1_000);
        assertThat(generator.onEvent(1_150)).isFalse();
        assertThat(generator.watermarkMillis()).isEqualTo(1_000);
        assertThat(generator.maxTimestampMillis()).isEqualTo(1_150);
    }

    @Test
    void anEventWithoutTimeMovesNothing() {
        WatermarkGenerator generator = new WatermarkGenerator(0, 100);
        assertThat(generator.onEvent(Timestamps.NONE)).isFalse();
        assertThat(generator.watermarkMillis()).isEqualTo(Timestamps.BEFORE_ALL);
        assertThat(generator.onEvent(0)).isTrue();
        assertThat(generator.onEvent(Timestamps.NONE)).isFalse();
        assertThat(generator.watermarkMillis()).isEqualTo(-1);
    }

    @Test
    void negativeTimesRoundDown() {
        WatermarkGenerator generator = new WatermarkGenerator(0, 100);
        assertThat(generator.onEvent(-200)).isTrue();
        assertThat(generator.onEvent(-101)).isTrue();
        assertThat(generator.watermarkMillis()).isEqualTo(-102);
        assertThat(generator.onEvent(-100)).isFalse();
        assertThat(generator.onEvent(-99)).isTrue();
    }

    @Test
    void timesAtTheEndsOfTheRangeDoNotWrap() {
        WatermarkGenerator generator = new WatermarkGenerator(1_000, 100);
        assertThat(generator.onEvent(Long.MIN_VALUE + 1)).isFalse();
        assertThat(generator.onEvent(Long.MAX_VALUE)).isTrue();
        assertThat(generator.watermarkMillis()).isEqualTo(Long.MAX_VALUE - 1_001);
        assertThat(generator.onEvent(Long.MAX_VALUE)).isFalse();
    }

    /** The sentence of the specification, written down a second time without the shortcut. */
    @Property(tries = 300)
    void everyMarkIsWhereTheSpecificationPutsIt(
            @ForAll @Size(max = 60) List<@LongRange(min = -2_000, max = 5_000) Long> times,
            @ForAll @IntRange(max = 300) int outOfOrder,
            @ForAll @IntRange(min = 1, max = 400) int granularity,
            @ForAll @IntRange(max = 60) int restoredAfter) {
        WatermarkGenerator generator = new WatermarkGenerator(outOfOrder, granularity);
        long max = Long.MIN_VALUE;
        long watermark = Timestamps.BEFORE_ALL;
        for (int i = 0; i < times.size(); i++) {
            boolean first = max == Long.MIN_VALUE;
            long before = first ? 0 : Math.floorDiv(watermark, granularity);
            max = Math.max(max, times.get(i));
            boolean grows = first || Math.floorDiv(max - outOfOrder - 1, granularity) > before;
            watermark = grows ? max - outOfOrder - 1 : watermark;

            assertThat(generator.onEvent(times.get(i))).isEqualTo(grows);
            assertThat(generator.watermarkMillis()).isEqualTo(watermark);
            if (i == restoredAfter) {
                WatermarkGenerator next = new WatermarkGenerator(outOfOrder, granularity);
                next.restore(generator.maxTimestampMillis(), generator.watermarkMillis());
                generator = next;
            }
        }
    }

    @Test
    void settingsAndStateAreChecked() {
        assertThatThrownBy(() -> new WatermarkGenerator(-1, 100)).hasMessageContaining("time.out-of-order");
        assertThatThrownBy(() -> new WatermarkGenerator(0, 0)).hasMessageContaining("time.granularity");
        assertThatThrownBy(() -> new WatermarkGenerator(0, 1).restore(3, 4)).hasMessageContaining("beyond");
    }
}
