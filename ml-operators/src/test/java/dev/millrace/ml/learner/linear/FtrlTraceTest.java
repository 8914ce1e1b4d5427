package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.math.Elementary;
import org.junit.jupiter.api.Test;

/**
 * A published trace of follow the regularised leader: two batches of ten rows, whose gradients are taken at the weights before
 * the batch, summed and divided by ten, and stepped along once.
 */
class FtrlTraceTest {
    private static final double[] START = {0.41233679404769874, -0.18088118293232122};
    private static final double[][] FIRST = {
        {0.1, 2, 0}, {0.2, 2, 0}, {0.3, 2, 0}, {0.4, 2, 0}, {0.5, 2, 0},
        {11, 12, 1}, {12, 11, 1}, {13, 12, 1}, {14, 12, 1}, {15, 12, 1}
    };
    private static final double[][] SECOND = {
        {0.2, 3, 0}, {0.8, 1, 0}, {0.7, 1, 0}, {0.6, 2, 0}, {0.2, 2, 0},
        {14, 17, 1}, {15, 10, 1}, {16, 16, 1}, {17, 10, 1}, {18, 13, 1}
    };

    private final Layout layout = layout();
    private final FeatureVector x = new FeatureVector(layout);
    private final Descent ftrl = Descent.of(
            new StepSettings(Optimizer.FTRL, 0.1, 0, 1, 0.5, 0.1, 0.1, false, false, false, 0.9, 0.999, 0.1),
            new Coordinates(layout));

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.number("b");
        return builder.build();
    }

    private double probability(double a, double b) {
        x.numbers()[0] = a;
        x.numbers()[1] = b;
        return Elementary.logistic(ftrl.answer(x));
    }

    private void batch(double[][] rows) {
        double[] gradient = new double[2];
        for (double[] row : rows) {
            double slope = new LogisticRule().slope(margin(row), row[2] > 0 ? 1 : -1, 1, 0);
            gradient[0] += slope * row[0] / rows.length;
            gradient[1] += slope * row[1] / rows.length;
        }
        ftrl.move(0, gradient[0], 1);
        ftrl.move(1, gradient[1], 1);
    }

    private double margin(double[] row) {
        x.numbers()[0] = row[0];
        x.numbers()[1] = row[1];
        return ftrl.answer(x);
    }

    @Test
    void twoBatchesGiveThePublishedProbabilities() {
        ftrl.weights[0] = START[0]; // given, without any history
        ftrl.weights[1] = START[1];
        batch(FIRST);
        assertThat(probability(15.5, 11.2)).isCloseTo(0.9551896584435712, within(1e-14));
        assertThat(probability(0.8, 2.7)).isCloseTo(0.4646033302681509, within(1e-14));
        batch(SECOND);
        assertThat(probability(15.5, 11.2)).isCloseTo(0.9868956759340329, within(1e-14));
        assertThat(probability(0.8, 2.7)).isCloseTo(0.49048556199982307, within(1e-14));
    }
}
