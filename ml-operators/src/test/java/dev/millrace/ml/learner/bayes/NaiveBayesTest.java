package dev.millrace.ml.learner.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NaiveBayesTest {
    private static final Layout LAYOUT = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("length");
        builder.category("colour", 257);
        return builder.build();
    }

    private static FeatureVector vector(double length, int colour) {
        FeatureVector x = new FeatureVector(LAYOUT);
        x.numbers()[0] = length;
        x.categories()[0] = colour;
        return x;
    }

    private static double[] predict(NaiveBayes bayes, FeatureVector x) {
        double[] scores = new double[2];
        bayes.predict(x, scores);
        return scores;
    }

    /** Lengths 1, 2, 3 of colours 0, 0, 1; lengths 4, 6 of colours 1, 2. */
    private static NaiveBayes learned() {
        NaiveBayes bayes = new NaiveBayes(LAYOUT);
        bayes.learn(vector(1, 0), 0, 1);
        bayes.learn(vector(2, 0), 0, 1);
        bayes.learn(vector(3, 1), 0, 1);
        bayes.learn(vector(4, 1), 1, 1);
        bayes.learn(vector(6, 2), 1, 1);
        return bayes;
    }

    @Test
    void isBayesRule() {
        // Class 0: prior 3/5, mean 2, variance 1, colour 1 in 2 of 5; class 1: prior 2/5, mean 5, variance 2, in 2 of
        // 5.
        double zero = 3.0 / 5 * Math.exp(-0.5) / Math.sqrt(2 * Math.PI) * 2 / 5;
        double one = 2.0 / 5 * Math.exp(-1) / Math.sqrt(4 * Math.PI) * 2 / 5;
        assertThat(predict(learned(), vector(3, 1))[0]).isCloseTo(zero / (zero + one), within(1e-14));
    }

    @Test
    void aMissingValueIsSkipped() {
        double zero = 3.0 / 5 * 2 / 5;
        double one = 2.0 / 5 * 2 / 5;
        assertThat(predict(learned(), vector(Double.NaN, 1))[0]).isCloseTo(zero / (zero + one), within(1e-14));
        assertThat(predict(learned(), vector(Double.NaN, -1))[0]).isCloseTo(0.6, within(1e-14));
    }

    @Test
    void aThousandNumbersNeitherOverflowNorVanish() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < 1000; i++) {
            builder.number("n" + i);
            builder.category("c" + i, 3);
        }
        Layout wide = builder.build();
        NaiveBayes bayes = new NaiveBayes(wide);
        double[] scores = new double[2];
        for (int n = 0; n < 40; n++) {
            FeatureVector x = new FeatureVector(wide);
            for (int i = 0; i < 1000; i++) {
                x.numbers()[i] = (n % 5) * 1e-30 + (n % 2 == 1 && i == 500 ? 1e-28 : 0);
                x.categories()[i] = n % 3;
            }
            bayes.predict(x, scores);
            if (n > 20) {
                assertThat(scores[n % 2]).as("event " + n).isGreaterThan(0.9);
            }
            bayes.learn(x, n % 2, 1);
        }
    }

    @Test
    void readsWhatTheFirstFormatWrote() {
        BytesStateWriter out = new BytesStateWriter();
        out.writeInt(1);
        out.writeDoubles(new double[] {3, 2});
        out.writeDouble(5);
        out.writeInt(2);
        out.writeDoubles(new double[] {3, 2});
        out.writeDoubles(new double[] {2, 5});
        out.writeDoubles(new double[] {2, 2});
        out.writeDoubles(new double[] {1, 4});
        out.writeDoubles(new double[] {3, 6});
        double[] counts = new double[2 * 257];
        counts[0] = 2;
        counts[1] = 1;
        counts[257 + 1] = 1;
        counts[257 + 2] = 1;
        out.writeDoubles(counts);
        out.writeDoubles(new double[] {3, 2});
        out.writeInts(new int[] {2, 3});
        TreeMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        NaiveBayes bayes = new NaiveBayes(LAYOUT);
        bayes.restore(new BytesStateReader(chunks));
        NaiveBayes expected = learned();
        for (int length = 0; length < 8; length++) {
            for (int colour = -1; colour < 5; colour++) {
                FeatureVector x = vector(length, colour);
                assertThat(predict(bayes, x)).isEqualTo(predict(expected, x));
            }
        }
    }
}
