package dev.millrace.ml.learner.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ensembles of regression trees on a value that five of eight numbers make; after half of the stream other numbers play the parts. */
class RegressionEnsemblesTest {
    private static final int NUMBERS = 8;
    private static final int EVENTS = 12_000;
    private static final Layout LAYOUT = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < NUMBERS; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    /** Mean absolute error of predictions before learning, in the last thousand events of each half. */
    private static double[] errors(String learner) {
        Regressor regressor = (Regressor) Learners.parse(learner).create(LAYOUT, 1);
        Random64 random = new Random64(7);
        FeatureVector x = new FeatureVector(LAYOUT);
        double[] errors = new double[2];
        for (int n = 0; n < EVENTS; n++) {
            int half = 2 * n / EVENTS;
            double value = draw(x, random, half * 3);
            double error = Math.abs(value - regressor.predictAndLearn(x, value, 1));
            errors[half] += n % (EVENTS / 2) >= EVENTS / 2 - 1000 ? error / 1000 : 0;
        }
        return errors;
    }

    private static double draw(FeatureVector x, Random64 random, int shift) {
        double[] z = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            z[(i + shift) % NUMBERS] = x.numbers()[i] = random.nextDouble();
        }
        return 10 * StrictMath.sin(Math.PI * z[0] * z[1])
                + 20 * (z[2] - 0.5) * (z[2] - 0.5)
                + 10 * z[3]
                + 5 * z[4]
                + random.nextGaussian();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adaptive-random-forest-regression", "online-bagging-regression:lambda=6"})
    void theMeanOfTenTreesIsBetterThanOneBeforeAndAfterAChange(String learner) {
        double[] one = errors("hoeffding-regression-tree");
        double[] ten = errors(learner);
        assertThat(ten[0]).isLessThan(0.9 * one[0]);
        assertThat(ten[1]).isLessThan(0.9 * one[1]);
    }

    @Test
    void aForestThatNeverReplacesATreeFallsBehindAfterAChange() {
        double[] adaptive = errors("arf-regression:members=4");
        double[] stubborn = errors("arf-regression:members=4,drift-delta=1e-300,warning-delta=1e-300");
        assertThat(adaptive[1]).isLessThan(0.9 * stubborn[1]);
    }

    @Test
    void aBaseThatLearnsNoValuesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("online-bagging-regression:base=naive-bayes")
                        .create(LAYOUT, 1))
                .withMessageContaining("'naive-bayes' learns no values");
    }
}
