package dev.millrace.ml.learner.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class WindowExtremeTest {
    private static final int WINDOW = 20;

    private final Random64 random = new Random64(1);

    @Test
    void itIsTheSmallestOfTheWindow() {
        List<IntToDoubleFunction> streams = List.of(
                n -> random.nextGaussian(),
                n -> n,
                n -> -n,
                n -> 7,
                n -> random.nextInt(3),
                n -> random.nextInt(4) == 0 ? Double.NaN : random.nextInt(5),
                n -> n % 50 < 25 ? Double.NaN : n % 7,
                n -> n % 40 < 20 ? n : -n);
        for (IntToDoubleFunction stream : streams) {
            WindowExtreme extreme = new WindowExtreme();
            double[] window = new double[WINDOW];
            for (int n = 0; n < 500; n++) {
                int place = n % WINDOW;
                if (n >= WINDOW) {
                    extreme.leave(place);
                }
                window[place] = stream.applyAsDouble(n);
                extreme.enter(place, window[place]);
                double smallest = Double.POSITIVE_INFINITY;
                for (int p = 0; p <= Math.min(n, WINDOW - 1); p++) {
                    smallest = window[p] < smallest ? window[p] : smallest;
                }
                assertThat(extreme.smallest()).isEqualTo(smallest);
            }
            extreme.clear();
            assertThat(extreme.smallest()).isEqualTo(Double.POSITIVE_INFINITY);
        }
    }
}
