package dev.millrace.ml.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalTest {
    @Test
    void knownValues() {
        assertThat(Normal.below(0)).isEqualTo(0.5);
        assertThat(Normal.below(1)).isCloseTo(0.8413447460685429, within(1e-15));
        assertThat(Normal.below(-1.96)).isCloseTo(0.024997895148220435, within(1e-15));
        assertThat(Normal.below(3)).isCloseTo(0.9986501019683699, within(1e-15));
        assertThat(Normal.below(-6)).isCloseTo(9.865876450376946e-10, within(1e-22));
        assertThat(Normal.below(-12)).isCloseTo(1.7764821120776e-33, within(1e-44));
        assertThat(Normal.below(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Normal.below(Double.POSITIVE_INFINITY)).isEqualTo(1);
    }

    @Test
    void bothTailsMakeOneAndItGrows() {
        double last = 0;
        for (double x = -15; x < 15; x += 0.01) {
            assertThat(Normal.below(x) + Normal.below(-x)).isCloseTo(1, within(1e-15));
            assertThat(Normal.below(x)).isGreaterThanOrEqualTo(last);
            last = Normal.below(x);
        }
    }
}
