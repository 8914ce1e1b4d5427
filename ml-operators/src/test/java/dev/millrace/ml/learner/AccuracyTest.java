package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Test-then-train accuracy on recorded streams, in percent, against what the reference implementation (MOA) reaches. */
class AccuracyTest {
    @Test
    void onElectricity() {
        RecordedStream stream = RecordedStream.electricity();
        assertThat(stream.accuracy(stream.learner("majority", 1))).isCloseTo(57.53, within(0.01));
        assertThat(stream.accuracy(stream.learner("no-change", 1))).isCloseTo(85.33, within(0.01));
        assertThat(stream.accuracy(stream.learner("naive-bayes", 1))).isCloseTo(73.36, within(0.1));
        RecordedStream scaled = stream.scaled();
        assertThat(scaled.accuracy(scaled.learner("logistic", 1))).isGreaterThan(83.73);
    }

    @Test
    void onCovtype() {
        RecordedStream stream = RecordedStream.covtype();
        assertThat(stream.accuracy(stream.learner("naive-bayes", 1))).isCloseTo(64.33, within(0.3));
        RecordedStream scaled = RecordedStream.covtypeNumbers().scaled();
        assertThat(scaled.accuracy(scaled.learner("logistic", 1))).isGreaterThan(67.43);
    }

    @Test
    void onPhishing() {
        RecordedStream stream = RecordedStream.phishing();
        assertThat(stream.accuracy(stream.learner("naive-bayes", 1))).isCloseTo(88.40, within(0.3));
        RecordedStream scaled = stream.scaled();
        assertThat(scaled.accuracy(scaled.learner("logistic", 1))).isGreaterThan(88.72);
    }
}
