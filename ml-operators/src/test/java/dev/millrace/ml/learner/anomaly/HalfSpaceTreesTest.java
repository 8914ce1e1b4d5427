package dev.millrace.ml.learner.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalfSpaceTreesTest {
    private static Layout numbers(int count) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < count; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    @Test
    void theMassOfATreeIsWhatFellIntoARegionTimesHowSmallItIs() {
        HalfSpaceTree tree = new HalfSpaceTree(1, 6, 1, 0);
        int[] none = {};
        for (int n = 0; n < 100; n++) {
            tree.add(new double[] {0.3}, none, 2);
        }
        assertThat(tree.mass(new double[] {0.3}, none, 0, 0))
                .isZero(); // nothing is compared with before the window is full
        tree.turn();
        assertThat(tree.mass(new double[] {0.3}, none, 0, 0)).isEqualTo(200 * 64.0);
        assertThat(tree.mass(new double[] {0.3}, none, 500, 0)).isEqualTo(200); // few enough at the root
        assertThat(tree.mass(new double[] {0.95}, none, 0, 0)).isZero();
        assertThat(tree.mass(new double[] {0.3}, none, 0, 2)).isEqualTo(202 * 64.0); // with the point itself
        tree.turn();
        assertThat(tree.mass(new double[] {0.3}, none, 0, 0)).isZero();
    }

    /** What lies beyond all that was is not all the same: far beyond is stranger than just beyond, and nothing is strange for certain. */
    @Test
    void anExtremeIsTheStrangerTheFartherItIs() {
        Layout layout = numbers(1);
        HalfSpaceTrees trees = new HalfSpaceTrees(HalfSpaceSettings.DEFAULT, layout, 3);
        Random64 random = new Random64(3);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 1_000; n++) {
            x.numbers()[0] = 100 + 10 * random.nextDouble();
            trees.learn(x, 1);
        }
        double before = 0;
        for (double value : new double[] {105, 111, 113, 116, 130}) {
            x.numbers()[0] = value;
            double score = trees.score(x);
            assertThat(score).as("at " + value).isGreaterThan(before).isLessThan(1);
            before = score;
        }
    }

    @Test
    void twoWindowsAreNeededToTell() {
        Layout layout = numbers(2);
        HalfSpaceTrees trees = new HalfSpaceTrees(new HalfSpaceSettings(5, 8, 50), layout, 1);
        Random64 random = new Random64(1);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 100; n++) {
            x.numbers()[0] = random.nextDouble();
            x.numbers()[1] = random.nextDouble();
            assertThat(trees.scoreAndLearn(x, 1)).isZero();
        }
        x.numbers()[0] = 0.5;
        double usual = trees.score(x);
        x.numbers()[0] = 30;
        assertThat(trees.score(x)).isGreaterThan(usual).isLessThanOrEqualTo(1);
    }

    @Test
    void outliersOfACloudRankFirst() {
        Layout layout = numbers(3);
        HalfSpaceTrees trees = new HalfSpaceTrees(HalfSpaceSettings.DEFAULT, layout, 7);
        Random64 random = new Random64(2);
        Metrics metrics = Metrics.ofClasses("anomaly");
        metrics.ensureClasses(List.of("normal", "anomaly"));
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 5_000; n++) {
            boolean strange = random.nextInt(50) == 0;
            for (int i = 0; i < 3; i++) {
                x.numbers()[i] = random.nextGaussian() + (strange ? 4 : 0);
            }
            double score = trees.scoreAndLearn(x, 1);
            if (n >= 500) {
                metrics.score(strange ? 1 : 0, score > 0.5 ? 1 : 0, -1, -1, new double[] {1 - score, score});
            }
        }
        assertThat(metrics.auc()).isGreaterThan(0.98);
    }

    @Test
    void whatHasBecomeUsualIsNotStrangeForLong() {
        Layout layout = numbers(1);
        HalfSpaceTrees trees = new HalfSpaceTrees(new HalfSpaceSettings(25, 10, 100), layout, 3);
        Random64 random = new Random64(3);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 1_000; n++) {
            x.numbers()[0] = random.nextGaussian();
            trees.learn(x, 1);
        }
        x.numbers()[0] = 50;
        assertThat(trees.score(x)).isGreaterThan(0.5);
        for (int n = 0; n < 300; n++) {
            x.numbers()[0] = 50 + random.nextGaussian();
            trees.learn(x, 1);
        }
        x.numbers()[0] = 50;
        assertThat(trees.score(x)).isLessThan(0.5);
    }

    @Test
    void aRareCategoryIsStrange() {
        Layout.Builder builder = Layout.builder();
        builder.category("colour", 20);
        Layout layout = builder.build();
        HalfSpaceTrees trees = new HalfSpaceTrees(new HalfSpaceSettings(25, 10, 100), layout, 4);
        Random64 random = new Random64(4);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 300; n++) {
            x.categories()[0] = random.nextInt(3);
            trees.learn(x, 1);
        }
        double usual = trees.score(x);
        x.categories()[0] = 11;
        assertThat(trees.score(x)).isGreaterThan(usual);
    }

    @Test
    void emptyRegionsTakeNoRoomInASnapshot() {
        Layout layout = numbers(1);
        HalfSpaceTrees trees = new HalfSpaceTrees(HalfSpaceSettings.DEFAULT, layout, 5);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 1_000; n++) {
            x.numbers()[0] = 1;
            trees.learn(x, 1);
        }
        BytesStateWriter out = new BytesStateWriter();
        trees.snapshot(out);
        assertThat(out.main().length).isLessThan(25 * 16 * 30);
    }

    @Test
    void withoutNumbersOrCategoriesTheyAreRefused() {
        Layout.Builder words = Layout.builder();
        words.hashed("words", 4);
        Layout layout = words.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HalfSpaceTrees(HalfSpaceSettings.DEFAULT, layout, 1))
                .withMessageContaining("add");
    }
}
