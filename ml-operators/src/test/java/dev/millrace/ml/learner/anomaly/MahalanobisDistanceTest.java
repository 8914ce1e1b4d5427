package dev.millrace.ml.learner.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class MahalanobisDistanceTest {
    private static Layout numbers(int count) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < count; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    /** Two numbers that go together, and a third of its own. */
    private static void draw(Random64 random, double[] x) {
        double shared = random.nextGaussian();
        x[0] = shared + 0.1 * random.nextGaussian();
        x[1] = shared + 0.1 * random.nextGaussian();
        x[2] = 5 + random.nextGaussian();
    }

    @Test
    void isTheDistanceInTheShapeOfTheFadingCovariance() {
        Layout layout = numbers(3);
        MahalanobisSettings settings = new MahalanobisSettings(100, 3, 0.5);
        MahalanobisDistance detector = new MahalanobisDistance(settings, layout);
        Random64 random = new Random64(1);
        FeatureVector x = new FeatureVector(layout);
        SimpleMatrix mean = new SimpleMatrix(3, 1);
        SimpleMatrix covariance = SimpleMatrix.identity(3).scale(settings.ridge());
        for (int n = 1; n <= 500; n++) {
            draw(random, x.numbers());
            SimpleMatrix off = new SimpleMatrix(3, 1, true, x.numbers().clone()).minus(mean);
            double share = 1.0 / Math.min(n, 100);
            if (n > 1) {
                covariance =
                        covariance.plus(off.mult(off.transpose()).scale(share)).scale(1 - share);
            }
            mean = mean.plus(off.scale(share));
            detector.learn(x, 1);
        }
        draw(random, x.numbers());
        SimpleMatrix off = new SimpleMatrix(3, 1, true, x.numbers().clone()).minus(mean);
        double square = off.transpose().mult(covariance.invert()).mult(off).get(0, 0);
        double score = detector.score(x);
        assertThat(score / (1 - score))
                .isCloseTo(square / 15.8702, within(square * 1e-6)); // χ² of 3: 99.87 % lie below
    }

    @Test
    void numbersThatGoTogetherMayBeStrangeTogether() {
        Layout layout = numbers(3);
        MahalanobisDistance detector = new MahalanobisDistance(MahalanobisSettings.DEFAULT, layout);
        Random64 random = new Random64(2);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 1_000; n++) {
            draw(random, x.numbers());
            detector.learn(x, 1);
        }
        x.numbers()[0] = 1.5;
        x.numbers()[1] = 1.5;
        x.numbers()[2] = 5;
        assertThat(detector.score(x)).isLessThan(0.4);
        x.numbers()[1] = -1.5;
        assertThat(detector.score(x)).isGreaterThan(0.9);
    }

    @Test
    void tooManyNumbersAreRefusedWithAWayOut() {
        Layout wide = numbers(5_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MahalanobisDistance(MahalanobisSettings.DEFAULT, wide))
                .withMessageContaining("leave some out");
    }
}
