package dev.millrace.ml.learner.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class RetrainedClassifierTest {
    private final Random64 random = new Random64(1);

    private static Classifier classifier(String settings) {
        return (Classifier) Learners.parse("tribuo:" + settings).create(PlaneEvents.LAYOUT, 3);
    }

    private FeatureVector draw() {
        return PlaneEvents.draw(random);
    }

    private static int label(FeatureVector x) {
        return PlaneEvents.plane(x) > 1 ? 1 : 0;
    }

    private static byte[] bytes(Classifier classifier) {
        BytesStateWriter out = new BytesStateWriter();
        classifier.snapshot(out);
        return out.main();
    }

    /** First models come soon; each at its event, neither before nor later. */
    @Test
    void aModelIsSwappedInAtItsEvent() {
        Classifier classifier = classifier("window=50,every=100,delay=30");
        FeatureVector[] asked = {draw(), draw(), draw()};
        List<Integer> swapped = new ArrayList<>();
        double[] last = null;
        for (int n = 1; n <= 130; n++) {
            FeatureVector x = draw();
            classifier.learn(x, n <= 2 ? n - 1 : label(x), 1);
            double[] scores = new double[2 * asked.length];
            for (int i = 0; i < asked.length; i++) {
                double[] one = new double[2];
                classifier.predict(asked[i], one);
                System.arraycopy(one, 0, scores, 2 * i, 2);
            }
            boolean shares = scores[0] == scores[2] && scores[0] == scores[4];
            assertThat(shares).as("answers by shares at event " + n).isEqualTo(n < 24);
            if (!shares && !Arrays.equals(scores, last)) {
                swapped.add(n);
            }
            last = scores;
        }
        assertThat(swapped).startsWith(24).isSubsetOf(24, 50, 80, 130).hasSizeGreaterThan(2);
    }

    /** Where nothing changes, it comes near the learner that has seen all events, and far above the most frequent class. */
    @Test
    void atItsDefaultsItIsNearlyAsGoodAsLogisticRegression() {
        Classifier tribuo = classifier("seed=1");
        Classifier logistic = (Classifier) Learners.parse("logistic").create(PlaneEvents.LAYOUT, 1);
        double[] scores = new double[2];
        int events = 5000;
        int right = 0;
        int byLogistic = 0;
        int ofFirst = 0;
        for (int n = 0; n < events; n++) {
            FeatureVector x = draw();
            int label = random.nextInt(10) == 0 ? random.nextInt(2) : label(x);
            ofFirst += label == 0 ? 1 : 0;
            tribuo.predict(x, scores);
            right += Scores.argmax(scores, 2) == label ? 1 : 0;
            logistic.predict(x, scores);
            byLogistic += Scores.argmax(scores, 2) == label ? 1 : 0;
            tribuo.learn(x, label, 1);
            logistic.learn(x, label, 1);
        }
        assertThat(right).isGreaterThan(byLogistic - events / 100);
        assertThat(right).isGreaterThan(Math.max(ofFirst, events - ofFirst) + events / 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window=500,every=200,delay=50",
                "window=500,every=200,delay=50,sample=reservoir",
                "trainer=linear-sgd,options=epochs=3;objective=org.tribuo.classification.sgd.objectives.Hinge,every=200,delay=50",
                "trainer=linear-sgd,options=optimiser=org.tribuo.math.optimisers.AdaGrad;optimiser.initialLearningRate=0.5,every=200,delay=1",
                "trainer=org.tribuo.classification.sgd.fm.FMClassificationTrainer,options=epochs=3;factorizedDimSize=2;variance=0.1;"
                        + "objective=org.tribuo.classification.sgd.objectives.LogMulticlass;"
                        + "optimiser=org.tribuo.math.optimisers.AdaGrad;optimiser.initialLearningRate=0.1,every=500,delay=50"
            })
    void anyTrainerLearnsALine(String settings) {
        Classifier classifier = classifier(settings);
        double[] scores = new double[2];
        int right = 0;
        for (int n = 0; n < 3000; n++) {
            FeatureVector x = draw();
            classifier.predict(x, scores);
            right += n >= 2000 && Scores.argmax(scores, 2) == label(x) ? 1 : 0;
            classifier.learn(x, label(x), 1);
        }
        assertThat(right).isGreaterThan(930);
    }

    /** A training that is under way at a snapshot is done again from what it began with: the same bytes afterwards. */
    @Test
    void whatIsUnderWayAtASnapshotIsDoneAgain() {
        Classifier steady = classifier("window=60,every=50,delay=40,sample=reservoir");
        Classifier broken = classifier("window=60,every=50,delay=40,sample=reservoir");
        for (int n = 1; n <= 200; n++) {
            FeatureVector x = draw();
            steady.learn(x, label(x), 1);
            broken.learn(x, label(x), 1);
            if (n % 50 == 20) {
                byte[] before = bytes(broken);
                broken = (Classifier) Learners.parse("tribuo:window=60,every=50,delay=40,sample=reservoir")
                        .create(PlaneEvents.LAYOUT, 3);
                broken.restore(new BytesStateReader(before));
                assertThat(bytes(broken)).isEqualTo(before);
            }
        }
        assertThat(bytes(broken)).isEqualTo(bytes(steady));
    }

    /** What it answers is what Tribuo answers, trained on the same events. */
    @Test
    void scoresAreTribuos() {
        Classifier classifier = classifier("window=100,every=100,delay=10,options=seed=7");
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> dataset = new MutableDataset<>(new SimpleDataSourceProvenance("test", labels), labels);
        for (int n = 1; n <= 110; n++) {
            FeatureVector x = draw();
            classifier.learn(x, label(x), 1);
            if (n <= 100) {
                dataset.add(Remembered.example(x, Outputs.CLASSES.output(label(x)), 1));
            }
        }
        FeatureVector x = draw();
        double[] scores = new double[2];
        classifier.predict(x, scores);
        RetrainedSettings settings =
                new RetrainedSettings("logistic", "seed=7", 100, RetrainedSettings.Sample.SLIDING, 100, 10);
        Model<Label> model = new Trainers<>(settings, Outputs.CLASSES).make(0).train(dataset);
        Map<String, Label> said = model.predict(Remembered.example(x, labels.getUnknownOutput(), 1))
                .getOutputScores();
        assertThat(scores[0]).isCloseTo(said.get("0").getScore(), within(1e-12));
        assertThat(scores[1]).isCloseTo(said.get("1").getScore(), within(1e-12));
    }

    @Test
    void aModelThatIsWorseIsNotTaken() {
        Classifier classifier = classifier("window=100,every=200,delay=100");
        for (int n = 1; n <= 300; n++) {
            FeatureVector x = draw();
            classifier.learn(x, label(x), 1);
        }
        FeatureVector asked = draw();
        double[] before = new double[2];
        classifier.predict(asked, before);
        for (int n = 301; n <= 500; n++) { // what is learned from is wrong, what it is tried on is not
            FeatureVector x = draw();
            classifier.learn(x, n <= 400 ? 1 - label(x) : label(x), 1);
        }
        double[] after = new double[2];
        classifier.predict(asked, after);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void whatIsNoTrainerOrNoOptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier("trainer=logistics"))
                .withMessageContaining("did you mean 'logistic'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier("trainer=java.lang.String"))
                .withMessageContaining("is no org.tribuo.Trainer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier("trainer=org.tribuo.regression.sgd.linear.LinearSGDTrainer"))
                .withMessageContaining("learns a org.tribuo.regression.Regressor")
                .withMessageContaining("tribuo-regression values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier("options=epoch=3"))
                .withMessageContaining("did you mean 'epochs'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier("options=epochs"))
                .withMessageContaining("write name=value");
    }
}
