package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.oracle.labs.mlrg.olcut.util.Pair;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.SGD;

/** Tribuo's own optimiser and objective, one step at a time beside ours. */
class TribuoExportTest {
    private static final int NUMBERS = 6;
    private static final OffsetDateTime WHEN = OffsetDateTime.parse("2026-01-01T00:00:00Z");

    private final Layout layout = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < NUMBERS; i++) {
            builder.number("n" + i);
        }
        builder.category("colour", 4);
        return builder.build();
    }

    private static int draw(Random64 random, FeatureVector x, int classes) {
        int label = random.nextInt(classes);
        for (int i = 0; i < NUMBERS; i++) {
            x.numbers()[i] = random.nextGaussian() + (i == label ? 1 : 0);
        }
        x.categories()[0] = random.nextInt(2) == 0 ? label % 4 : random.nextInt(4);
        return label;
    }

    private DenseVector dense(FeatureVector x) {
        double[] values = new double[layout.width() + 1];
        values[layout.width()] = 1; // Tribuo's intercept
        System.arraycopy(x.numbers(), 0, values, 0, NUMBERS);
        values[NUMBERS + x.categories()[0]] = 1;
        return DenseVector.createDenseVector(values);
    }

    private void stepByStep(LogisticSettings settings, StochasticGradientOptimiser optimiser, int classes) {
        LogisticRegression ours = new LogisticRegression(settings, layout);
        LinearParameters theirs = new LinearParameters(layout.width() + 1, classes);
        optimiser.initialise(theirs);
        LogMulticlass objective = new LogMulticlass();
        Random64 random = new Random64(3);
        FeatureVector x = new FeatureVector(layout);
        double[] scores = new double[classes];
        for (int n = 0; n < 500; n++) {
            int drawn = draw(random, x, classes);
            int label = n == 0 ? classes - 1 : drawn; // the last class first: Tribuo knows all from the start
            double weight = 0.5 + random.nextInt(3);
            SGDVector given = dense(x);
            DenseVector predicted = theirs.predict(given);
            predicted.normalize(objective.getNormalizer());
            ours.predict(x, scores);
            if (n > 0) {
                for (int k = 0; k < classes; k++) {
                    assertThat(scores[k]).as("event %d, class %d", n, k).isCloseTo(predicted.get(k), within(1e-9));
                }
            }
            Pair<Double, SGDVector> gradient = objective.lossAndGradient(label, theirs.predict(given));
            theirs.update(optimiser.step(theirs.gradients(gradient, given), weight));
            ours.learn(x, label, weight);
            for (int k = 0; k < classes; k++) {
                double[] weights = ours.weights(k);
                for (int c = 0; c <= layout.width(); c++) {
                    assertThat(weights[c])
                            .as("event %d, class %d, coordinate %d", n, k, c)
                            .isCloseTo(theirs.getWeightMatrix().get(k, c), within(1e-9));
                }
            }
        }
    }

    private static LogisticSettings settings(Optimizer optimizer, double rate) {
        return new LogisticSettings(optimizer, rate, 0, true);
    }

    @Test
    void softmaxWithAConstantRateTakesTribuosSteps() {
        stepByStep(settings(Optimizer.SGD, 0.1), SGD.getSimpleSGD(0.1), 3);
        stepByStep(settings(Optimizer.SGD, 0.1), SGD.getSimpleSGD(0.1), 9);
    }

    @Test
    void softmaxWithAdaGradTakesTribuosSteps() {
        stepByStep(settings(Optimizer.ADAGRAD, 0.1), new AdaGrad(0.1, 1e-6, 0), 3);
        stepByStep(settings(Optimizer.ADAGRAD, 0.1), new AdaGrad(0.1, 1e-6, 0), 9);
    }

    /** One shared vector moves by one gradient where Tribuo moves two opposite columns: half the rate there. */
    @Test
    void twoClassesTakeTribuosStepsAtHalfTheRate() {
        stepByStep(settings(Optimizer.SGD, 0.1), SGD.getSimpleSGD(0.05), 2);
        stepByStep(settings(Optimizer.ADAGRAD, 0.1), new AdaGrad(0.05, 1e-6, 0), 2);
    }

    @Test
    void anExportedModelGivesTheSameScoresAfterBeingStoredAndLoaded(@TempDir Path folder) throws IOException {
        for (int classes : new int[] {2, 5}) {
            LogisticRegression learner = new LogisticRegression(LogisticSettings.DEFAULT, layout);
            Random64 random = new Random64(4);
            FeatureVector x = new FeatureVector(layout);
            for (int n = 0; n < 2_000; n++) {
                learner.learn(x, draw(random, x, classes), 1);
            }
            List<String> names = List.of("zebra", "ant", "owl", "cat", "bee").subList(0, classes);
            LinearSGDModel model = TribuoExport.export(learner, names, TribuoExport.featureNames(layout), WHEN);
            Path file = folder.resolve("model-" + classes + ".tribuo");
            model.serializeToFile(file);
            Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
            double[] scores = new double[classes];
            for (int n = 0; n < 50; n++) {
                draw(random, x, classes);
                learner.predict(x, scores);
                Prediction<Label> predicted = loaded.predict(example(x));
                for (int k = 0; k < classes; k++) {
                    assertThat(predicted.getOutputScores().get(names.get(k)).getScore())
                            .isCloseTo(scores[k], within(1e-12));
                }
            }
        }
    }

    private static ArrayExample<Label> example(FeatureVector x) {
        ArrayExample<Label> example = new ArrayExample<>(new Label("unknown"));
        for (int i = 0; i < NUMBERS; i++) {
            example.add("n" + i, x.numbers()[i]);
        }
        example.add("colour=" + x.categories()[0], 1);
        return example;
    }

    @Test
    void namesMustFitTheModel() {
        LogisticRegression learner = new LogisticRegression(LogisticSettings.DEFAULT, layout);
        learner.learn(new FeatureVector(layout), 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TribuoExport.export(learner, List.of("a", "a"), TribuoExport.featureNames(layout), WHEN))
                .withMessageContaining("2 classes");
    }
}
