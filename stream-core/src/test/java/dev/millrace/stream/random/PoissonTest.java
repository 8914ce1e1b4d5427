package dev.millrace.stream.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 6, 100, 700})
    void hasItsMeanAndVariance(double mean) {
        Poisson poisson = new Poisson(mean);
        Random64 random = new Random64(1);
        int draws = 200_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            int drawn = poisson.draw(random);
            sum += drawn;
            squares += (drawn - mean) * (drawn - mean);
        }
        double error = 5 * Math.sqrt(mean / draws);
        assertThat(sum / draws).isCloseTo(mean, within(error));
        assertThat(squares / draws).isCloseTo(mean, within(0.05 * mean));
    }

    @Test
    void ofMeanZeroIsAlwaysZero() {
        Poisson poisson = new Poisson(0);
        Random64 random = new Random64(2);
        for (int i = 0; i < 1000; i++) {
            assertThat(poisson.draw(random)).isZero();
        }
    }

    @Test
    void refusesWhatIsNoMean() {
        assertThatThrownBy(() -> new Poisson(Double.NaN)).hasMessageContaining("0 … 700");
        assertThatThrownBy(() -> new Poisson(-1)).hasMessageContaining("0 … 700");
    }
}
