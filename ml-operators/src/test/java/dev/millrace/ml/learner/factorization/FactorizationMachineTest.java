package dev.millrace.ml.learner.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.linear.Coordinates;
import dev.millrace.ml.learner.linear.Support;
import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pairs of features, by the identity and by hand; gradients by differences; a stream that only pairs can tell. */
class FactorizationMachineTest {
    private static final List<String> OPTIMIZERS = List.of("sgd", "adagrad", "ftrl");

    private static FactorizationSettings settings(String... pairs) {
        Map<String, String> given = new TreeMap<>();
        for (String pair : pairs) {
            given.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return Settings.read(FactorizationSettings.CLASSES, given);
    }

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.category("colour", 4);
        builder.number("b");
        builder.hashed("words", 3);
        return builder.build();
    }

    private static Support event(Layout layout, Random64 random) {
        FeatureVector x = new FeatureVector(layout);
        x.numbers()[0] = random.nextGaussian();
        x.numbers()[1] = random.nextGaussian();
        x.categories()[0] = random.nextInt(4);
        for (int word = 0; word < 4; word++) {
            x.addHashed(6 + random.nextInt(8), 1 + random.nextInt(2)); // some fall on one another
        }
        Support event = Factors.support(new Coordinates(layout));
        event.gather(x);
        return event;
    }

    /** Pair by pair. */
    private static double naive(Factors model, Support event) {
        double sum = model.intercept();
        for (int i = 0; i < event.count(); i++) {
            double[] one = model.row(event.at(i));
            sum += one[0] * event.value(i);
            for (int j = i + 1; j < event.count(); j++) {
                double[] other = model.row(event.at(j));
                for (int f = 1; f < one.length; f++) {
                    sum += one[f] * other[f] * event.value(i) * event.value(j);
                }
            }
        }
        return sum;
    }

    @Test
    void theIdentityCountsEveryPairOnce() {
        for (String optimizer : OPTIMIZERS) {
            Layout layout = layout();
            Factors model = new Factors(settings("factors=5", "optimizer=" + optimizer, "spread=0.5"), layout, 0);
            Random64 random = new Random64(1);
            double[] sums = new double[10];
            for (int n = 0; n < 200; n++) {
                Support event = event(layout, random);
                model.meet(event, 7);
                assertThat(model.margin(event, sums)).isCloseTo(naive(model, event), within(1e-12));
                model.step(event, sums, random.nextGaussian(), 1);
            }
        }
    }

    /** With SGD a step of rate r against a slope of 1 moves every number by −r times the margin's derivative there. */
    @Test
    void aStepFollowsTheGradientOfTheMargin() {
        Layout layout = layout();
        double rate = 1e-6;
        Factors model = new Factors(settings("factors=3", "optimizer=sgd", "rate=" + rate, "spread=0.5"), layout, 0);
        Random64 random = new Random64(2);
        Support event = event(layout, random);
        model.meet(event, 7);
        double[] sums = new double[6];
        model.margin(event, sums);
        double[][] before = new double[event.count()][];
        for (int i = 0; i < before.length; i++) {
            before[i] = model.row(event.at(i));
        }
        model.step(event, sums, 1, 1);
        double small = 1e-6;
        for (int i = 0; i < before.length; i++) {
            double[] after = model.row(event.at(i));
            for (int f = 0; f < after.length; f++) {
                double slope =
                        (changed(before, event, i, f, small) - changed(before, event, i, f, -small)) / (2 * small);
                assertThat((before[i][f] - after[f]) / rate).isCloseTo(slope, within(1e-6));
            }
        }
        assertThat(model.intercept()).isEqualTo(-rate);
    }

    private static double changed(double[][] rows, Support event, int at, int place, double by) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += number(rows, i, 0, at, place, by) * event.value(i);
            for (int j = i + 1; j < rows.length; j++) {
                for (int f = 1; f < rows[i].length; f++) {
                    sum += number(rows, i, f, at, place, by)
                            * number(rows, j, f, at, place, by)
                            * event.value(i)
                            * event.value(j);
                }
            }
        }
        return sum;
    }

    private static double number(double[][] rows, int row, int f, int at, int place, double by) {
        return rows[row][f] + (row == at && f == place ? by : 0);
    }

    /** Whether two categories differ: each alone says nothing, so no sum over coordinates can tell. */
    @Test
    void learnsWhatOnlyPairsTell() {
        for (int classes : new int[] {2, 3}) {
            for (String optimizer : OPTIMIZERS) {
                assertThat(share("fm:optimizer=" + optimizer, classes))
                        .as(optimizer)
                        .isGreaterThan(0.99);
            }
            assertThat(share("logistic", classes)).isLessThan(0.6);
        }
    }

    /** Of the second half of 8,000 events whose class is the sum of two codes modulo the number of classes. */
    private static double share(String text, int classes) {
        Layout.Builder builder = Layout.builder();
        builder.category("one", 4);
        builder.category("other", 4);
        Layout layout = builder.build();
        Classifier learner = (Classifier) Learners.parse(text).create(layout, 3);
        Random64 random = new Random64(4);
        FeatureVector x = new FeatureVector(layout);
        double[] scores = new double[classes];
        int right = 0;
        for (int n = 0; n < 8_000; n++) {
            x.categories()[0] = random.nextInt(classes);
            x.categories()[1] = random.nextInt(classes);
            int label = (x.categories()[0] + x.categories()[1]) % classes;
            learner.predictAndLearn(x, label, 1, scores);
            right += n >= 4_000 && Scores.argmax(scores, classes) == label ? 1 : 0;
        }
        return right / 4_000.0;
    }

    /** A product of two numbers, which no line comes near. */
    @Test
    void regressionLearnsAProduct() {
        assertThat(error("linear")).isGreaterThan(0.6);
        for (String optimizer : OPTIMIZERS) {
            assertThat(error("fm-regression:factors=2,rate=0.1,optimizer=" + optimizer))
                    .as(optimizer)
                    .isLessThan(0.15);
        }
    }

    private static double error(String text) {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.number("b");
        Layout layout = builder.build();
        Regressor learner = (Regressor) Learners.parse(text).create(layout, 3);
        Random64 random = new Random64(5);
        FeatureVector x = new FeatureVector(layout);
        double sum = 0;
        for (int n = 0; n < 20_000; n++) {
            x.numbers()[0] = random.nextGaussian();
            x.numbers()[1] = random.nextGaussian();
            double value = x.numbers()[0] * x.numbers()[1] + 0.5;
            double predicted = learner.predictAndLearn(x, value, 1);
            sum += n >= 10_000 ? Math.abs(predicted - value) : 0;
        }
        return sum / 10_000;
    }

    /** What a coordinate begins with depends on its name alone, not on what came before it in the layout or the stream. */
    @Test
    void aFeatureBeginsAlikeWhereverItStands() {
        Layout.Builder builder = Layout.builder();
        builder.category("colour", 4);
        Layout alone = builder.build();
        Factors one = new Factors(FactorizationSettings.CLASSES, alone, 0);
        Factors other = new Factors(FactorizationSettings.CLASSES, layout(), 0);
        FeatureVector x = new FeatureVector(alone);
        x.categories()[0] = 2;
        Support event = Factors.support(new Coordinates(alone));
        event.gather(x);
        assertThat(one.meet(event, 9)).isTrue();
        assertThat(one.meet(event, 9)).isFalse();
        Random64 random = new Random64(8);
        for (int n = 0; n < 30; n++) {
            other.meet(event(layout(), random), 9);
        }
        assertThat(other.row(1 + 2)).isEqualTo(one.row(2)).isNotEqualTo(new double[9]);
    }

    @Test
    void ftrlCutsWeightsThatHaveNothingToSay() {
        Layout layout = layout();
        Factors model = new Factors(settings("optimizer=ftrl", "l1=20"), layout, 0);
        Random64 random = new Random64(6);
        double[] sums = new double[16];
        for (int n = 0; n < 100; n++) {
            Support event = event(layout, random);
            model.meet(event, 7);
            model.margin(event, sums);
            model.step(event, sums, random.nextBoolean() ? 0.5 : -0.5, 1);
        }
        for (int c = 0; c < layout.width(); c++) {
            assertThat(model.row(c)[0]).isZero();
            assertThat(model.row(c)[1]).isNotZero();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> settings("l1=1")).withMessageContaining("ftrl");
    }

    /** From 65,536 numbers on they stand in chunks, of which a checkpoint writes those that changed. */
    @Test
    void largeModelsStandInChunksAndGoOnAfterARestore() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 16);
        Layout layout = builder.build();
        Classifier steady = (Classifier) Learners.parse("fm").create(layout, 1);
        Classifier interrupted = (Classifier) Learners.parse("fm").create(layout, 1);
        Random64 random = new Random64(7);
        double[] expected = new double[3];
        double[] scores = new double[3];
        for (int n = 0; n < 90; n++) {
            if (n % 30 == 20) {
                Classifier fresh = (Classifier) Learners.parse("fm").create(layout, 2);
                fresh.restore(new BytesStateReader(chunks(interrupted)));
                interrupted = fresh;
            }
            FeatureVector x = new FeatureVector(layout);
            for (int word = 0; word < 5; word++) {
                x.addHashed(random.nextInt(1 << 16), 1);
            }
            int label = random.nextInt(3);
            steady.predictAndLearn(x, label, 1, expected);
            interrupted.predictAndLearn(x, label, 1, scores);
            assertThat(scores).isEqualTo(expected);
        }
        assertThat(chunks(interrupted)).hasSizeGreaterThan(60);
    }

    private static SortedMap<String, byte[]> chunks(Learner learner) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        out.registered().forEach((name, container) -> chunks.putAll(Snapshots.of(name, container)));
        return chunks;
    }

    @Test
    void nothingIsAllocatedPerEvent() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Layout layout = layout();
        FeatureVector x = new FeatureVector(layout);
        x.numbers()[0] = 1;
        x.categories()[0] = 1;
        x.addHashed(7, 1);
        Classifier learner = (Classifier) Learners.parse("fm").create(layout, 1);
        double[] scores = new double[3];
        double least = Double.MAX_VALUE;
        for (int round = 0; round < 100 && least >= 8; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int n = 0; n < 1_000; n++) {
                learner.predictAndLearn(x, n % 3, 1, scores);
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000.0);
        }
        assertThat(least).as("bytes an event").isLessThan(8);
    }

    @Test
    void defaultsAreThese() {
        assertThat(Settings.write(FactorizationSettings.CLASSES).toString())
                .isEqualTo("{factors=8, optimizer=adagrad, rate=0.1, l2=0.0, factor-l2=0.0, l1=0.0, spread=0.1,"
                        + " intercept=true}");
        assertThat(Settings.write(FactorizationSettings.VALUES).toString())
                .isEqualTo("{factors=8, optimizer=sgd, rate=0.01, l2=0.0, factor-l2=0.0, l1=0.0, spread=0.1,"
                        + " intercept=true}");
    }

    @Test
    void whatIsTooLargeIsRefusedWithARemedy() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 26);
        Layout layout = builder.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("fm").create(layout, 1))
                .withMessageContaining("hash into fewer bits");
    }
}
