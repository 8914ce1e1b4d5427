package dev.millrace.ml.learner.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a value is missing is an outcome of a split like any: what is so has a branch of its own. */
class MissingValuesInTreesTest {
    private static final int MISSING = 2;

    @ParameterizedTest
    @ValueSource(strings = {"hoeffding-tree", "hoeffding-adaptive-tree", "efdt"})
    void whoLacksANumberIsToldFromThoseWhoHaveIt(String name) {
        Layout.Builder layout = Layout.builder();
        layout.number("size");
        assertThat(accuracyOnMissing(name, layout.build(), (x, value) -> x.numbers()[0] = value))
                .isGreaterThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hoeffding-tree", "hoeffding-adaptive-tree", "efdt"})
    void whoLacksANameIsToldFromThoseWhoHaveOne(String name) {
        Layout.Builder layout = Layout.builder();
        layout.category("size", 11);
        assertThat(accuracyOnMissing(name, layout.build(), (x, value) -> x.categories()[0] = (int) value))
                .isGreaterThan(0.95);
    }

    private interface Setter {
        void set(FeatureVector x, double value);
    }

    /** Small is class 0, large 1, what is missing a class of its own; the last thousand of 6,000 events count. */
    private static double accuracyOnMissing(String name, Layout layout, Setter setter) {
        Classifier tree = (Classifier) Learners.parseMember("base", name).create(layout, 5);
        Random64 random = new Random64(11);
        double[] scores = new double[3];
        FeatureVector x = new FeatureVector(layout);
        int asked = 0;
        int right = 0;
        for (int i = 0; i < 6_000; i++) {
            x.clear();
            boolean missing = random.nextInt(10) < 3;
            int size = random.nextInt(10);
            if (!missing) {
                setter.set(x, size);
            }
            int label = missing ? MISSING : size < 5 ? 0 : 1;
            tree.predictAndLearn(x, label, 1, scores);
            if (missing && i >= 5_000) {
                asked++;
                right += Scores.argmax(scores, 3) == label ? 1 : 0;
            }
        }
        return (double) right / asked;
    }
}
