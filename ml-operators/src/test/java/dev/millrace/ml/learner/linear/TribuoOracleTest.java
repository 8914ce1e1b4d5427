package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.oracle.labs.mlrg.olcut.util.Pair;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.linear.LinearSettings.Loss;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.sgd.LabelObjective;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.Adam;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.regression.sgd.RegressionObjective;
import org.tribuo.regression.sgd.objectives.AbsoluteLoss;
import org.tribuo.regression.sgd.objectives.Huber;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/** Tribuo's own optimisers and objectives, one step at a time beside ours: weights agree after every event. */
class TribuoOracleTest {
    private static final int NUMBERS = 5;
    private static final int EVENTS = 400;

    private final Layout layout = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < NUMBERS; i++) {
            builder.number("n" + i);
        }
        return builder.build();
    }

    private static DenseVector dense(FeatureVector x) {
        double[] values = new double[NUMBERS + 1];
        System.arraycopy(x.numbers(), 0, values, 0, NUMBERS);
        values[NUMBERS] = 1; // Tribuo's intercept
        return DenseVector.createDenseVector(values);
    }

    private static double draw(Random64 random, FeatureVector x) {
        double value = 1;
        for (int i = 0; i < NUMBERS; i++) {
            x.numbers()[i] = random.nextGaussian();
            value += (i - 2) * x.numbers()[i];
        }
        return value + random.nextGaussian();
    }

    private static LinearSettings settings(Loss loss, Optimizer optimizer, double rate, double decay) {
        return new LinearSettings(
                loss, optimizer, rate, 0, true, 0, 0.7, 0.5, 0, decay, 1, false, false, 0.5, 0.9, 0.999, 1);
    }

    private void values(LinearSettings settings, RegressionObjective objective, StochasticGradientOptimiser optimiser) {
        LinearRegression ours = new LinearRegression(settings.steps(), settings.rule(), layout);
        ours.start(new double[1][NUMBERS + 1]); // left alone, it would begin with the first target
        LinearParameters theirs = new LinearParameters(NUMBERS + 1, 1);
        optimiser.initialise(theirs);
        Random64 random = new Random64(7);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < EVENTS; n++) {
            double value = draw(random, x);
            SGDVector given = dense(x);
            Pair<Double, SGDVector> gradient = objective.lossAndGradient(
                    DenseVector.createDenseVector(new double[] {value}), theirs.predict(given));
            theirs.update(optimiser.step(theirs.gradients(gradient, given), 1));
            ours.learn(x, value, 1);
            compare(n, ours, theirs, 1);
        }
    }

    private void classes(StepSettings steps, LabelObjective objective, StochasticGradientOptimiser optimiser) {
        int classes = 4;
        ClassRule rule = objective instanceof Hinge ? new HingeRule(1) : new LogisticRule();
        LinearClassifier ours = new LinearClassifier(steps, rule, ClassBalance.NONE, layout);
        ours.start(new double[classes][NUMBERS + 1]);
        LinearParameters theirs = new LinearParameters(NUMBERS + 1, classes);
        optimiser.initialise(theirs);
        Random64 random = new Random64(8);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < EVENTS; n++) {
            draw(random, x);
            int label = random.nextInt(5) == 0 ? random.nextInt(classes) : x.numbers()[0] > 0 ? 1 : 3;
            SGDVector given = dense(x);
            Pair<Double, SGDVector> gradient = objective.lossAndGradient(label, theirs.predict(given));
            theirs.update(optimiser.step(theirs.gradients(gradient, given), 1));
            ours.learn(x, label, 1);
            compare(n, ours, theirs, classes);
        }
    }

    private static void compare(int event, LinearModel ours, LinearParameters theirs, int outputs) {
        for (int k = 0; k < outputs; k++) {
            double[] weights = ours.weights(k);
            for (int c = 0; c <= NUMBERS; c++) {
                assertThat(weights[c])
                        .as("event %d, output %d, coordinate %d", event, k, c)
                        .isCloseTo(theirs.getWeightMatrix().get(k, c), within(1e-9));
            }
        }
    }

    @Test
    void constantRates() {
        LinearSettings.Loss[] losses = {Loss.SQUARED, Loss.HUBER, Loss.INSENSITIVE};
        RegressionObjective[] objectives = {new SquaredLoss(), new Huber(0.7), new AbsoluteLoss()};
        for (int i = 0; i < losses.length; i++) {
            values(settings(losses[i], Optimizer.SGD, 0.05, 0), objectives[i], SGD.getSimpleSGD(0.05));
        }
    }

    @Test
    void decayingRates() {
        values(settings(Loss.SQUARED, Optimizer.SGD, 0.1, 1), new SquaredLoss(), SGD.getLinearDecaySGD(0.1));
        values(settings(Loss.SQUARED, Optimizer.SGD, 0.1, 0.5), new SquaredLoss(), SGD.getSqrtDecaySGD(0.1));
        values(settings(Loss.HUBER, Optimizer.SGD, 0.1, 0.5), new Huber(0.7), SGD.getSqrtDecaySGD(0.1));
    }

    @Test
    void adaGrad() {
        values(settings(Loss.SQUARED, Optimizer.ADAGRAD, 0.3, 0), new SquaredLoss(), new AdaGrad(0.3, 1e-6, 0));
        values(settings(Loss.HUBER, Optimizer.ADAGRAD, 0.3, 0), new Huber(0.7), new AdaGrad(0.3, 1e-6, 0));
        values(settings(Loss.INSENSITIVE, Optimizer.ADAGRAD, 0.3, 0), new AbsoluteLoss(), new AdaGrad(0.3, 1e-6, 0));
    }

    /**
     * Adam as published. Tribuo's own (4.3.2) multiplies by the root of the mean square where the paper divides by it,
     * so the oracle stands here: moments as Tribuo has them, its epsilon, and the paper's division.
     */
    @Test
    void adam() {
        LinearSettings settings = settings(Loss.SQUARED, Optimizer.ADAM, 0.01, 0);
        LinearRegression ours = new LinearRegression(settings.steps(), settings.rule(), layout);
        ours.start(new double[1][NUMBERS + 1]); // left alone, it would begin with the first target
        double[] weights = new double[NUMBERS + 1];
        double[] means = new double[NUMBERS + 1];
        double[] squares = new double[NUMBERS + 1];
        Random64 random = new Random64(9);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 1; n <= EVENTS; n++) {
            double value = draw(random, x);
            double[] given = dense(x).toArray();
            double error = -value;
            for (int c = 0; c <= NUMBERS; c++) {
                error += weights[c] * given[c];
            }
            double rate = 0.01 * Math.sqrt(1 - Math.pow(0.999, n)) / (1 - Math.pow(0.9, n));
            ours.learn(x, value, 1);
            for (int c = 0; c <= NUMBERS; c++) {
                means[c] = 0.9 * means[c] + 0.1 * error * given[c];
                squares[c] = 0.999 * squares[c] + 0.001 * error * given[c] * error * given[c];
                weights[c] -= rate * means[c] / (Math.sqrt(squares[c]) + 1e-6);
                assertThat(ours.weights(0)[c]).as("event %d", n).isCloseTo(weights[c], within(1e-9));
            }
        }
    }

    /** The first step of Tribuo's Adam and ours differ by what one multiplies with and the other divides by. */
    @Test
    void adamsFirstStepIsTribuosButForTheDivision() {
        LinearRegression ours = new LinearRegression(
                settings(Loss.SQUARED, Optimizer.ADAM, 0.01, 0).steps(), new SquaredRule(), layout);
        ours.start(new double[1][NUMBERS + 1]);
        LinearParameters theirs = new LinearParameters(NUMBERS + 1, 1);
        StochasticGradientOptimiser optimiser = new Adam(0.01, 1e-6);
        optimiser.initialise(theirs);
        FeatureVector x = new FeatureVector(layout);
        double value = draw(new Random64(10), x);
        Pair<Double, SGDVector> gradient = new SquaredLoss()
                .lossAndGradient(DenseVector.createDenseVector(new double[] {value}), theirs.predict(dense(x)));
        theirs.update(optimiser.step(theirs.gradients(gradient, dense(x)), 1));
        ours.learn(x, value, 1);
        for (int c = 0; c <= NUMBERS; c++) {
            double root = Math.sqrt(0.001) * Math.abs(value * dense(x).get(c)) + 1e-6;
            assertThat(ours.weights(0)[c] * root * root)
                    .isCloseTo(theirs.getWeightMatrix().get(0, c), within(1e-12));
        }
    }

    @Test
    void hingeOfSeveralClasses() {
        classes(steps(Optimizer.SGD, 0.05), new Hinge(), SGD.getSimpleSGD(0.05));
        classes(steps(Optimizer.ADAGRAD, 0.1), new Hinge(), new AdaGrad(0.1, 1e-6, 0));
    }

    @Test
    void softmaxThroughTheGeneralSteps() {
        classes(steps(Optimizer.SGD, 0.05), new LogMulticlass(), SGD.getSimpleSGD(0.05));
        classes(steps(Optimizer.ADAGRAD, 0.1), new LogMulticlass(), new AdaGrad(0.1, 1e-6, 0));
    }

    private static StepSettings steps(Optimizer optimizer, double rate) {
        return new LogisticSettings(optimizer, rate, 0, true).steps();
    }
}
