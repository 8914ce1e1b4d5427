package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class RecursiveLeastSquaresTest {
    private static Layout numbers(int count) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < count; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    @Test
    void theWeightsAreThoseOfARidgeRegressionOverAllEvents() {
        int size = 5;
        double lambda = 0.98;
        double delta = 0.5;
        Layout layout = numbers(size);
        RecursiveLeastSquares rls = new RecursiveLeastSquares(new RlsSettings(lambda, delta, true), layout);
        Random64 random = new Random64(1);
        SimpleMatrix gram = SimpleMatrix.identity(size + 1).scale(delta);
        SimpleMatrix moments = new SimpleMatrix(size + 1, 1);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 300; n++) {
            SimpleMatrix row = new SimpleMatrix(size + 1, 1);
            for (int i = 0; i < size; i++) {
                x.numbers()[i] = random.nextGaussian();
                row.set(i, 0, x.numbers()[i]);
            }
            row.set(size, 0, 1);
            double y = 2 * x.numbers()[0] - x.numbers()[3] + 4 + 0.1 * random.nextGaussian();
            double weight = 0.5 + random.nextInt(3);
            rls.learn(x, y, weight);
            gram = gram.scale(lambda).plus(row.mult(row.transpose()).scale(weight));
            moments = moments.scale(lambda).plus(row.scale(y * weight));
        }
        SimpleMatrix expected = gram.solve(moments);
        for (int i = 0; i <= size; i++) {
            assertThat(rls.weights()[i]).isCloseTo(expected.get(i, 0), within(1e-9));
        }
    }

    @Test
    void aMillionEventsWithForgettingStayStable() {
        Layout layout = numbers(6);
        RecursiveLeastSquares rls = new RecursiveLeastSquares(new RlsSettings(0.999, 1, true), layout);
        Random64 random = new Random64(2);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 1_000_000; n++) {
            for (int i = 0; i < 4; i++) {
                x.numbers()[i] = random.nextDouble() - 0.5;
            }
            x.numbers()[4] = x.numbers()[0] + x.numbers()[1]; // collinear
            x.numbers()[5] = 0; // never excited
            rls.learn(x, x.numbers()[0] - 3 * x.numbers()[2] + 1 + 0.01 * (random.nextDouble() - 0.5), 1);
        }
        x.numbers()[0] = 0.3;
        x.numbers()[1] = 0.1;
        x.numbers()[2] = -0.2;
        x.numbers()[3] = 0.4;
        x.numbers()[4] = 0.4;
        assertThat(rls.predict(x)).isCloseTo(0.3 + 0.6 + 1, within(0.01));
    }

    @Test
    void tooManyCoordinatesAreRefusedWithAWayOut() {
        Layout layout = Layout.builder().build();
        Layout wide = wide();
        assertThat(new RecursiveLeastSquares(RlsSettings.DEFAULT, layout).weights())
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecursiveLeastSquares(RlsSettings.DEFAULT, wide))
                .withMessageContaining("fewer bits");
    }

    private static Layout wide() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 16);
        return builder.build();
    }
}
