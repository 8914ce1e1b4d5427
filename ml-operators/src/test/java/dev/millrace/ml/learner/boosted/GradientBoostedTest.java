package dev.millrace.ml.learner.boosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;

class GradientBoostedTest {
    private static final int NUMBERS = 6;
    private static final Layout LAYOUT = layout(NUMBERS);

    private static Layout layout(int numbers) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < numbers; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    /** Of two trees of one leaf, the steps can be told by hand. */
    @Test
    void leavesTakeNewtonStepsOfTheLogLoss() {
        Classifier boosted = (Classifier)
                Learners.parse("gradient-boosted-trees:stages=2,rate=1").create(LAYOUT, 1);
        FeatureVector x = new FeatureVector(LAYOUT);
        boosted.learn(x, 0, 1);
        boosted.learn(x, 1, 1); // both from a share of a half, as nothing was said yet: a half over a quarter
        double[] scores = new double[2];
        boosted.predict(x, scores);
        assertThat(scores[1]).isCloseTo(1 / (1 + Math.exp(-4)), within(1e-12));
        boosted.learn(x, 0, 1);
        double first = (2 - 2) / 2.0; // two halves over a quarter
        // The second starts from what the first said, 2: one over its share is more than the most, 4; weighed by the
        // curvature.
        double share = 1 / (1 + Math.exp(-2));
        double weight = 4 * share * (1 - share);
        double second = (2 - 4 * weight) / (1 + weight);
        boosted.predict(x, scores);
        assertThat(scores[1]).isCloseTo(1 / (1 + Math.exp(-(first + second))), within(1e-12));
    }

    @Test
    void eachTreeOfValuesLearnsWhatIsLeft() {
        Regressor boosted = (Regressor) Learners.parse("gradient-boosted-trees-regression:stages=2,rate=0.5")
                .create(LAYOUT, 1);
        FeatureVector x = new FeatureVector(LAYOUT);
        boosted.learn(x, 10, 1);
        assertThat(boosted.predict(x)).isEqualTo(10);
        // The mean becomes 15. The first tree has seen 0 and 5 and says 2.5; the second, as the first said 0 then, the
        // same.
        boosted.learn(x, 20, 1);
        assertThat(boosted.predict(x)).isCloseTo(15 + 0.5 * 2.5 + 0.5 * 2.5, within(1e-12));
    }

    /** A class by a sum of curves, which a tree can only step along; the curves change after half. */
    @Test
    void boostedTreesAreRightMoreOftenThanOneTreeBeforeAndAfterAChange() {
        double[] one = shares("hoeffding-adaptive-tree");
        double[] boosted = shares("gradient-boosted-trees:stages=20");
        assertThat(boosted[0]).isGreaterThan(one[0] + 0.02);
        assertThat(boosted[1]).isGreaterThan(one[1] + 0.02);
    }

    /** Share of right predictions in the last two thousand events of each half. */
    private static double[] shares(String learner) {
        Classifier classifier = (Classifier) Learners.parse(learner).create(LAYOUT, 1);
        Random64 random = new Random64(5);
        FeatureVector x = new FeatureVector(LAYOUT);
        double[] scores = new double[3];
        double[] shares = new double[2];
        int events = 20_000;
        for (int n = 0; n < events; n++) {
            int half = 2 * n / events;
            double value = draw(x, random, 3 * half);
            int label = value < 11 ? 0 : value < 16 ? 1 : 2;
            classifier.predictAndLearn(x, label, 1, scores);
            boolean late = n % (events / 2) >= events / 2 - 2000;
            shares[half] += late && Scores.argmax(scores, 3) == label ? 1.0 / 2000 : 0;
        }
        return shares;
    }

    @Test
    void boostedTreesErrLessThanOneTreeBeforeAndAfterAChange() {
        double[] one = errors("hoeffding-regression-tree");
        double[] boosted = errors("gradient-boosted-trees-regression:stages=20");
        assertThat(boosted[0]).isLessThan(0.9 * one[0]);
        assertThat(boosted[1]).isLessThan(0.9 * one[1]);
    }

    /** Mean absolute error in the last two thousand events of each half. */
    private static double[] errors(String learner) {
        Regressor regressor = (Regressor) Learners.parse(learner).create(LAYOUT, 1);
        Random64 random = new Random64(6);
        FeatureVector x = new FeatureVector(LAYOUT);
        double[] errors = new double[2];
        int events = 16_000;
        for (int n = 0; n < events; n++) {
            int half = 2 * n / events;
            double value = draw(x, random, 3 * half) + random.nextGaussian();
            double error = Math.abs(value - regressor.predictAndLearn(x, value, 1));
            errors[half] += n % (events / 2) >= events / 2 - 2000 ? error / 2000 : 0;
        }
        return errors;
    }

    private static double draw(FeatureVector x, Random64 random, int shift) {
        double[] z = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            z[(i + shift) % NUMBERS] = x.numbers()[i] = random.nextDouble();
        }
        return 10 * StrictMath.sin(Math.PI * z[0] * z[1]) + 20 * (z[2] - 0.5) * (z[2] - 0.5) + 10 * z[3] + 5 * z[4];
    }

    @Test
    void tooManyAttributesForTheMemoryAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Learners.parse("gradient-boosted-trees:stages=1000").create(layout(2001), 1))
                .withMessageContaining("2000 attributes with 1000 stages, got 2001");
    }
}
