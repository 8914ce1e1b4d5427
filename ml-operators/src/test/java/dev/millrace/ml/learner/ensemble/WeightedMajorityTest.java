package dev.millrace.ml.learner.ensemble;

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
import dev.millrace.stream.settings.Settings;
import org.junit.jupiter.api.Test;

/** What the papers promise of those who trust several experts. */
class WeightedMajorityTest {
    private static final String EXPERTS =
            "no-change+majority+naive-bayes+(logistic:rate=0.5)+(hoeffding-tree:grace-period=50)";

    private final Layout layout = layout();
    private final FeatureVector x = new FeatureVector(layout);

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.number("b");
        return builder.build();
    }

    private interface Labels {
        /** Draws an event into {@link #x}. */
        int next(Random64 random, int n);
    }

    private int mistakes(Classifier learner, Labels labels, int events, long seed) {
        Random64 random = new Random64(seed);
        double[] scores = new double[2];
        int mistakes = 0;
        learner.learn(x, 0, 1);
        learner.learn(x, 1, 1);
        for (int n = 0; n < events; n++) {
            int label = labels.next(random, n);
            learner.predictAndLearn(x, label, 1, scores);
            mistakes += Scores.argmax(scores, 2) == label ? 0 : 1;
        }
        return mistakes;
    }

    private int noisyLine(Random64 random, int n) {
        x.numbers()[0] = random.nextGaussian();
        x.numbers()[1] = random.nextGaussian();
        return x.numbers()[0] + x.numbers()[1] + 0.5 * random.nextGaussian() > 0 ? 1 : 0;
    }

    @Test
    void mistakesStayWithinTheBoundOfThePaper() {
        for (double beta : new double[] {0.2, 0.5, 0.9}) {
            for (long seed = 1; seed <= 5; seed++) {
                MajoritySettings settings = new MajoritySettings(EXPERTS, beta, 0, MajoritySettings.Loss.MISTAKES);
                int made = mistakes(new WeightedMajority(settings, layout, 1), this::noisyLine, 1_000, seed);
                int best = Integer.MAX_VALUE;
                for (String expert : EXPERTS.split("\\+", -1)) {
                    Classifier alone = (Classifier) Learners.parse(expert).create(layout, 1);
                    best = Math.min(best, mistakes(alone, this::noisyLine, 1_000, seed));
                }
                double bound = (Math.log(5) + (best + 2) * Math.log(1 / beta)) / Math.log(2 / (1 + beta));
                assertThat((double) made).isLessThan(bound).isLessThan(2.0 * best);
            }
        }
    }

    /** Two stretches, each with its own best expert: runs of equal labels that no field tells, then a line without runs. */
    private int runsThenLine(Random64 random, int n) {
        int label = noisyLine(random, n);
        return n % 4_000 < 2_000 ? n / 100 % 2 : label;
    }

    @Test
    void sharedWeightsFollowTheExpertThatIsBestNow() {
        String two = "no-change+naive-bayes";
        WeightedMajority shared =
                new WeightedMajority(new MajoritySettings(two, 0.5, 0.01, MajoritySettings.Loss.MISTAKES), layout, 1);
        WeightedMajority held =
                new WeightedMajority(new MajoritySettings(two, 0.5, 0, MajoritySettings.Loss.MISTAKES), layout, 1);
        int tracking = mistakes(shared, this::runsThenLine, 16_000, 3);
        assertThat(tracking).isLessThan(mistakes(held, this::runsThenLine, 16_000, 3) * 3 / 4);
        assertThat(shared.weight(0) + shared.weight(1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void weightsAreWhatIsLeftAfterMistakes() {
        ExpertWeights weights = new ExpertWeights(3, 0.5, 0);
        weights.judge(new double[] {1, 0, 0.5}, 1);
        weights.judge(new double[] {1, 0, 0}, 2);
        double sum = 1 + 1 / 8.0 + Math.sqrt(0.5);
        assertThat(weights.of(0)).isCloseTo(1 / 8.0 / sum, within(1e-12));
        assertThat(weights.of(1)).isCloseTo(1 / sum, within(1e-12));
        assertThat(weights.of(2)).isCloseTo(Math.sqrt(0.5) / sum, within(1e-12));
    }

    @Test
    void sharingGivesPartOfAWeightToTheOthers() {
        ExpertWeights weights = new ExpertWeights(3, 0.5, 0.3);
        weights.judge(new double[] {1, 1, 0}, 1);
        assertThat(weights.of(2)).isCloseTo(0.7 * 0.5 + 0.15 * 0.5, within(1e-12));
        assertThat(weights.of(0)).isCloseTo(0.7 * 0.25 + 0.15 * 0.75, within(1e-12));
    }

    @Test
    void anAverageComesToTrustTheRegressorThatIsRight() {
        WeightedAverage average = new WeightedAverage(new AverageSettings("mean+last-value+rls", 0.5, 0), layout, 1);
        Regressor best = (Regressor) Learners.parse("rls").create(layout, 1);
        Random64 random = new Random64(5);
        double errors = 0;
        double least = 0;
        for (int n = 0; n < 5_000; n++) {
            noisyLine(random, n);
            double value = 100 * x.numbers()[0] - 20 * x.numbers()[1] + random.nextGaussian();
            double error = average.predictAndLearn(x, value, 1) - value;
            errors += n < 500 ? 0 : error * error;
            error = best.predictAndLearn(x, value, 1) - value;
            least += n < 500 ? 0 : error * error;
        }
        assertThat(average.weight(2)).isGreaterThan(0.999);
        assertThat(errors).isLessThan(1.1 * least);
    }

    @Test
    void defaultsAreThese() {
        assertThat(Settings.write(MajoritySettings.DEFAULT).toString())
                .isEqualTo("{learners=naive-bayes+hoeffding-tree+(logistic:optimizer=normalized,rate=0.5), beta=0.5,"
                        + " share=0.01, loss=mistakes}");
        assertThat(Settings.write(AverageSettings.DEFAULT).toString())
                .isEqualTo("{learners=mean+hoeffding-regression-tree+(linear:optimizer=normalized,rate=0.5), beta=0.5,"
                        + " share=0.0}");
    }

    @Test
    void membersOfAnotherKindAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("weighted-majority:learners=naive-bayes+linear")
                        .create(layout, 1))
                .withMessageContaining("'linear' is for regression");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Learners.parse("weighted-average:learners=naive-bayes").create(layout, 1))
                .withMessageContaining("regressor");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Learners.parse("weighted-majority:learners=naive-byes").create(layout, 1))
                .withMessageContaining("did you mean 'naive-bayes'?");
    }
}
