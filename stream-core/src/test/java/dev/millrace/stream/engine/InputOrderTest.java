package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order of inputs gives back what it was told, in bytes that depend on nothing else. */
class InputOrderTest {

    private static List<String> read(InputOrder order) {
        return read(order.bytes());
    }

    private static List<String> read(byte[] bytes) {
        InputOrder.Cursor cursor = new InputOrder.Cursor(bytes);
        List<String> entries = new ArrayList<>();
        while (cursor.next()) {
            if (cursor.isTick()) {
                entries.add("tick " + cursor.tickMillis());
                cursor.took(1);
            } else if (cursor.isIdle()) {
                entries.add("idle " + cursor.input());
                cursor.took(1);
            } else {
                entries.add(cursor.left() + " of " + cursor.input());
                cursor.took(cursor.left());
            }
        }
        return entries;
    }

    @Test
    void runsAreJoinedAndIdleMarksAndTicksKeepTheirPlace() {
        InputOrder order = new InputOrder(100);
        order.items(0, 256);
        order.items(0, 44);
        order.items(1, 1);
        order.idle(1);
        order.tick(1_700_000_000_000L);
        order.tick(1_700_000_000_100L);
        order.tick(1_700_000_000_500L);
        order.items(1, 7);
        assertThat(read(order))
                .containsExactly(
                        "300 of 0",
                        "1 of 1",
                        "idle 1",
                        "tick 1700000000000",
                        "tick 1700000000100",
                        "tick 1700000000500",
                        "7 of 1");
    }

    @Test
    void ticksOfAQuietDayTakeAFewBytes() {
        InputOrder order = new InputOrder(100);
        for (int i = 0; i < 864_000; i++) {
            order.tick(1_700_000_000_000L + i * 100L);
        }
        assertThat(order.bytes()).hasSizeLessThan(20);
    }

    @Test
    void anOrderThatWasCutAndPutTogetherAgainHasTheSameBytes() {
        Random64 random = new Random64(3);
        InputOrder whole = new InputOrder(10);
        InputOrder cut = new InputOrder(10);
        InputOrder since = null;
        long clock = -5_000;
        for (int i = 0; i < 3_000; i++) {
            InputOrder target = since == null ? cut : since;
            int what = random.nextInt(10);
            if (what == 0) {
                int input = random.nextInt(3);
                whole.idle(input);
                target.idle(input);
            } else if (what < 4) {
                clock += 10L * (1 + random.nextInt(2));
                whole.tick(clock);
                target.tick(clock);
            } else {
                int input = random.nextInt(3);
                int count = 1 + random.nextInt(300);
                whole.items(input, count);
                target.items(input, count);
            }
            if (random.nextInt(50) == 0) {
                if (since == null) {
                    since = new InputOrder(10);
                } else {
                    cut.append(since);
                    since = null;
                }
            }
        }
        if (since != null) {
            cut.append(since);
        }
        assertThat(cut.bytes()).isEqualTo(whole.bytes());
        assertThat(read(cut)).isEqualTo(read(whole));
    }

    @Test
    void anOrderWithoutEndIsGivenUpInsteadOfFillingTheMemory() {
        InputOrder order = new InputOrder(100);
        for (int i = 0; !order.isTooLong(); i++) {
            order.items(i & 1, 1);
        }
        assertThat(order.size()).isLessThan(100);
        InputOrder before = new InputOrder(100);
        before.items(0, 1);
        before.append(order);
        assertThat(before.isTooLong()).isTrue();
    }

    @Test
    void damageIsNamed() {
        InputOrder order = new InputOrder(100);
        order.items(0, 1_000_000);
        byte[] bytes = order.bytes();
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length - 2)))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("in the middle");
        bytes[0] = 9;
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(BadState.class).hasMessageContaining("format 9");
    }
}
