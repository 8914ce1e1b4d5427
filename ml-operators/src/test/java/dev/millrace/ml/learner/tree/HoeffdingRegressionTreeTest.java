package dev.millrace.ml.learner.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.tree.RegressionTreeSettings.LeafModel;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class HoeffdingRegressionTreeTest {
    private static final Layout LAYOUT = layout();
    private final Random64 random = new Random64(1);

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("hour");
        builder.number("noise");
        builder.category("day", 3);
        return builder.build();
    }

    private static HoeffdingRegressionTree tree(LeafModel model) {
        return (HoeffdingRegressionTree) Learners.parse(
                        "hoeffding-regression-tree:leaf-model=" + model.name().toLowerCase(java.util.Locale.ROOT))
                .create(LAYOUT, 1);
    }

    private FeatureVector draw() {
        FeatureVector x = new FeatureVector(LAYOUT);
        x.numbers()[0] = random.nextInt(24);
        x.numbers()[1] = random.nextGaussian();
        x.categories()[0] = random.nextInt(3);
        return x;
    }

    /** Learns that many events; gives the mean absolute error of the last thousand, each predicted before it was learned. */
    private double learn(HoeffdingRegressionTree tree, int events, ToDoubleFunction<FeatureVector> truth) {
        double sum = 0;
        for (int n = 0; n < events; n++) {
            FeatureVector x = draw();
            double value = truth.applyAsDouble(x);
            double error = Math.abs(value - tree.predictAndLearn(x, value, 1));
            sum += n >= events - 1000 ? error : 0;
        }
        return sum / 1000;
    }

    @Test
    void findsStepsExactly() {
        HoeffdingRegressionTree tree = tree(LeafModel.MEAN);
        double error = learn(tree, 30_000, x -> (x.numbers()[0] <= 7 ? 10 : 200) + (x.categories()[0] == 1 ? 50 : 0));
        assertThat(error).isLessThan(0.5);
        assertThat(tree.nodes()).isBetween(5, 15);
    }

    @Test
    void lineLeavesLearnALineThatMeansDoNot() {
        ToDoubleFunction<FeatureVector> line =
                x -> 3 * x.numbers()[0] - 5 * x.numbers()[1] + (x.categories()[0] == 2 ? 9 : 0);
        double byMean = learn(tree(LeafModel.MEAN), 5000, line);
        double byLine = learn(tree(LeafModel.LINEAR), 5000, line);
        double byEither = learn(tree(LeafModel.ADAPTIVE), 5000, line);
        assertThat(byLine).isLessThan(byMean / 2);
        assertThat(byEither).isLessThan(byMean / 2);
    }

    @Test
    void aSubtreeWhoseErrorRisesIsReplaced() {
        HoeffdingRegressionTree tree = tree(LeafModel.MEAN);
        learn(tree, 20_000, x -> x.numbers()[0] <= 7 ? 10 : 200);
        double after = learn(tree, 10_000, x -> x.numbers()[0] <= 15 ? 200 : 10);
        assertThat(after).isLessThan(2);
        assertThat(tree.nodes()).isLessThan(40);
    }

    @Test
    void valuesBeyondAllMeasureAreNotLearned() {
        HoeffdingRegressionTree tree = tree(LeafModel.ADAPTIVE);
        learn(tree, 2000, x -> x.numbers()[0]);
        FeatureVector x = draw();
        double before = tree.predict(x);
        tree.learn(x, 1e300, 1);
        assertThat(tree.predict(x)).isEqualTo(before);
    }

    @Test
    void momentsOfTheRestAreThoseOfTheRest() {
        double[] all = new double[Moments.CELLS];
        double[] part = new double[Moments.CELLS];
        double[] rest = new double[Moments.CELLS];
        double[] computed = new double[Moments.CELLS];
        for (int i = 0; i < 1000; i++) {
            double value = 100 + random.nextGaussian();
            double weight = 1 + random.nextInt(3);
            Moments.add(all, 0, value, weight);
            Moments.add(i % 3 == 0 ? part : rest, 0, value, weight);
        }
        Moments.rest(all, 0, part, 0, computed, 0);
        assertThat(computed).containsExactly(rest, within(1e-8));
    }

    /** What the first format, in which empty bins were written too, had learned goes on as it did then. */
    @Test
    void theFirstFormatIsRead() throws IOException {
        HoeffdingRegressionTree tree = (HoeffdingRegressionTree)
                Learners.parse("hoeffding-regression-tree:leaf-model=adaptive,drift-threshold=2")
                        .create(LAYOUT, 1);
        try (InputStream stored = getClass().getResourceAsStream("regression-tree-1.bin")) {
            tree.restore(new BytesStateReader(new TreeMap<>(Map.of("main", stored.readAllBytes()))));
        }
        for (int n = 0; n < 2700; n++) {
            draw();
        }
        double sum = 0;
        for (int n = 2700; n < 3100; n++) {
            FeatureVector x = draw();
            double value = x.numbers()[0] * 3;
            sum += Math.abs(value - tree.predictAndLearn(x, value, 1));
        }
        assertThat(sum).isEqualTo(1409.669899967079);
    }

    @Test
    void fewDifferentValuesTakeLittleRoom() {
        HoeffdingRegressionTree tree = tree(LeafModel.MEAN);
        for (int n = 0; n < 150; n++) {
            FeatureVector x = draw();
            x.numbers()[0] = n % 2;
            x.numbers()[1] = 7;
            tree.learn(x, n, 1);
        }
        BytesStateWriter out = new BytesStateWriter();
        tree.snapshot(out);
        assertThat(out.main().length).isLessThan(600);
    }

    @Test
    void binsCoverWhateverComesAndLoseNothing() {
        SpareParts spare = new SpareParts(LAYOUT);
        ValueBins bins = new ValueBins();
        double[] wanted = new double[Moments.CELLS];
        double[] scales = {1, 1e-9, 1e12, 1e-300, 1e99};
        for (int i = 0; i < 2000; i++) {
            double x = random.nextGaussian() * scales[Math.min(4, i / 400)];
            bins.observe(x, i, 1, spare);
            Moments.add(wanted, 0, i, 1);
        }
        double[] total = new double[Moments.CELLS];
        bins.total(total);
        assertThat(total[0]).isEqualTo(2000);
        assertThat(total[1]).isCloseTo(wanted[1], within(1e-9));
        assertThat(total[2]).isCloseTo(wanted[2], within(1e-3));
        assertThat(Integer.bitCount(bins.occupied())).isGreaterThan(1);
    }
}
