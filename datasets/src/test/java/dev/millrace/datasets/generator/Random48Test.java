package dev.millrace.datasets.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Random48Test {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, -1, Long.MIN_VALUE, 0x5DEECE66DL, 1L << 48})
    void givesTheNumbersThatTheJavadocSpecifies(long seed) {
        Random specified = new Random(seed);
        Random48 random = new Random48(seed);
        for (int n = 0; n < 2_000; n++) {
            assertThat(random.nextDouble()).isEqualTo(specified.nextDouble());
            assertThat(random.nextInt(n + 1)).isEqualTo(specified.nextInt(n + 1));
            assertThat(random.nextInt(Integer.MAX_VALUE - n)).isEqualTo(specified.nextInt(Integer.MAX_VALUE - n));
            assertThat(random.nextInt((1 << 30) + 1))
                    .isEqualTo(specified.nextInt((1 << 30) + 1)); // half are drawn again
            assertThat(random.nextGaussian()).isEqualTo(specified.nextGaussian());
            assertThat(random.nextBoolean()).isEqualTo(specified.nextBoolean());
        }
    }

    @Test
    void somethingHappensAsOftenAsToldInWholePercentsAndBetween() {
        for (double probability : new double[] {0, 0.001, 0.07, 0.125, 0.29, 0.995, 1}) {
            Random48 random = new Random48(3);
            int happened = 0;
            for (int n = 0; n < 100_000; n++) {
                happened += random.happens(probability) ? 1 : 0;
            }
            assertThat(happened / 1e5).isCloseTo(probability, within(0.0064));
        }
        assertThat(new Random48(1).happens(0)).isFalse();
    }

    @Test
    void wholePercentsCostOneNumberOfTheHundred() {
        for (int percent = 0; percent <= 100; percent++) {
            Random specified = new Random(percent);
            Random48 random = new Random48(percent);
            for (int n = 0; n < 200; n++) {
                assertThat(random.happens(percent / 100.0)).isEqualTo(specified.nextInt(100) < percent);
            }
        }
    }

    @Test
    void aBoundIsPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Random48(1).nextInt(0))
                .withMessage("the bound must be positive, got 0");
    }
}
