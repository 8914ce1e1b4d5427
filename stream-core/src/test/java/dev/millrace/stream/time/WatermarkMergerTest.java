package dev.millrace.stream.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WatermarkMergerTest {

    /** The golden table "Watermark of several inputs". */
    @Test
    void threeInputsOfWhichTwoGoIdle() {
        WatermarkMerger merger = new WatermarkMerger(3);
        assertThat(merger.onWatermark(0, 25)).isFalse();
        assertThat(merger.onWatermark(1, 10)).isFalse();
        assertThat(merger.onWatermark(2, 17)).isTrue();
        assertThat(merger.watermarkMillis()).isEqualTo(10);
        assertThat(merger.onIdle(1)).isTrue();
        assertThat(merger.watermarkMillis()).isEqualTo(17);
        assertThat(merger.onIdle(2)).isTrue();
        assertThat(merger.watermarkMillis()).isEqualTo(25);
    }

    @Test
    void whenTheLastGoesIdleTheWatermarkMovesToTheMaximum() {
        WatermarkMerger merger = new WatermarkMerger(2);
        merger.onWatermark(0, 40);
        merger.onWatermark(1, 10);
        merger.onIdle(0);
        assertThat(merger.watermarkMillis()).isEqualTo(10);
        merger.onIdle(1);
        assertThat(merger.watermarkMillis()).isEqualTo(40);
    }

    @Test
    void anIdleInputRejoinsOnceItHasReachedTheTask() {
        WatermarkMerger merger = new WatermarkMerger(2);
        merger.onWatermark(0, 10);
        merger.onIdle(1);
        assertThat(merger.watermarkMillis()).isEqualTo(10);

        merger.onWatermark(1, 5);
        assertThat(merger.isIdle(1)).isTrue();
        merger.onWatermark(0, 20);
        assertThat(merger.watermarkMillis()).isEqualTo(20);

        merger.onWatermark(1, 20);
        assertThat(merger.isIdle(1)).isFalse();
        merger.onWatermark(0, 30);
        assertThat(merger.watermarkMillis()).isEqualTo(20);
    }

    @Test
    void anInputThatIsUpToDateRejoinsWithItsFirstEvent() {
        WatermarkMerger merger = new WatermarkMerger(2);
        merger.onWatermark(0, 10);
        merger.onWatermark(1, 15);
        merger.onIdle(1);
        merger.onActive(1);
        assertThat(merger.isIdle(1)).isFalse();
        merger.onWatermark(0, 30);
        assertThat(merger.watermarkMillis()).isEqualTo(15);
    }

    @Test
    void onlyWhenAllHaveEndedDoesTheLastWatermarkCome() {
        WatermarkMerger merger = new WatermarkMerger(2);
        merger.onWatermark(0, 10);
        merger.onWatermark(1, 7);
        merger.onWatermark(0, Timestamps.AFTER_ALL);
        assertThat(merger.watermarkMillis()).isEqualTo(7);
        merger.onIdle(1);
        assertThat(merger.watermarkMillis()).isEqualTo(10);
        merger.onWatermark(1, Timestamps.AFTER_ALL);
        assertThat(merger.watermarkMillis()).isEqualTo(Timestamps.AFTER_ALL);
    }

    @Property(tries = 300)
    void itNeverGoesBackAndGoesOnWhereItWasRestored(
            @ForAll @Size(max = 50) List<@IntRange(max = 599) Integer> program) {
        WatermarkMerger merger = new WatermarkMerger(3);
        for (int step : program) {
            long before = merger.watermarkMillis();
            WatermarkMerger restored = copy(merger);
            boolean moved = apply(merger, step);
            assertThat(merger.watermarkMillis()).isGreaterThanOrEqualTo(before);
            assertThat(moved).isEqualTo(merger.watermarkMillis() > before);
            apply(restored, step);
            assertThat(bytes(restored)).isEqualTo(bytes(merger));
        }
    }

    private static boolean apply(WatermarkMerger merger, int step) {
        int input = step % 3;
        int kind = step / 3 % 4;
        long value = step / 12;
        return switch (kind) {
            case 0 -> merger.onIdle(input);
            case 1 -> merger.onActive(input);
            default -> merger.onWatermark(input, value);
        };
    }

    private static byte[] bytes(WatermarkMerger merger) {
        BytesStateWriter out = new BytesStateWriter();
        merger.snapshot(out);
        return out.main();
    }

    private static WatermarkMerger copy(WatermarkMerger merger) {
        WatermarkMerger copy = new WatermarkMerger(3);
        copy.restore(new BytesStateReader(bytes(merger)));
        return copy;
    }

    @Test
    void aStateOfAnotherNumberOfInputsIsRefused() {
        byte[] three = bytes(new WatermarkMerger(3));
        assertThatThrownBy(() -> new WatermarkMerger(2).restore(new BytesStateReader(three)))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("3 inputs");
    }
}
