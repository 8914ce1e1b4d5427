package dev.millrace.ml.learner.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;

class RetrainedRegressorTest {
    private final Random64 random = new Random64(1);

    private static Regressor regressor(String settings) {
        return (Regressor) Learners.parse("tribuo-regression:" + settings).create(PlaneEvents.LAYOUT, 3);
    }

    private FeatureVector draw() {
        return PlaneEvents.draw(random);
    }

    /** Values may be of any size: they are scaled for the trainer. Their deviation is 2.4, the noise's 0.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed=1",
                "sample=reservoir",
                "options=objective=org.tribuo.regression.sgd.objectives.AbsoluteLoss;epochs=10",
                "trainer=org.tribuo.regression.sgd.fm.FMRegressionTrainer,options=epochs=10;factorizedDimSize=2;variance=0.1;standardise=false;"
                        + "objective=org.tribuo.regression.sgd.objectives.SquaredLoss;"
                        + "optimiser=org.tribuo.math.optimisers.AdaGrad;optimiser.initialLearningRate=0.1"
            })
    void anyTrainerLearnsAPlane(String settings) {
        for (double unit : new double[] {1e-6, 1, 1e6}) {
            Regressor regressor = regressor(settings);
            double error = 0;
            for (int n = 0; n < 3000; n++) {
                FeatureVector x = draw();
                error += n >= 2000 ? Math.abs(regressor.predict(x) / unit - 5 - PlaneEvents.plane(x)) / 1000 : 0;
                regressor.learn(x, (5 + PlaneEvents.plane(x) + 0.1 * random.nextGaussian()) * unit, 1);
            }
            assertThat(error).as("in units of " + unit).isLessThan(0.2);
        }
    }

    /** What it answers is what Tribuo answers, trained on the same events, in the values' own unit. */
    @Test
    void valuesAreTribuos() {
        Regressor regressor = regressor("window=100,every=100,delay=10,options=seed=7");
        RegressionFactory factory = new RegressionFactory();
        Remembered[] events = new Remembered[100];
        for (int n = 0; n < 110; n++) {
            FeatureVector x = draw();
            double value = 100 + 7 * PlaneEvents.plane(x);
            regressor.learn(x, value, 1 + n % 3);
            if (n < 100) {
                events[n] = Remembered.copyOf(x, value, 1 + n % 3);
            }
        }
        Outputs.Scaling scaling = Outputs.VALUES.scaling(events);
        MutableDataset<org.tribuo.regression.Regressor> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("test", factory), factory);
        double mean = 0;
        double weights = 0;
        for (Remembered event : events) {
            mean += event.weight() * event.target();
            weights += event.weight();
            dataset.add(Remembered.example(
                    event.x(), Outputs.VALUES.output(scaling.scaled(event.target())), event.weight()));
        }
        assertThat(scaling.mean()).isCloseTo(mean / weights, within(1e-9));
        RetrainedSettings settings =
                new RetrainedSettings("linear-sgd", "seed=7", 100, RetrainedSettings.Sample.SLIDING, 100, 10);
        Model<org.tribuo.regression.Regressor> model =
                new Trainers<>(settings, Outputs.VALUES).make(0).train(dataset);
        FeatureVector x = draw();
        double said = model.predict(Remembered.example(x, factory.getUnknownOutput(), 1))
                .getOutput()
                .getValues()[0];
        assertThat(regressor.predict(x)).isCloseTo(scaling.unscaled(said), within(1e-9));
    }

    @Test
    void untilThereIsAModelTheMeanAnswers() {
        Regressor regressor = regressor("every=80,delay=10");
        FeatureVector x = draw();
        assertThat(regressor.predict(x)).isZero();
        regressor.learn(x, 4, 1);
        regressor.learn(draw(), 8, 3);
        assertThat(regressor.predict(x)).isEqualTo(7);
        for (int n = 3; n <= 200; n++) {
            regressor.learn(draw(), 7, 1);
        }
        assertThat(regressor.predict(x)).isCloseTo(7, within(1.0));
    }

    /** A training that is under way at a snapshot is done again from what it began with: the same bytes afterwards. */
    @Test
    void whatIsUnderWayAtASnapshotIsDoneAgain() {
        String settings = "window=60,every=50,delay=40,sample=reservoir";
        Regressor steady = regressor(settings);
        Regressor broken = regressor(settings);
        for (int n = 1; n <= 200; n++) {
            FeatureVector x = draw();
            steady.learn(x, PlaneEvents.plane(x), 1);
            broken.learn(x, PlaneEvents.plane(x), 1);
            if (n % 50 == 20) {
                byte[] before = bytes(broken);
                broken = regressor(settings);
                broken.restore(new BytesStateReader(before));
                assertThat(bytes(broken)).isEqualTo(before);
            }
        }
        assertThat(bytes(broken)).isEqualTo(bytes(steady));
    }

    private static byte[] bytes(Regressor regressor) {
        BytesStateWriter out = new BytesStateWriter();
        regressor.snapshot(out);
        return out.main();
    }

    @Test
    void whatLearnsClassesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> regressor("trainer=logistic"))
                .withMessageContaining("neither linear-sgd nor a class on the class path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> regressor("trainer=org.tribuo.classification.sgd.linear.LinearSGDTrainer"))
                .withMessageContaining("learns a org.tribuo.classification.Label")
                .withMessageContaining("tribuo learns classes");
    }
}
