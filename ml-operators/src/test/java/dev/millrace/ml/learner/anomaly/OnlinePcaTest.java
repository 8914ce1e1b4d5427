package dev.millrace.ml.learner.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;

class OnlinePcaTest {
    private static Layout numbers(int count) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < count; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    /** Five numbers in a plane, and a little noise beside it. */
    private static void draw(Random64 random, double noise, double[] x) {
        double a = 3 * random.nextGaussian();
        double b = random.nextGaussian();
        double[] along = {a + b, a - b, a, b, 0};
        for (int i = 0; i < 5; i++) {
            x[i] = 10 + along[i] + noise * random.nextGaussian();
        }
    }

    private static AnomalyDetector learned(OnlinePcaSettings settings, Layout layout) {
        AnomalyDetector detector = new OnlinePca(settings, layout);
        Random64 random = new Random64(1);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 3_000; n++) {
            draw(random, 0.1, x.numbers());
            detector.learn(x, 1);
        }
        return detector;
    }

    @Test
    void whatLeavesThePlaneIsStrangeAndWhatIsFarWithinItIsNot() {
        Layout layout = numbers(5);
        AnomalyDetector detector = learned(new OnlinePcaSettings(2, 1_000, 3), layout);
        FeatureVector x = new FeatureVector(layout);
        double[] far = {10 + 8, 10 + 6, 10 + 7, 10 + 1, 10}; // a = 7, b = 1
        System.arraycopy(far, 0, x.numbers(), 0, 5);
        assertThat(detector.score(x)).isLessThan(0.3);
        x.numbers()[4] = 11; // ten deviations of the noise
        assertThat(detector.score(x)).isGreaterThan(0.8);
        x.numbers()[4] = 10;
        x.numbers()[0] = 10 + 6;
        x.numbers()[1] = 10 + 8;
        assertThat(detector.score(x))
                .as("numbers that never go together like this")
                .isGreaterThan(0.8);
    }

    @Test
    void aThresholdOfThreeDeviationsIsPassedByAboutOneInSevenHundred() {
        Layout layout = numbers(5);
        AnomalyDetector detector = learned(new OnlinePcaSettings(2, 1_000, 3), layout);
        Random64 random = new Random64(2);
        FeatureVector x = new FeatureVector(layout);
        int above = 0;
        for (int n = 0; n < 20_000; n++) {
            draw(random, 0.1, x.numbers());
            above += detector.scoreAndLearn(x, 1) > 0.5 ? 1 : 0;
        }
        assertThat(above / 20_000.0).isCloseTo(0.00135, within(0.002));
    }

    @Test
    void withOneNumberTheErrorIsTheDistanceFromTheMean() {
        Layout layout = numbers(1);
        AnomalyDetector detector = new OnlinePca(OnlinePcaSettings.DEFAULT, layout);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 6_000; n++) {
            x.numbers()[0] = n % 2 == 0 ? 4 : 6;
            detector.learn(x, 1);
        }
        x.numbers()[0] = 5;
        assertThat(detector.score(x)).isLessThan(0.001);
        x.numbers()[0] = 6;
        assertThat(detector.score(x))
                .as("every error is 1, so the limit is near 1")
                .isCloseTo(0.5, within(0.06));
        x.numbers()[0] = 15;
        assertThat(detector.score(x)).isGreaterThan(0.98);
    }

    @Test
    void followsADirectionThatTurns() {
        Layout layout = numbers(2);
        AnomalyDetector detector = new OnlinePca(new OnlinePcaSettings(1, 200, 3), layout);
        Random64 random = new Random64(3);
        FeatureVector x = new FeatureVector(layout);
        for (int turn = 0; turn < 2; turn++) {
            for (int n = 0; n < 3_000; n++) {
                double along = random.nextGaussian();
                x.numbers()[0] = along;
                x.numbers()[1] = (turn == 0 ? along : -along) + 0.05 * random.nextGaussian();
                detector.learn(x, 1);
            }
            x.numbers()[0] = 1;
            x.numbers()[1] = turn == 0 ? 1 : -1;
            assertThat(detector.score(x)).isLessThan(0.5);
            x.numbers()[1] = -x.numbers()[1];
            assertThat(detector.score(x)).isGreaterThan(0.9);
        }
    }

    @Test
    void oneEventOutOfAllBoundsDoesNotBlindIt() {
        Layout layout = numbers(5);
        AnomalyDetector detector = learned(OnlinePcaSettings.DEFAULT, layout);
        FeatureVector x = new FeatureVector(layout);
        java.util.Arrays.fill(x.numbers(), -1e8);
        detector.learn(x, 1);
        java.util.Arrays.fill(x.numbers(), 10);
        x.numbers()[4] = 12;
        assertThat(detector.score(x)).isGreaterThan(0.7);
    }

    @Test
    void aStreamThatNeverChangedIsLeftByAnyOtherValue() {
        Layout layout = numbers(3);
        AnomalyDetector detector = new OnlinePca(OnlinePcaSettings.DEFAULT, layout);
        FeatureVector x = new FeatureVector(layout);
        java.util.Arrays.fill(x.numbers(), 7);
        for (int n = 0; n < 50; n++) {
            detector.learn(x, 1);
        }
        assertThat(detector.score(x)).isZero();
        x.numbers()[1] = 7.5;
        assertThat(detector.score(x)).isEqualTo(1);
    }

    @Test
    void tooManyComponentsOfTooManyNumbersAreRefusedWithAWayOut() {
        Layout wide = numbers(50_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OnlinePca(new OnlinePcaSettings(1_000, 100, 3), wide))
                .withMessageContaining("fewer components");
    }
}
