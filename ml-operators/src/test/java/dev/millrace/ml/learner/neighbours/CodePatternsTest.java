package dev.millrace.ml.learner.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodePatternsTest {
    private record Event(int[] codes, int row) {}

    @Test
    void eachDifferentRowIsHeldOnceWhileAnEventHasIt() {
        Random64 random = new Random64(3);
        for (int different : new int[] {1, 2, 4, 50}) {
            CodePatterns patterns = new CodePatterns(3);
            Deque<Event> window = new ArrayDeque<>();
            for (int n = 0; n < 3_000; n++) {
                int most = n / 500 % 2 == 0 ? 200 : 20; // it shrinks and grows
                while (window.size() >= most) {
                    patterns.leave(window.removeFirst().row());
                }
                int[] codes = {random.nextInt(different), random.nextInt(different) - 1, 31 * random.nextInt(different)
                };
                window.addLast(new Event(codes.clone(), patterns.enter(codes)));
                assertThat(patterns.bound()).isLessThanOrEqualTo(200);
            }
            Map<String, Integer> rows = new HashMap<>();
            int[] copy = new int[3];
            for (Event event : window) {
                patterns.copy(event.row(), copy, 0);
                assertThat(copy).containsExactly(event.codes());
                assertThat(rows.computeIfAbsent(Arrays.toString(event.codes()), key -> event.row()))
                        .isEqualTo(event.row());
            }
            assertThat(rows.values()).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsMissingInARowDiffersFromAll() {
        CodePatterns patterns = new CodePatterns(3);
        int row = patterns.enter(new int[] {-1, 2, 3});
        assertThat(patterns.differences(row, new int[] {-1, 2, 4})).isEqualTo(2);
        assertThat(patterns.differences(row, new int[] {0, 2, 3})).isOne();
        patterns.clear();
        assertThat(patterns.bound()).isZero();
        assertThat(patterns.enter(new int[] {-1, 2, 3})).isZero();
    }
}
