package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Test-then-train accuracy on recorded streams, in percent, against what the reference implementation (MOA) reaches. */
class AccuracyTest {
    @Test
    void onElectricity() {
        RecordedStream stream = RecordedStream.electricity();
        assertThat(stream.accuracy(stream.learner("majority", 1))).isCloseTo(57.53, within(0.01));
        assertThat(stream.accuracy(stream.learner("no-change", 1))).isCloseTo(85.33, within(0.01));
        assertThat(stream.accuracy(stream.learner("naive-bayes", 1))).isCloseTo(73.36, within(0.1));
        assertThat(stream.accuracy(stream.learner("hoeffding-tree", 1))).isCloseTo(79.20, within(0.3));
        assertThat(stream.accuracy(stream.learner("efdt", 1))).isCloseTo(80.64, within(0.3));
        assertThat(stream.accuracy(stream.learner("knn", 1))).isCloseTo(78.38, within(0.3));
        RecordedStream scaled = stream.scaled();
        assertThat(scaled.accuracy(scaled.learner("logistic", 1))).isGreaterThan(83.73);
    }

    @Test
    void onCovtype() {
        RecordedStream stream = RecordedStream.covtype();
        assertThat(stream.accuracy(stream.learner("naive-bayes", 1))).isCloseTo(64.33, within(0.3));
        assertThat(stream.accuracy(stream.learner("hoeffding-tree", 1))).isCloseTo(65.90, within(0.3));
        assertThat(stream.accuracy(stream.learner("efdt", 1))).isCloseTo(66.79, within(0.3));
        RecordedStream scaled = RecordedStream.covtypeNumbers().scaled();
        assertThat(scaled.accuracy(scaled.learner("logistic", 1))).isGreaterThan(67.43);
    }

    /** Learners with chance in them: the median of five seeds must reach the reference's, less half a point. */
    @Test
    void medianOfFiveSeeds() {
        RecordedStream electricity = RecordedStream.electricity();
        RecordedStream covtype = RecordedStream.covtype();
        RecordedStream phishing = RecordedStream.phishing();
        assertThat(median(electricity, "hoeffding-adaptive-tree")).isGreaterThan(83.48 - 0.5);
        assertThat(median(covtype, "hoeffding-adaptive-tree")).isGreaterThan(65.29 - 0.5);
        assertThat(median(phishing, "hoeffding-adaptive-tree")).isGreaterThan(87.92 - 0.5);
        assertThat(median(phishing, "adaptive-random-forest")).isGreaterThan(90.48 - 0.5);
    }

    @Test
    void ensembles() {
        RecordedStream electricity = RecordedStream.electricity();
        RecordedStream covtype = RecordedStream.covtype();
        assertThat(electricity.accuracy(electricity.learner("leveraging-bagging", 1)))
                .isGreaterThan(89.96 - 0.5);
        assertThat(covtype.accuracy(covtype.learner("leveraging-bagging", 1))).isGreaterThan(70.13 - 0.5);
        assertThat(electricity.accuracy(electricity.learner("adaptive-random-forest", 1)))
                .isGreaterThan(89.44 - 0.5);
        assertThat(covtype.accuracy(covtype.learner("adaptive-random-forest", 1)))
                .isGreaterThan(69.9 - 0.5);
        assertThat(median(electricity, "streaming-random-patches")).isGreaterThan(88.93 - 0.5);
        assertThat(median(covtype, "streaming-random-patches")).isGreaterThan(71.23 - 0.5);
    }

    /** The reference, one run each: 86.69, 89.44 and 67.02; with ADWIN 89.82. */
    @Test
    void boosting() {
        RecordedStream electricity = RecordedStream.electricity();
        assertThat(electricity.accuracy(electricity.learner("online-boosting", 1)))
                .isGreaterThan(86.69 - 0.5);
        assertThat(electricity.accuracy(electricity.learner("online-boosting:drift-delta=0.002", 1)))
                .isGreaterThan(89.82);
        assertThat(median(RecordedStream.phishing(), "online-boosting")).isGreaterThan(89.44 - 1);
    }

    /** The reference, of naive Bayes and a Hoeffding tree: 80.06 and, with β = 0.5, 81.14; its members here 73.37, 79.25 and 74.93. */
    @Test
    void votesOfDifferentLearners() {
        RecordedStream electricity = RecordedStream.electricity();
        assertThat(electricity.accuracy(electricity.learner("weighted-majority", 1)))
                .isCloseTo(82.79, within(0.1));
        assertThat(electricity.accuracy(electricity.learner("weighted-majority:share=0", 1)))
                .isCloseTo(79.25, within(0.1));
        RecordedStream covtype = RecordedStream.covtype();
        assertThat(covtype.accuracy(covtype.learner("weighted-majority:share=0.05,loss=scores", 1)))
                .isCloseTo(66.91, within(0.1));
    }

    /** Patches of two attributes where there are no more, and none left out by chance where there are. */
    @Test
    void randomPatchesOfFewAttributes() {
        RecordedStream bananas = RecordedStream.bananas();
        RecordedStream phishing = RecordedStream.phishing();
        assertThat(median(bananas, "streaming-random-patches")).isGreaterThan(87.26 - 0.5);
        assertThat(median(phishing, "streaming-random-patches")).isGreaterThan(90.64 - 0.5);
    }

    private static double median(RecordedStream stream, String learner) {
        double[] accuracies = new double[5];
        for (int seed = 1; seed <= 5; seed++) {
            accuracies[seed - 1] = stream.accuracy(stream.learner(learner, seed));
        }
        Arrays.sort(accuracies);
        return accuracies[2];
    }

    @Test
    void onPhishing() {
        RecordedStream stream = RecordedStream.phishing();
        assertThat(stream.accuracy(stream.learner("naive-bayes", 1))).isCloseTo(88.40, within(0.3));
        // The reference had the classes in the order 0, 1; in the order of arrival ties go the other way, to our
        // benefit.
        RecordedStream sorted = stream.withSortedClasses();
        assertThat(sorted.accuracy(sorted.learner("hoeffding-tree", 1))).isCloseTo(87.68, within(0.3));
        // In that order the reference, too, has 88.56.
        assertThat(stream.accuracy(stream.learner("hoeffding-tree", 1))).isCloseTo(88.56, within(0.01));
        RecordedStream scaled = stream.scaled();
        assertThat(scaled.accuracy(scaled.learner("logistic", 1))).isGreaterThan(88.72);
    }
}
