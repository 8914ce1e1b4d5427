package dev.millrace.ml.learner.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import org.junit.jupiter.api.Test;

class SeasonalResidualTest {
    private static final Layout LAYOUT = layout();
    private static final long HOUR = 3_600_000;

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("load");
        return builder.build();
    }

    private static AnomalyDetector detector(String settings) {
        return (AnomalyDetector) Learners.parse("seasonal-residual:" + settings).create(LAYOUT, 1);
    }

    private static FeatureVector x(double value, long timeMillis) {
        FeatureVector x = new FeatureVector(LAYOUT);
        x.numbers()[0] = value;
        x.timeMillis(timeMillis);
        return x;
    }

    private static double daily(long hour) {
        return 10 * Math.sin(hour % 24 * Math.PI / 12);
    }

    @Test
    void aValueIsJudgedByItsHour() {
        AnomalyDetector detector = detector("period=24h,slots=24");
        Random64 random = new Random64(1);
        for (long hour = 0; hour < 24 * 30; hour++) {
            detector.learn(x(daily(hour) + 0.2 * random.nextGaussian(), hour * HOUR), 1);
        }
        assertThat(detector.score(x(10, (24 * 30 + 6) * HOUR)))
                .as("10 is usual at six")
                .isLessThan(0.5);
        assertThat(detector.score(x(10, (24 * 30 + 18) * HOUR)))
                .as("and not at eighteen")
                .isGreaterThan(0.9);
        assertThat(detector.score(x(10, Timestamps.NONE)))
                .as("without a time only the level counts")
                .isGreaterThan(0.5);
    }

    @Test
    void aPeriodOfEventsNeedsNoTime() {
        AnomalyDetector detector = detector("period=24");
        for (long hour = 0; hour < 24 * 10; hour++) {
            detector.learn(x(daily(hour) + (hour * 7919 % 13 - 6) * 0.05, Timestamps.NONE), 1);
        }
        assertThat(detector.score(x(0, Timestamps.NONE))).isLessThan(0.5);
        assertThat(detector.score(x(10, Timestamps.NONE))).isGreaterThan(0.9);
    }

    @Test
    void weekAndDayAreTakenTogether() {
        AnomalyDetector day = detector("period=24h,slots=24,level=0.01");
        AnomalyDetector both = detector("period=24h/7d,slots=168,level=0.01");
        double[] mean = new double[2];
        Random64 random = new Random64(2);
        for (long hour = 0; hour < 24 * 7 * 20; hour++) {
            double weekend = hour / 24 % 7 >= 5 ? 6 : 0;
            FeatureVector x = x(daily(hour) + weekend + 0.3 * random.nextGaussian(), hour * HOUR);
            double one = day.scoreAndLearn(x, 1);
            double two = both.scoreAndLearn(x, 1);
            if (hour > 24 * 7 * 10 && weekend > 0) {
                mean[0] += one;
                mean[1] += two;
            }
        }
        assertThat(mean[1])
                .as("a weekend is no surprise to one that knows weeks")
                .isLessThan(0.75 * mean[0]);
    }

    @Test
    void nothingIsToldBeforeASeasonIsOver() {
        AnomalyDetector detector = detector("period=24h,slots=24");
        for (long hour = 0; hour < 24 + 10; hour++) {
            assertThat(detector.score(x(1e6, hour * HOUR))).isZero();
            detector.learn(x(daily(hour) + hour % 3, hour * HOUR), 1);
        }
        assertThat(detector.score(x(1e6, 34 * HOUR))).isGreaterThan(0.99);
    }

    @Test
    void theScaleIsThatOfTheResidualsThoughSomeAreStrange() {
        AnomalyDetector detector = detector("period=none,level=0.02");
        Random64 random = new Random64(3);
        for (int n = 0; n < 5_000; n++) {
            detector.learn(x(2 * random.nextGaussian() + (n % 50 == 49 ? 1_000 : 0), n), 1);
        }
        double score = detector.score(x(20, 5_000));
        assertThat(score / (1 - score) * 3.5).as("ten deviations").isCloseTo(10, within(2.5));
    }

    @Test
    void aNewLevelBecomesUsual() {
        AnomalyDetector detector = detector("period=none");
        Random64 random = new Random64(4);
        for (int n = 0; n < 500; n++) {
            detector.learn(x(random.nextGaussian(), n), 1);
        }
        assertThat(detector.score(x(8, 500))).isGreaterThan(0.6);
        for (int n = 500; n < 700; n++) {
            detector.learn(x(8 + random.nextGaussian(), n), 1);
        }
        assertThat(detector.score(x(8, 700))).isLessThan(0.4);
        assertThat(detector.score(x(0, 700))).isGreaterThan(0.6);
    }

    @Test
    void aTrendIsExpectedToGoOn() {
        AnomalyDetector trend = detector("period=none,level=0.3,trend=0.1");
        for (int n = 0; n < 2_000; n++) {
            trend.learn(x(n + (n * 7919 % 11 - 5) * 0.1, n), 1);
        }
        assertThat(trend.score(x(2_000, 2_000))).isLessThan(0.3);
        assertThat(trend.score(x(1_990, 2_000))).as("it stopped ten steps ago").isGreaterThan(0.7);
    }

    @Test
    void whatWasAlwaysTheSameIsLeftByAnyOtherValue() {
        AnomalyDetector detector = detector("period=5");
        for (int n = 0; n < 100; n++) {
            detector.learn(x(0.3, n), 1);
        }
        assertThat(detector.score(x(0.3, 100))).isZero();
        assertThat(detector.score(x(0.301, 100))).isEqualTo(1);
    }

    @Test
    void periodsThatAreNoneAreRefused() {
        for (String period : new String[] {"24 hours", "1", "h", "2ms", "24h/", "1d/2d/3d/4d/5d"}) {
            assertThatIllegalArgumentException()
                    .as(period)
                    .isThrownBy(() -> detector("period=" + period))
                    .withMessageContaining("period");
        }
    }
}
