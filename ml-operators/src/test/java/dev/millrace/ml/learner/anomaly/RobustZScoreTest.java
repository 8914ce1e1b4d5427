package dev.millrace.ml.learner.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import org.junit.jupiter.api.Test;

class RobustZScoreTest {
    private static final Layout LAYOUT = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.number("b");
        return builder.build();
    }

    private static FeatureVector vector(double a, double b) {
        FeatureVector x = new FeatureVector(LAYOUT);
        x.numbers()[0] = a;
        x.numbers()[1] = b;
        return x;
    }

    private static RobustZScore learned() {
        RobustZScore detector = new RobustZScore(RobustZScoreSettings.DEFAULT, LAYOUT);
        for (int i = 0; i < 11; i++) {
            detector.learn(vector(i, 7), 1); // median 5, median distance 3; the other is always 7
        }
        return detector;
    }

    @Test
    void isTheModifiedZScoreOverItselfPlusTheThreshold() {
        double z = 0.6744897501960817 * 15 / 3;
        assertThat(learned().score(vector(20, 7))).isCloseTo(z / (z + 3.5), within(1e-12));
        assertThat(learned().score(vector(5, 7))).isZero();
    }

    @Test
    void theStrangestNumberCounts() {
        assertThat(learned().score(vector(5, 7.001))).isEqualTo(1);
    }

    @Test
    void theMeanDistanceStandsInWhereHalfOfTheValuesAreEqual() {
        RobustZScore detector = new RobustZScore(RobustZScoreSettings.DEFAULT, LAYOUT);
        for (int i = 0; i < 20; i++) {
            detector.learn(vector(i < 15 ? 0 : 4, Double.NaN), 1); // mean distance 1
        }
        double z = 0.7978845608028654 * 4;
        assertThat(detector.score(vector(4, Double.NaN))).isCloseTo(z / (z + 3.5), within(1e-12));
    }

    @Test
    void tooFewValuesTellNothing() {
        RobustZScore detector = new RobustZScore(RobustZScoreSettings.DEFAULT, LAYOUT);
        for (int i = 0; i < 9; i++) {
            detector.learn(vector(i, i), 1);
        }
        assertThat(detector.score(vector(1e9, 1e9))).isZero();
    }

    @Test
    void withoutNumbersItIsRefused() {
        Layout.Builder words = Layout.builder();
        words.category("word", 3);
        Layout layout = words.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RobustZScore(RobustZScoreSettings.DEFAULT, layout))
                .withMessageContaining("add");
    }
}
