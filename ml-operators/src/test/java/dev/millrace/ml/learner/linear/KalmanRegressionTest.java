package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.settings.Settings;
import java.util.Map;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

/** The filter against its textbook form, against least squares where nothing moves, and where weights do move. */
class KalmanRegressionTest {
    private static final int SIZE = 4;
    private final Layout layout = numbers();
    private final FeatureVector x = new FeatureVector(layout);
    private final Random64 random = new Random64(1);

    private static Layout numbers() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < SIZE; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    private KalmanRegression filter(Map<String, String> settings) {
        return new KalmanRegression(Settings.read(KalmanSettings.DEFAULT, settings), layout);
    }

    private void draw() {
        for (int i = 0; i < SIZE; i++) {
            x.numbers()[i] = random.nextGaussian();
        }
    }

    @Test
    void withoutProcessNoiseItIsLeastSquares() {
        KalmanRegression kalman = filter(Map.of("process-noise", "0", "delta", "0.5"));
        RecursiveLeastSquares rls = new RecursiveLeastSquares(new RlsSettings(1, 0.5, true), layout);
        BayesianLinearRegression bayes = new BayesianLinearRegression(new BayesianSettings(0.5, 1, 1, true), layout);
        for (int n = 0; n < 500; n++) {
            draw();
            double y = 2 * x.numbers()[0] - x.numbers()[3] + 4 + 0.1 * random.nextGaussian();
            double weight = 0.5 + random.nextInt(3);
            kalman.learn(x, y, weight);
            rls.learn(x, y, weight);
            bayes.learn(x, y, weight);
        }
        assertThat(kalman.weights()).containsExactly(rls.weights(), within(1e-9));
        draw();
        assertThat(kalman.predict(x)).isCloseTo(bayes.predict(x), within(1e-9));
        // The same spread, each in units of its own estimate of the noise; the prior of one of them has a say in it.
        assertThat(kalman.predictive(x).variance())
                .isCloseTo(bayes.predictive(x).scale(), within(0.25 * kalman.noise()));
    }

    @Test
    void followsTheTextbookInUnitsOfItsOwn() {
        double q = 0.02;
        double r = 3;
        KalmanRegression kalman =
                filter(Map.of("process-noise", Double.toString(q / r), "noise", Double.toString(r), "delta", "0.25"));
        SimpleMatrix w = new SimpleMatrix(SIZE + 1, 1);
        SimpleMatrix p = SimpleMatrix.identity(SIZE + 1).scale(r / 0.25);
        for (int n = 0; n < 400; n++) {
            draw();
            SimpleMatrix h = new SimpleMatrix(SIZE + 1, 1);
            for (int i = 0; i < SIZE; i++) {
                h.set(i, 0, x.numbers()[i]);
            }
            h.set(SIZE, 0, 1);
            double y = Math.sin(n * 0.01) * x.numbers()[0] + random.nextGaussian();
            double weight = 0.5 + random.nextInt(3);
            p = p.plus(SimpleMatrix.identity(SIZE + 1).scale(q));
            double ofWeights = h.transpose().mult(p).mult(h).get(0);
            double expected = h.transpose().mult(w).get(0);
            assertThat(kalman.predict(x)).isCloseTo(expected, within(1e-9));
            assertThat(kalman.predictive(x).variance()).isCloseTo(r + ofWeights, within(1e-9));
            SimpleMatrix gain = p.mult(h).divide(r / weight + ofWeights);
            w = w.plus(gain.scale(y - expected));
            p = p.minus(gain.mult(h.transpose()).mult(p));
            kalman.learn(x, y, weight);
        }
        assertThat(kalman.noise()).isEqualTo(r);
    }

    /** The weights walk as the model says: the noise is found, and standardised errors have a variance of 1. */
    @Test
    void knowsHowSureItIsOfWeightsThatWalk() {
        double r = 4;
        KalmanRegression kalman = filter(Map.of("process-noise", "0.001", "memory", "5000"));
        double[] w = new double[SIZE];
        double errors = 0;
        double still = 0;
        double standardised = 0;
        RecursiveLeastSquares rls = new RecursiveLeastSquares(RlsSettings.DEFAULT, layout);
        int events = 20_000;
        for (int n = 0; n < events; n++) {
            draw();
            double y = Math.sqrt(r) * random.nextGaussian();
            for (int i = 0; i < SIZE; i++) {
                w[i] += Math.sqrt(0.001 * r) * random.nextGaussian();
                y += w[i] * x.numbers()[i];
            }
            double error = y - kalman.predict(x);
            if (n >= events / 2) {
                standardised += error * error / kalman.predictive(x).variance();
                errors += error * error;
                still += (y - rls.predict(x)) * (y - rls.predict(x));
            }
            kalman.learn(x, y, 1);
            rls.learn(x, y, 1);
        }
        assertThat(kalman.noise()).isCloseTo(r, within(0.3));
        assertThat(standardised / (events / 2.0)).isCloseTo(1, within(0.05));
        assertThat(errors).isLessThan(still / 2);
    }

    @Test
    void aMillionEventsInOneDirectionStayStable() {
        KalmanRegression kalman = filter(Map.of("process-noise", "1"));
        for (int n = 0; n < 1_000_000; n++) {
            x.numbers()[0] = n % 2 == 0 ? 1 : -1;
            x.numbers()[1] = x.numbers()[0]; // collinear; the others are never excited
            kalman.learn(x, 3 * x.numbers()[0], 1);
        }
        assertThat(kalman.predict(x)).isCloseTo(3 * x.numbers()[0], within(1e-6));
        draw();
        assertThat(kalman.predictive(x).variance()).isFinite().isNotNegative();
    }

    @Test
    void defaultsAreThese() {
        assertThat(Settings.write(KalmanSettings.DEFAULT).toString())
                .isEqualTo("{process-noise=1.0E-4, noise=0.0, memory=1000.0, delta=1.0, intercept=true}");
    }

    @Test
    void tooManyCoordinatesAreRefusedWithAWayOut() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 16);
        Layout wide = builder.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("kalman").create(wide, 1))
                .withMessageContaining("fewer bits");
    }
}
