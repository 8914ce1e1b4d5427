package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scores that cannot be trusted become probabilities. */
class CalibratedClassifierTest {
    private static final int COPIES = 8;

    /** One number that tells little, told eight times: naive Bayes takes it for eight independent witnesses. */
    private static Metrics learnCopies(String learner, int classes) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < COPIES; i++) {
            builder.number("copy-" + i);
        }
        Layout layout = builder.build();
        Classifier classifier = (Classifier) Learners.parse(learner).create(layout, 1);
        Metrics metrics = Metrics.ofClasses(null);
        metrics.ensureClasses(List.of("a", "b", "c", "d", "e").subList(0, classes));
        Random64 random = new Random64(5);
        double[] scores = new double[classes];
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 20_000; n++) {
            int label = random.nextInt(classes);
            double told = label + 1.5 * random.nextGaussian();
            for (int i = 0; i < COPIES; i++) {
                x.numbers()[i] = told;
            }
            classifier.predict(x, scores);
            if (n >= 2_000) {
                metrics.score(label, Scores.argmax(scores, classes), -1, -1, scores);
            }
            classifier.learn(x, label, 1);
        }
        return metrics;
    }

    @Test
    void overconfidentScoresBecomeProbabilities() {
        Metrics raw = learnCopies("naive-bayes", 2);
        Metrics calibrated = learnCopies("naive-bayes:calibrate=true", 2);
        assertThat(raw.calibrationError()).isGreaterThan(0.2);
        assertThat(calibrated.calibrationError()).isLessThan(0.02);
        assertThat(calibrated.logLoss()).isLessThan(0.66).isLessThan(0.5 * raw.logLoss());
        assertThat(calibrated.accuracy()).isCloseTo(raw.accuracy(), within(0.01));
    }

    @Test
    void soDoThoseOfFiveClasses() {
        Metrics raw = learnCopies("naive-bayes", 5);
        Metrics calibrated = learnCopies("naive-bayes:calibrate=true", 5);
        assertThat(raw.calibrationError()).isGreaterThan(0.2);
        assertThat(calibrated.calibrationError()).isLessThan(0.03);
        assertThat(calibrated.logLoss()).isLessThan(raw.logLoss());
    }

    @Test
    void whatIsCalibratedAlreadyStaysSo() {
        Metrics raw = learnCopies("hoeffding-tree:leaf-prediction=majority", 2);
        Metrics calibrated = learnCopies("hoeffding-tree:leaf-prediction=majority,calibrate=true", 2);
        assertThat(calibrated.logLoss()).isCloseTo(raw.logLoss(), within(0.005));
    }

    @Test
    void theSettingStandsInTheNameAndIsForClassesOnly() {
        ChosenLearner chosen = Learners.choose("naive-bayes", Map.of("calibrate", true));
        assertThat(chosen.calibrated()).isTrue();
        assertThat(chosen).hasToString("naive-bayes:calibrate=true");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("rls:calibrate=true"))
                .withMessageContaining("no probabilities of classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("naive-bayes:calibrate=perhaps"))
                .withMessageContaining("allowed: true, false");
    }
}
