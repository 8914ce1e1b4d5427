package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.random.Random64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What single steps of linear learners promise. */
class StepsTest {
    private static final int WORDS = 10;

    private final Layout layout = layout();
    private final FeatureVector x = new FeatureVector(layout);
    private final double[] scores = new double[2];

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.number("b");
        builder.hashed("words", WORDS);
        return builder.build();
    }

    private Classifier classifier(String text) {
        return (Classifier) Learners.parse(text).create(layout, 1);
    }

    private Regressor regressor(String text) {
        return (Regressor) Learners.parse(text).create(layout, 1);
    }

    private void draw(Random64 random) {
        x.clear();
        x.numbers()[0] = random.nextGaussian();
        x.numbers()[1] = random.nextGaussian();
        x.addHashed(2 + random.nextInt(1 << WORDS), 1);
    }

    private int label() {
        return x.numbers()[0] - 0.5 * x.numbers()[1] > 0.2 ? 1 : 0;
    }

    /** The long way: ten thousand small steps instead of one. */
    private static double walked(ValueRule rule, double margin, double target, double reach, double weight) {
        int steps = 200_000;
        double m = margin;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double slope = rule.slope(m, target, 1, 1);
            sum += slope * weight / steps;
            m -= slope * reach * weight / steps;
        }
        return sum;
    }

    @Test
    void aStepAlongThePathOfAValuesLossIsManySmallSteps() {
        List<ValueRule> rules = List.of(
                new SquaredRule(),
                new HuberRule(0.5),
                new QuantileRule(0.8),
                new InsensitiveRule(0.1),
                new PoissonRule());
        for (ValueRule rule : rules) {
            for (double margin : new double[] {-1, 0, 0.3, 2}) {
                for (double target : new double[] {0, 1.5, 4}) {
                    for (double reach : new double[] {0.01, 1, 20}) {
                        double slope = rule.slope(margin, target, 1, 1);
                        double once = rule.travelled(margin, target, reach, 1.5, slope);
                        assertThat(once)
                                .as("%s from %s to %s by %s", rule.getClass().getSimpleName(), margin, target, reach)
                                .isCloseTo(walked(rule, margin, target, reach, 1.5), within(2e-3));
                    }
                }
            }
        }
    }

    @Test
    void aStepAlongThePathOfAClassLossIsManySmallSteps() {
        for (ClassRule rule : List.of(new LogisticRule(), new HingeRule(1))) {
            ValueRule asValue = new ValueRule() {
                @Override
                double slope(double margin, double target, double weight, double squaredNorm) {
                    return rule.slope(margin, (int) target, weight, squaredNorm);
                }
            };
            for (double margin : new double[] {-3, 0, 0.9, 2, 40}) {
                for (int side : new int[] {-1, 1}) {
                    for (double reach : new double[] {0.01, 1, 20}) {
                        double slope = rule.slope(margin, side, 1, 1);
                        assertThat(rule.travelled(margin, side, reach, 1.5, slope))
                                .isCloseTo(walked(asValue, margin, side, reach, 1.5), within(2e-3));
                    }
                }
            }
        }
    }

    @Test
    void normalizedStepsDoNotDependOnUnits() {
        for (String text :
                List.of("logistic:optimizer=normalized,rate=0.5", "svm:optimizer=normalized,adaptivity=0,rate=2")) {
            Classifier plain = classifier(text);
            Classifier scaled = classifier(text);
            Random64 random = new Random64(1);
            double[] other = new double[2];
            for (int n = 0; n < 500; n++) {
                draw(random);
                int label = label();
                plain.predictAndLearn(x, label, 1, scores);
                x.numbers()[0] *= 1024;
                x.numbers()[1] /= 4096;
                scaled.predictAndLearn(x, label, 1, other);
                assertThat(other[1]).isCloseTo(scores[1], within(1e-9));
            }
        }
    }

    @Test
    void ftrlMakesWeightsOfNoiseExactlyZero() {
        Classifier learner = classifier("logistic:optimizer=ftrl,rate=0.1,l1=3");
        Random64 random = new Random64(2);
        for (int n = 0; n < 2_000; n++) {
            draw(random);
            learner.learn(x, label(), 1);
        }
        double[] weights = ((LinearModel) learner).weights(1);
        assertThat(weights[0]).isGreaterThan(0.3);
        assertThat(weights[1]).isLessThan(-0.1);
        int zeros = 0;
        for (int c = 2; c < weights.length - 1; c++) {
            zeros += weights[c] == 0 ? 1 : 0;
        }
        assertThat(zeros).isEqualTo(1 << WORDS);
    }

    @Test
    void l1CutsToZeroAndNotBeyond() {
        for (String text : List.of("logistic:l1=0.05", "logistic:optimizer=adagrad,rate=0.1,l1=0.1")) {
            Classifier learner = classifier(text);
            Random64 random = new Random64(3);
            for (int n = 0; n < 3_000; n++) {
                draw(random);
                x.clearHashed();
                learner.learn(x, random.nextInt(2), 1);
            }
            double[] weights = ((LinearModel) learner).weights(1);
            assertThat(weights[0]).isBetween(-0.02, 0.02);
            assertThat(weights[1]).isBetween(-0.02, 0.02);
        }
    }

    @Test
    void theMeanOfAllWeightsAnswers() {
        Regressor last = regressor("linear:optimizer=sgd,invariant=false");
        Regressor mean = regressor("linear:optimizer=sgd,invariant=false,average=true");
        Random64 random = new Random64(4);
        double[] sum = new double[layout.width() + 1];
        int events = 300;
        for (int n = 0; n < events; n++) {
            draw(random);
            double value = 3 * x.numbers()[0] + 1;
            last.learn(x, value, 1);
            mean.learn(x, value, 1);
            double[] now = ((LinearModel) last).weights(0);
            for (int c = 0; c < sum.length; c++) {
                sum[c] += now[c];
            }
        }
        double[] answering = ((LinearModel) mean).weights(0);
        double expected = sum[layout.width()] / events;
        for (int c = 0; c < sum.length; c++) {
            assertThat(answering[c]).isCloseTo(sum[c] / events, within(1e-12));
        }
        x.clearHashed();
        expected += sum[0] / events * x.numbers()[0] + sum[1] / events * x.numbers()[1];
        assertThat(mean.predict(x)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void passiveAggressiveUndoesTheLossOfAnEvent() {
        Classifier classifier = classifier("passive-aggressive:variant=pa");
        Regressor regressor = regressor("passive-aggressive-regression:variant=pa,epsilon=0.25");
        Classifier several = classifier("passive-aggressive:variant=pa");
        Random64 random = new Random64(5);
        double[] three = new double[3];
        for (int n = 0; n < 200; n++) {
            draw(random);
            x.addHashed(x.hashedIndex(0), 2); // two hashed values on one coordinate count as their sum
            int label = n == 0 ? 1 : random.nextInt(2);
            classifier.learn(x, label, 1);
            classifier.predict(x, scores);
            assertThat(Math.log(scores[label] / scores[1 - label])).isGreaterThan(1 - 1e-9);
            double value = 10 * random.nextGaussian();
            regressor.learn(x, value, 1);
            assertThat(Math.abs(regressor.predict(x) - value)).isLessThan(0.25 + 1e-9);
            int third = n == 0 ? 2 : random.nextInt(3);
            several.predict(x, three);
            int rival = ClassRule.bestBut(three, 3, third);
            several.learn(x, third, 1);
            several.predict(x, three);
            assertThat(Math.log(three[third] / three[rival])).isGreaterThan(1 - 1e-9);
        }
    }

    @Test
    void passiveAggressiveGoesNoFurtherThanItMay() {
        x.numbers()[0] = 2;
        x.numbers()[1] = 0;
        Regressor capped = regressor("passive-aggressive-regression:variant=pa-i,c=0.01,epsilon=0,intercept=false");
        capped.learn(x, 100, 1);
        assertThat(capped.predict(x)).isCloseTo(0.01 * 4, within(1e-12));
        Regressor weighty = regressor("passive-aggressive-regression:variant=pa-i,c=0.01,epsilon=0,intercept=false");
        weighty.learn(x, 100, 3);
        assertThat(weighty.predict(x)).isCloseTo(0.03 * 4, within(1e-12));
        Regressor damped = regressor("passive-aggressive-regression:variant=pa-ii,c=0.5,epsilon=0,intercept=false");
        damped.learn(x, 100, 1);
        assertThat(damped.predict(x)).isCloseTo(100.0 / (4 + 1) * 4, within(1e-12));
    }

    @Test
    void thePerceptronStepsAtMistakesOnly() {
        Classifier perceptron = classifier("perceptron:average=false");
        x.numbers()[0] = 1;
        x.numbers()[1] = 0;
        perceptron.learn(x, 1, 1);
        assertThat(((LinearModel) perceptron).weights(1)[0]).isEqualTo(0.5);
        perceptron.learn(x, 1, 1);
        assertThat(((LinearModel) perceptron).weights(1)[0]).isEqualTo(0.5);
    }

    @Test
    void balancedClassesCountAlike() {
        Classifier plain = classifier("logistic:rate=0.2,decay=0.5");
        Classifier balanced = classifier("logistic:rate=0.2,decay=0.5,class-weights=balanced");
        Classifier given = classifier("logistic:rate=0.2,decay=0.5,class-weights=1/19");
        Random64 random = new Random64(6);
        for (int n = 0; n < 4_000; n++) {
            draw(random);
            x.clear();
            int label = random.nextInt(20) == 0 ? 1 : 0;
            plain.learn(x, label, 1);
            balanced.learn(x, label, 1);
            given.learn(x, label, 1);
        }
        plain.predict(x, scores);
        assertThat(scores[1]).isLessThan(0.3);
        for (Classifier even : List.of(balanced, given)) {
            even.predict(x, scores);
            assertThat(scores[1]).isBetween(0.4, 0.6);
        }
    }

    @Test
    void quantilesAndMeansAreFound() {
        Random64 random = new Random64(7);
        Regressor median = regressor("linear:loss=quantile,rate=0.02");
        Regressor ninth = regressor("linear:loss=quantile,quantile=0.9,rate=0.02");
        Regressor mean = regressor("linear:rate=0.002");
        Regressor counts = regressor("linear:loss=poisson,rate=0.002");
        x.clear();
        for (int n = 0; n < 20_000; n++) {
            double value = -Math.log(1 - random.nextDouble()); // exponential: mean 1, median ln 2, ninth decile ln 10
            median.learn(x, value, 1);
            ninth.learn(x, value, 1);
            mean.learn(x, value, 1);
            counts.learn(x, 3 * value, 1);
        }
        assertThat(median.predict(x)).isCloseTo(Math.log(2), within(0.1));
        assertThat(ninth.predict(x)).isCloseTo(Math.log(10), within(0.2));
        assertThat(mean.predict(x)).isCloseTo(1, within(0.1));
        assertThat(counts.predict(x)).isCloseTo(3, within(0.3));
    }

    @Test
    void aHundredThousandFeaturesAreNoTrouble() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < 100_000; i++) {
            builder.number("n" + i);
        }
        Layout wide = builder.build();
        FeatureVector many = new FeatureVector(wide);
        for (String text :
                List.of("logistic:optimizer=ftrl", "svm", "linear", "linear:optimizer=normalized", "perceptron")) {
            Learner learner = Learners.parse(text).create(wide, 1);
            Random64 random = new Random64(8);
            for (int n = 0; n < 5; n++) {
                many.clear();
                for (int i = 0; i < 100; i++) {
                    many.numbers()[random.nextInt(100_000)] = random.nextGaussian();
                }
                if (learner instanceof Classifier classifier) {
                    classifier.predictAndLearn(many, 1 - n % 2, 1, scores);
                    assertThat(scores[0] + scores[1]).isCloseTo(1, within(1e-12));
                } else {
                    assertThat(((Regressor) learner).predictAndLearn(many, n, 1))
                            .isFinite();
                }
            }
        }
    }

    @Test
    void settingsOutOfRangeAreRefusedWithWhatIsAllowed() {
        refused("svm:rate=0", "rate must be above 0 and at most 1e6, got 0.0");
        refused("svm:decay=2", "decay must be in 0.0 … 1.0, got 2.0");
        refused("svm:decay-start=0", "decay-start must be in 1.0");
        refused("linear:adaptivity=0.6", "adaptivity must be in 0.0 … 0.5");
        refused("linear:quantile=1", "quantile must be between 0 and 1");
        refused("linear:threshold=0", "threshold must be above 0");
        refused("linear:epsilon=-1", "epsilon must be in");
        refused("linear:l1=-1", "l1 must be in");
        refused("linear:l2=NaN", "l2 must be in");
        refused("logistic:beta-one=1", "beta-one must be at least 0 and below 1");
        refused("logistic:ftrl-beta=-1", "ftrl-beta must be in");
        refused("logistic:optimizer=ftrl,decay=0.5", "decay has no meaning for ftrl");
        refused("logistic:class-weights=1/x", "class-weights is none, balanced, or a weight above 0 for each class");
        refused("logistic:class-weights=0/1", "class-weights is none");
        refused("passive-aggressive:c=0", "c must be in");
        refused("passive-aggressive-regression:epsilon=-1", "epsilon must be in");
        refused("passive-aggressive:varant=pa", "did you mean 'variant'?");
    }

    private static void refused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse(text))
                .withMessageContaining(message);
    }
}
