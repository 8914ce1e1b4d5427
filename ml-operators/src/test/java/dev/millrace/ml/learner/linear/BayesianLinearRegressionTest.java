package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class BayesianLinearRegressionTest {
    private static Layout numbers(int count) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < count; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    @Test
    void eventByEventIsThePosteriorOfAllEventsAtOnce() {
        int size = 4;
        Layout layout = numbers(size);
        BayesianSettings prior = new BayesianSettings(0.5, 2, 3, true);
        BayesianLinearRegression learner = new BayesianLinearRegression(prior, layout);
        Random64 random = new Random64(1);
        SimpleMatrix precision = SimpleMatrix.identity(size + 1).scale(prior.delta());
        SimpleMatrix moments = new SimpleMatrix(size + 1, 1);
        double squares = 0;
        int events = 200;
        FeatureVector x = new FeatureVector(layout);
        SimpleMatrix row = new SimpleMatrix(size + 1, 1);
        for (int n = 0; n < events; n++) {
            for (int i = 0; i < size; i++) {
                x.numbers()[i] = random.nextGaussian();
                row.set(i, 0, x.numbers()[i]);
            }
            row.set(size, 0, 1);
            double y = 2 * x.numbers()[0] - x.numbers()[3] + 4 + 0.3 * random.nextGaussian();
            double weight = 0.5 + random.nextInt(3);
            learner.learn(x, y, weight);
            precision = precision.plus(row.mult(row.transpose()).scale(weight));
            moments = moments.plus(row.scale(y * weight));
            squares += weight * y * y;
        }
        SimpleMatrix mean = precision.solve(moments);
        double shape = prior.shape() + events / 2.0;
        double rate = prior.rate()
                + 0.5 * (squares - mean.transpose().mult(precision).mult(mean).get(0, 0));
        double spread = row.transpose().mult(precision.invert()).mult(row).get(0, 0);
        BayesianLinearRegression.Predictive predictive = learner.predictive(x);
        assertThat(predictive.mean())
                .isCloseTo(row.transpose().mult(mean).get(0, 0), within(1e-9))
                .isEqualTo(learner.predict(x));
        assertThat(predictive.scale()).isCloseTo(rate / shape * (1 + spread), within(1e-9));
        assertThat(predictive.freedom()).isEqualTo(2 * shape);
        assertThat(predictive.variance()).isCloseTo(predictive.scale() * 2 * shape / (2 * shape - 2), within(1e-12));
    }

    @Test
    void ninetyFiveOfAHundredValuesLieWithinTwoDeviations() {
        Layout layout = numbers(3);
        BayesianLinearRegression learner = new BayesianLinearRegression(BayesianSettings.DEFAULT, layout);
        Random64 random = new Random64(2);
        FeatureVector x = new FeatureVector(layout);
        int within = 0;
        int asked = 4_000;
        for (int n = -100; n < asked; n++) {
            for (int i = 0; i < 3; i++) {
                x.numbers()[i] = random.nextGaussian();
            }
            double y = 3 * x.numbers()[1] - 5 + 2 * random.nextGaussian();
            BayesianLinearRegression.Predictive believed = learner.predictive(x);
            if (n >= 0 && Math.abs(y - believed.mean()) < 1.96 * Math.sqrt(believed.scale())) {
                within++;
            }
            learner.learn(x, y, 1);
        }
        assertThat(within / (double) asked).isCloseTo(0.95, within(0.012));
    }

    @Test
    void whatIsFarFromAllEventsIsLessSure() {
        Layout layout = numbers(1);
        BayesianLinearRegression learner = new BayesianLinearRegression(BayesianSettings.DEFAULT, layout);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 50; n++) {
            x.numbers()[0] = n % 5;
            learner.learn(x, n % 5, 1);
        }
        x.numbers()[0] = 2;
        double near = learner.predictive(x).variance();
        x.numbers()[0] = 100;
        assertThat(learner.predictive(x).variance()).isGreaterThan(10 * near);
    }

    @Test
    void tooManyCoordinatesAreRefusedWithAWayOut() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 16);
        Layout wide = builder.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BayesianLinearRegression(BayesianSettings.DEFAULT, wide))
                .withMessageContaining("fewer bits");
    }
}
