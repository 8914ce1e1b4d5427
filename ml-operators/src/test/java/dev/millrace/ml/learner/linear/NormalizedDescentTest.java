package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Normalised steps against the formulas as the papers have them. */
class NormalizedDescentTest {
    private static final String LEARNER = "logistic:optimizer=normalized,rate=0.5";
    private static final String VALUES = "linear:optimizer=normalized,rate=0.5";
    private static final int NUMBERS = 70;
    private static final int EVENTS = 20_000;

    private final Layout layout = layout();
    private final Random64 random = new Random64(1);

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < NUMBERS; i++) {
            builder.number("n" + i);
        }
        return builder.build();
    }

    /** A few numbers of very different sizes and some flags; most are 0. */
    private int draw(FeatureVector x) {
        double[] numbers = x.numbers();
        Arrays.fill(numbers, 0);
        for (int i = 0; i < 5; i++) {
            numbers[i] = random.nextInt(10) == 0 ? 0 : random.nextGaussian() * (i == 0 ? 3_000 : i);
        }
        int flag = 5 + random.nextInt(NUMBERS - 5);
        numbers[flag] = 1;
        return numbers[1] + (flag % 2) > random.nextGaussian() ? 1 : 0;
    }

    /** The sums as they are written down, a root and two divisions for each coordinate, and small steps along the path. */
    private static final class Textbook {
        final double[] weights = new double[NUMBERS + 1];
        final double[] squares = new double[NUMBERS + 1];
        private final double[] largest = new double[NUMBERS + 1];
        private double sizes;
        private double events;

        double learn(double[] numbers, int label) {
            double[] x = Arrays.copyOf(numbers, NUMBERS + 1);
            x[NUMBERS] = 1;
            double margin = 0;
            for (int i = 0; i <= NUMBERS; i++) {
                margin += weights[i] * x[i];
            }
            double p = 1 / (1 + Math.exp(-margin));
            double slope = p - label;
            events++;
            double reach = 0;
            for (int i = 0; i <= NUMBERS; i++) {
                if (x[i] != 0) {
                    if (Math.abs(x[i]) > largest[i]) {
                        weights[i] *= largest[i] / Math.abs(x[i]);
                        largest[i] = Math.abs(x[i]);
                    }
                    sizes += x[i] * x[i] / (largest[i] * largest[i]);
                    squares[i] += slope * slope * x[i] * x[i];
                    reach += x[i] * x[i] / (Math.sqrt(squares[i]) * largest[i]);
                }
            }
            double rate = 0.5 * Math.sqrt(events / sizes);
            double way = 0; // u + e^u grows by the reach
            int side = label == 1 ? 1 : -1;
            double u = side * margin;
            double goal = u + Math.exp(u) + rate * reach;
            for (int i = 0; i < 60; i++) {
                way = u - side * margin;
                u -= (u + Math.exp(u) - goal) / (1 + Math.exp(u));
            }
            for (int i = 0; i <= NUMBERS; i++) {
                if (x[i] != 0) {
                    weights[i] += side * way / reach * x[i] / (Math.sqrt(squares[i]) * largest[i]);
                }
            }
            return p;
        }
    }

    @Test
    void inverseRootsAreKeptAsTheSumsWouldHaveThem() {
        Classifier learner = (Classifier) Learners.parse(LEARNER).create(layout, 1);
        Textbook textbook = new Textbook();
        FeatureVector x = new FeatureVector(layout);
        double[] scores = new double[2];
        learner.learn(x, 0, 1); // one class only: nothing to learn yet
        double worst = 0;
        for (int n = 0; n < EVENTS; n++) {
            int label = n == 0 ? 1 : draw(x);
            if (n == 0) {
                draw(x);
                learner.learn(x, 1, 1);
                textbook.learn(x.numbers(), 1);
                continue;
            }
            learner.predictAndLearn(x, label, 1, scores);
            worst = Math.max(worst, Math.abs(scores[1] - textbook.learn(x.numbers(), label)));
        }
        assertThat(worst).isLessThan(1e-4);
        double[] squares = ((LinearModel) learner).squaredGradients(1);
        double[] weights = ((LinearModel) learner).weights(1);
        for (int i = 0; i <= NUMBERS; i++) {
            assertThat(squares[i] / textbook.squares[i]).isCloseTo(1, within(1e-4));
            assertThat(2 * weights[i]).isCloseTo(textbook.weights[i], within(1e-4));
        }
    }

    @Test
    void zerosThatAreNotLookedAtMakeNoDifference() {
        Classifier all = (Classifier) Learners.parse(LEARNER).create(layout, 1);
        Classifier some = (Classifier) Learners.parse(LEARNER).create(layout, 1);
        FeatureVector x = new FeatureVector(layout);
        double[] scores = new double[2];
        double[] others = new double[2];
        double[] asked = new double[2];
        for (int n = 0; n < 2_000; n++) {
            int label = n < 2 ? n : draw(x);
            x.notZero(-1);
            all.predictAndLearn(x, label, 1, scores);
            long bits = 0;
            for (int i = 0; i < Long.SIZE; i++) {
                bits |= x.numbers()[i] != 0 ? 1L << i : 0;
            }
            x.notZero(bits);
            some.predict(x, asked);
            some.predictAndLearn(x, label, 1, others);
            assertThat(others).isEqualTo(scores).isEqualTo(asked);
        }
        assertThat(bytes(some)).isEqualTo(bytes(all));
    }

    private static byte[] bytes(Classifier learner) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        return out.main();
    }

    /** What it began with is in the units of the numbers: it answers as long as nothing is learned, however numbers grow. */
    @Test
    void whatItBeganWithIsNotRescaled() {
        Regressor started = (Regressor) Learners.parse(VALUES).create(layout, 1);
        Regressor ofTheRest = (Regressor) Learners.parse(VALUES).create(layout, 1);
        double[][] given = new double[1][NUMBERS + 1];
        Arrays.setAll(given[0], i -> random.nextGaussian());
        ((LinearModel) started).start(given);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 3_000; n++) {
            draw(x);
            for (int i = 0; i < 5; i++) {
                x.numbers()[i] *= 1 + n / 10.0; // larger than ever, time and again
            }
            double began = given[0][NUMBERS];
            for (int i = 0; i < NUMBERS; i++) {
                began += given[0][i] * x.numbers()[i];
            }
            double rest = n < 1_000 ? 0 : random.nextGaussian() * 100 + x.numbers()[7] * 300;
            double within = 1e-9 * (1 + Math.abs(began));
            double learned = n < 1_000 ? 0 : ofTheRest.predict(x);
            assertThat(started.predict(x) - began).isCloseTo(learned, within(within));
            started.learn(x, n < 1_000 ? started.predict(x) : began + rest, 1);
            ofTheRest.learn(x, rest, 1);
            if (n == 1_500) {
                BytesStateWriter out = new BytesStateWriter();
                started.snapshot(out);
                started = (Regressor) Learners.parse(VALUES).create(layout, 1);
                started.restore(new BytesStateReader(out.main()));
            }
        }
    }

    /** A state that was written before learners could begin with anything. */
    @Test
    void statesOfTheSecondFormatAreRead() {
        Regressor learner = (Regressor) Learners.parse(VALUES).create(layout, 1);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 100; n++) {
            learner.learn(x, draw(x), 1);
        }
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        byte[] now = out.main();
        byte[] before = Arrays.copyOf(now, now.length - 1); // ended without a word on that
        assertThat(now[3] + now[0]).isEqualTo(3);
        before[now[0] == 3 ? 0 : 3] = 2;
        Regressor restored = (Regressor) Learners.parse(VALUES).create(layout, 1);
        restored.restore(new BytesStateReader(before));
        BytesStateWriter again = new BytesStateWriter();
        restored.snapshot(again);
        assertThat(again.main()).isEqualTo(now);
    }

    /** Sums of squares stood where inverse roots stand now. */
    @Test
    void statesOfTheFirstFormatAreRead() {
        double[] sums = new double[NUMBERS + 1];
        double[] largest = new double[NUMBERS + 1];
        double[] weights = new double[NUMBERS + 1];
        for (int i = 1; i < sums.length; i++) {
            sums[i] = i / 8.0;
            largest[i] = i;
            weights[i] = 1.0 / i;
        }
        BytesStateWriter out = new BytesStateWriter();
        out.writeInt(1);
        out.writeInt(2);
        out.writeLong(9);
        out.writeDoubles(weights);
        out.writeDoubles(sums);
        out.writeDoubles(largest);
        out.writeDouble(30);
        out.writeDouble(9);
        Classifier learner = (Classifier) Learners.parse(LEARNER).create(layout, 1);
        learner.restore(new BytesStateReader(out.main()));
        double[] read = ((LinearModel) learner).squaredGradients(1);
        for (int i = 0; i < sums.length; i++) {
            assertThat(read[i]).isCloseTo(sums[i], within(1e-12));
        }
        Classifier again = (Classifier) Learners.parse(LEARNER).create(layout, 1);
        again.restore(new BytesStateReader(bytes(learner)));
        assertThat(bytes(again)).isEqualTo(bytes(learner));
    }
}
