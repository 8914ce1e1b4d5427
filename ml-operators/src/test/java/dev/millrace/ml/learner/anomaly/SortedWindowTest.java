package dev.millrace.ml.learner.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class SortedWindowTest {
    private static double median(double[] values) {
        double[] sorted = java.util.Arrays.stream(values).sorted().toArray();
        return 0.5 * sorted[(sorted.length - 1) / 2] + 0.5 * sorted[sorted.length / 2];
    }

    @Test
    void mediansAreThoseOfTheLastValues() {
        Random64 random = new Random64(1);
        for (int most : new int[] {10, 11, 64}) {
            SortedWindow window = new SortedWindow(most);
            Deque<Double> last = new ArrayDeque<>();
            for (int n = 0; n < 600; n++) {
                double value = n % 3 == 0 ? random.nextInt(5) : random.nextGaussian() * (1 + n / 50);
                value = n % 50 == 0 ? -0.0 : value;
                window.add(value);
                last.addLast(value);
                if (last.size() > most) {
                    last.removeFirst();
                }
                double[] values = last.stream().mapToDouble(Double::doubleValue).toArray();
                double median = median(values);
                assertThat(window.size()).isEqualTo(values.length);
                assertThat(window.median()).isEqualTo(median + 0.0);
                assertThat(window.medianDistance(median))
                        .isEqualTo(median(java.util.Arrays.stream(values)
                                .map(each -> Math.abs(each - median))
                                .toArray()));
            }
        }
    }
}
