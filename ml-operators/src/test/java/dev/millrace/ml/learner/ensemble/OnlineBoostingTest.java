package dev.millrace.ml.learner.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;

/** Weak learners in a row see what none of them sees alone. */
class OnlineBoostingTest {
    private static final String STUMP = "hoeffding-tree:max-nodes=3,leaf-prediction=majority,grace-period=50";

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < 3; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    /** Test-then-train accuracy of the second half, where the class is what two of three thresholds say; from 10,000 on it is the opposite. */
    private static double accuracy(Classifier learner, Layout layout, int events) {
        Random64 random = new Random64(3);
        FeatureVector x = new FeatureVector(layout);
        double[] scores = new double[2];
        int right = 0;
        for (int n = 0; n < events; n++) {
            int above = 0;
            for (int i = 0; i < 3; i++) {
                x.numbers()[i] = random.nextDouble() - 0.5;
                above += x.numbers()[i] > 0 ? 1 : 0;
            }
            int label = (above >= 2 ? 1 : 0) ^ (n >= 10_000 ? 1 : 0);
            learner.predictAndLearn(x, label, 1, scores);
            right += n >= events / 2 && Scores.argmax(scores, 2) == label ? 1 : 0;
        }
        return right / (events / 2.0);
    }

    @Test
    void stumpsInARowFindAMajorityOfThresholds() {
        Layout layout = layout();
        Classifier stump = (Classifier) Learners.parse(STUMP).create(layout, 1);
        OnlineBoosting row = new OnlineBoosting(new BoostingSettings(20, STUMP, 0), layout, 1);
        OnlineBagging bag = new OnlineBagging(new BaggingSettings(20, STUMP, 1), layout, 1);
        assertThat(accuracy(stump, layout, 10_000)).isBetween(0.7, 0.8); // one threshold is right three times of four
        assertThat(accuracy(bag, layout, 10_000)).isLessThan(0.85); // all find much the same
        assertThat(accuracy(row, layout, 10_000)).isGreaterThan(0.87);
    }

    @Test
    void afterADriftMembersStartAnew() {
        Layout layout = layout();
        OnlineBoosting steady = new OnlineBoosting(new BoostingSettings(10, STUMP, 0), layout, 1);
        OnlineBoosting watched = new OnlineBoosting(new BoostingSettings(10, STUMP, 0.002), layout, 1);
        assertThat(accuracy(watched, layout, 20_000)).isGreaterThan(accuracy(steady, layout, 20_000) + 0.2);
    }

    @Test
    void membersThatLearnNoClassesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("online-boosting:base=linear").create(layout(), 1))
                .withMessageContaining("hoeffding-tree");
    }
}
