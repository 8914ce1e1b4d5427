package dev.millrace.ml.learner.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum of what is absent, against every term worked out. */
class AbsenceSumTest {
    private static final int START = 3;
    private static final int WIDTH = 4096;

    private final Random64 random = new Random64(5);
    private final double[] counts = new double[START + WIDTH];
    private double total;

    /** Words as in texts: the first in nearly every one, most of them seldom; those in use change after a while. */
    private int[] text(int shift) {
        int[] words = new int[40];
        for (int i = 0; i < words.length; i++) {
            int rank = (int) Math.pow(WIDTH, random.nextDouble()) - 1;
            words[i] = START + (rank + shift) % WIDTH;
        }
        return Arrays.stream(words).sorted().distinct().toArray();
    }

    private void learn(AbsenceSum sum, int[] words, double weight) {
        total += weight;
        sum.total(total);
        for (int word : words) {
            double before = counts[word];
            counts[word] += weight;
            sum.count(word, before, counts[word], total);
        }
        sum.settle(counts, total);
    }

    private double direct(double smoothing) {
        double sum = 0;
        for (int c = START; c < START + WIDTH; c++) {
            sum += StrictMath.log((smoothing + Math.max(0, total - counts[c])) / (2 * smoothing + total));
        }
        return sum;
    }

    private static byte[] bytes(AbsenceSum sum) {
        BytesStateWriter out = new BytesStateWriter();
        sum.snapshot(out);
        return out.main();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.01, 1e-9, 50, 1e9})
    void itIsTheSumOfAllTerms(double smoothing) {
        AbsenceSum sum = new AbsenceSum(smoothing, START, WIDTH);
        double[] weights = {1, 1, 1, 0.25, 3, 100};
        assertThat(sum.logarithm(counts, 0)).isCloseTo(direct(smoothing), within(1e-9));
        for (int n = 0; n < 5000; n++) {
            learn(sum, text(n < 2500 ? 0 : 1000), weights[random.nextInt(n < 1000 ? 3 : 6)]);
            if (n < 40 || n % 97 == 0) {
                double expected = direct(smoothing);
                assertThat(sum.logarithm(counts, total))
                        .as("after " + n)
                        .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
            }
            if (n % 501 == 0) {
                AbsenceSum restored = new AbsenceSum(smoothing, START, WIDTH);
                restored.restore(new BytesStateReader(bytes(sum)), total);
                assertThat(restored.logarithm(counts, total)).isEqualTo(sum.logarithm(counts, total));
                assertThat(bytes(restored)).isEqualTo(bytes(sum));
                sum = restored;
            }
        }
        AbsenceSum anew = new AbsenceSum(smoothing, START, WIDTH);
        anew.rebuild(counts, total);
        assertThat(anew.logarithm(counts, total))
                .isCloseTo(sum.logarithm(counts, total), within(1e-9 * Math.abs(direct(smoothing))));
        // each has come in 1/32 of the events at least, which have 40 words
        assertThat(bytes(sum).length).isLessThan(12 * Double.BYTES + Integer.BYTES * (1 + 32 * 40));
    }

    /** Over a wide layout: restored goes on as if it had never stopped. */
    @Test
    void aLearnerOfManyWordsLosesNothing() {
        Layout.Builder builder = Layout.builder();
        builder.number("flag");
        builder.hashed("words", 12);
        builder.category("author", 100);
        Layout layout = builder.build();
        BernoulliNaiveBayes steady = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
        BernoulliNaiveBayes broken = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
        double[] expected = new double[2];
        double[] given = new double[2];
        for (int n = 0; n < 600; n++) {
            FeatureVector x = new FeatureVector(layout);
            x.numbers()[0] = random.nextInt(2);
            x.categories()[0] = random.nextInt(120) - 1;
            for (int word : text(n % 2 * 50)) {
                x.addHashed(layout.attributes().get(1).start() + word - START, 1);
            }
            steady.predict(x, expected);
            broken.predict(x, given);
            assertThat(given).isEqualTo(expected);
            steady.learn(x, n % 2, 1);
            broken.learn(x, n % 2, 1);
            if (n % 50 == 7) {
                byte[] before = state(broken);
                broken = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
                broken.restore(new BytesStateReader(before));
                assertThat(state(broken)).isEqualTo(before);
            }
        }
        assertThat(state(broken)).isEqualTo(state(steady));
    }

    /** Before there were sums of absence, a state ended with what was known. */
    @Test
    void aStateOfBeforeIsRead() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 12);
        Layout layout = builder.build();
        BernoulliNaiveBayes learner = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
        for (int n = 0; n < 300; n++) {
            FeatureVector x = new FeatureVector(layout);
            for (int word : text(0)) {
                x.addHashed(word - START, 1);
            }
            learner.learn(x, 0, 1);
            learner.learn(x, 1, 1);
        }
        byte[] now = state(learner);
        BytesStateReader in = new BytesStateReader(now);
        in.readInt();
        in.readInt();
        ClassPriors priors = new ClassPriors();
        priors.restore(in);
        CoordinateCounts rows = new CoordinateCounts(layout.width());
        rows.restore(in);
        BytesStateWriter before = new BytesStateWriter();
        before.writeInt(2);
        before.writeInt(1);
        priors.snapshot(before);
        rows.snapshot(before);
        for (int k = 0; k < 2; k++) {
            double[] known = in.readDoubles();
            before.writeDoubles(known);
            new AbsenceSum(1, 0, 1 << 12).restore(in, known[0]);
        }
        BernoulliNaiveBayes restored = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
        restored.restore(new BytesStateReader(before.main()));
        FeatureVector asked = new FeatureVector(layout);
        asked.addHashed(1, 1);
        asked.addHashed(1000, 1);
        double[] expected = new double[2];
        double[] given = new double[2];
        learner.predict(asked, expected);
        restored.predict(asked, given);
        assertThat(given).containsExactly(expected, within(1e-9));
    }

    private static byte[] state(BernoulliNaiveBayes learner) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        return out.main();
    }
}
