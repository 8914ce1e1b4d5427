package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What every learner promises, as checks that take any provider: run them over a learner of your own.
 *
 * <p>A weight has no check of its own beyond staying finite: what weight 2 means is the learner's to say (twice the step
 * for linear learners, twice the count for Bayes and trees).
 */
public final class LearnerContract<S extends Record> {
    private static final int EVENTS = 1500;

    private final LearnerProvider<S> provider;
    private final S settings;
    private final boolean classifies;
    private final boolean detects;
    private final boolean chooses;

    public LearnerContract(LearnerProvider<S> provider, S settings) {
        this.provider = provider;
        this.settings = settings;
        this.classifies = provider.task() == LearnerProvider.Task.CLASSIFICATION;
        this.detects = provider.task() == LearnerProvider.Task.ANOMALY;
        this.chooses = provider.task() == LearnerProvider.Task.BANDIT;
    }

    /** A contract for a provider at its defaults. */
    public static <S extends Record> LearnerContract<S> of(LearnerProvider<S> provider) {
        return new LearnerContract<>(provider, provider.defaults());
    }

    /** One labelled event of a made stream. */
    record Example(FeatureVector x, int label, double value) {}

    /** A layout with all three parts. */
    static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.category("colour", 5);
        builder.number("b");
        builder.hashed("words", 4);
        builder.number("constant");
        builder.category("size", 3);
        return builder.build();
    }

    /** A stream that can be learned, with missing values; class k is about a = 2k, its colour mostly k. */
    static List<Example> stream(Layout layout, int classes, int events, long seed) {
        Random64 random = new Random64(seed);
        List<Example> examples = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            int label = random.nextInt(classes);
            FeatureVector x = new FeatureVector(layout);
            x.timeMillis(n * 600_000L);
            x.numbers()[0] = random.nextInt(20) == 0 ? Double.NaN : 2 * label + random.nextGaussian();
            x.numbers()[1] = random.nextDouble();
            x.numbers()[2] = 7;
            x.categories()[0] = random.nextInt(10) == 0 ? -1 : (random.nextInt(3) == 0 ? random.nextInt(5) : label % 5);
            x.categories()[1] = random.nextInt(3);
            int start = layout.attributes().get(3).start();
            for (int words = random.nextInt(4); words > 0; words--) {
                x.addHashed(start + random.nextInt(16), 1 + random.nextInt(2));
            }
            examples.add(new Example(x, label, 3 * label + random.nextGaussian()));
        }
        return examples;
    }

    private Learner create(long seed) {
        return provider.create(settings, layout(), seed);
    }

    private Learner create(Layout layout, long seed) {
        return provider.create(settings, layout, seed);
    }

    /** The whole state: the plain values, and the chunks of containers by name. */
    private static SortedMap<String, byte[]> chunks(Learner learner) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        out.registered().forEach((name, container) -> chunks.putAll(Snapshots.of(name, container)));
        return chunks;
    }

    private static byte[] bytes(Learner learner) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks(learner).forEach((name, bytes) -> {
            all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        return all.toByteArray();
    }

    private Learner restored(Layout layout, Learner original, long seed) {
        Learner learner = create(layout, seed);
        BytesStateReader in = new BytesStateReader(chunks(original));
        learner.restore(in);
        assertThat(in.remaining())
                .as("bytes left after restoring " + provider.name())
                .isZero();
        return learner;
    }

    private static double[] predict(Learner learner, FeatureVector x, int classes) {
        if (learner instanceof Classifier classifier) {
            double[] scores = new double[classes];
            Arrays.fill(scores, Double.NaN);
            classifier.predict(x, scores);
            return scores;
        }
        if (learner instanceof AnomalyDetector detector) {
            return new double[] {detector.score(x)};
        }
        if (learner instanceof Clusterer clusterer) {
            Assignment to = new Assignment();
            clusterer.predict(x, to);
            return new double[] {to.cluster() + 1, orZero(to.distance()), orZero(to.otherDistance())};
        }
        if (learner instanceof ContextualBandit bandit) {
            double[] both = new double[2 * classes]; // rewards, then probabilities
            double[] rewards = new double[classes];
            double[] probabilities = new double[classes];
            Arrays.fill(rewards, Double.NaN);
            Arrays.fill(probabilities, Double.NaN);
            bandit.predict(x, rewards, probabilities);
            System.arraycopy(rewards, 0, both, 0, classes);
            System.arraycopy(probabilities, 0, both, classes, classes);
            return both;
        }
        return new double[] {((Regressor) learner).predict(x)};
    }

    private static double orZero(double distance) {
        return Double.isNaN(distance) ? 0 : distance;
    }

    private static void learn(Learner learner, Example example, double weight) {
        if (learner instanceof Classifier classifier) {
            classifier.learn(example.x(), example.label(), weight);
        } else if (learner instanceof AnomalyDetector detector) {
            detector.learn(example.x(), weight);
        } else if (learner instanceof Clusterer clusterer) {
            clusterer.learn(example.x(), weight);
        } else if (learner instanceof ContextualBandit bandit) {
            bandit.learn(example.x(), example.label(), example.value(), 0.25, weight);
        } else {
            ((Regressor) learner).learn(example.x(), example.value(), weight);
        }
    }

    private void checkScores(double[] scores) {
        if (chooses) {
            checkChoice(scores);
            return;
        }
        double sum = 0;
        boolean fine = true;
        for (double score : scores) {
            fine &= Double.isFinite(score) && !(classifies && score < 0) && !(detects && (score < 0 || score > 1));
            sum += score;
        }
        if (!fine || (classifies && Math.abs(sum - 1) > 1e-9)) {
            fail(provider.name() + " gave " + Arrays.toString(scores));
        }
    }

    /** Expected rewards are finite; probabilities are none below 0 and sum to 1. */
    private void checkChoice(double[] rewardsAndProbabilities) {
        int actions = rewardsAndProbabilities.length / 2;
        double sum = 0;
        boolean fine = true;
        for (int a = 0; a < actions; a++) {
            fine &= Double.isFinite(rewardsAndProbabilities[a]) && rewardsAndProbabilities[actions + a] >= 0;
            sum += rewardsAndProbabilities[actions + a];
        }
        if (!fine || Math.abs(sum - 1) > 1e-9) {
            fail(provider.name() + " gave " + Arrays.toString(rewardsAndProbabilities));
        }
    }

    /** Every check, one after the other. */
    public void all() {
        nothingLearnedIsIndifferent();
        inputStaysUntouched();
        predictingChangesNothing();
        predictAndLearnIsPredictThenLearn();
        slicesAreOneEventAfterTheOther();
        sameSeedSameModel();
        restoredIsUninterrupted();
        copiesAnswerManyThreadsAlike();
        anyNumberOfClasses();
        oneClassOnly();
        classThatAppearsLate();
        classNeverLearned();
        constantFeatures();
        missingValuesEverywhere();
        hugeAndTinyValues();
        weights();
        labelsOfChanceTeachNothing();
        whatIsFarFromAllIsStranger();
        choosingIsADrawThatLeavesNoTrace();
        whatEarnsMoreIsChosenMoreOften();
        emptyStream();
        mergedWithNobodyItAnswersTheSame();
        goesOnWithMoreFeatures();
    }

    /** What does not depend on how settings are chosen, once for each learner: slow, or about the settings themselves. */
    public void atItsDefaults() {
        hundredThousandFeatures();
        hundredThousandWordsAndNames();
        settingsOutOfRange();
        learnsFeaturesThatCameLater();
    }

    /** The layout of the contract, and a feature of each kind behind it. */
    static Layout grownLayout() {
        Layout.Builder builder = Layout.builder();
        layout().attributes().forEach(attribute -> add(builder, attribute));
        builder.number("late");
        builder.category("lateColour", 4);
        builder.hashed("lateWords", 3);
        return builder.build();
    }

    private static void add(Layout.Builder builder, Attribute attribute) {
        switch (attribute.kind()) {
            case NUMBER -> builder.number(attribute.name());
            case CATEGORY -> builder.category(attribute.name(), attribute.width());
            case HASHED -> builder.hashed(attribute.name(), Integer.numberOfTrailingZeros(attribute.width()));
        }
    }

    /** The same event with the new features missing. */
    private static FeatureVector widened(FeatureVector x, Layout grown) {
        FeatureVector wide = new FeatureVector(grown);
        wide.timeMillis(x.timeMillis());
        System.arraycopy(x.numbers(), 0, wide.numbers(), 0, x.numbers().length);
        System.arraycopy(x.categories(), 0, wide.categories(), 0, x.categories().length);
        for (int i = 0; i < x.hashedCount(); i++) {
            wide.addHashed(x.hashedIndex(i), x.hashedValue(i));
        }
        return wide;
    }

    /** The same event with new features: those of the label, if they are to tell it. */
    private Example late(Example example, Layout grown, Random64 random, boolean tells) {
        FeatureVector x = widened(example.x(), grown);
        int told = tells ? example.label() : random.nextInt(3);
        x.numbers()[3] = 2 * told + random.nextGaussian() + (detects ? 100 : 0);
        x.categories()[2] = random.nextInt(4) == 0 ? random.nextInt(4) : told;
        x.addHashed(grown.attributes().get(8).start() + random.nextInt(8), 1);
        return new Example(x, example.label(), example.value());
    }

    private Learner grown(Learner learner, Layout before, Layout after) {
        Learner grown = create(after, 77);
        BytesStateReader in = new BytesStateReader(chunks(learner));
        grown.restore(in, before);
        assertThat(in.remaining())
                .as("bytes left after restoring " + provider.name())
                .isZero();
        return grown;
    }

    /**
     * Features are appended to what it has learned: events without them are answered as before, what it knows stays, learning
     * goes on, and restored is still uninterrupted.
     */
    public void goesOnWithMoreFeatures() {
        if (!provider.takesNewFeatures()) {
            return;
        }
        Layout before = layout();
        Layout after = grownLayout();
        Learner learner = create(before, 1);
        List<Example> examples = stream(before, 3, 4000, 23);
        double errorBefore = error(learner, examples.subList(0, 2000), 1000);
        Learner grown = grown(learner, before, after);
        List<Example> rest = examples.subList(2000, 4000);
        for (Example example : rest) {
            double[] expected = predict(learner, example.x(), 3);
            double[] given = predict(grown, widened(example.x(), after), 3);
            assertThat(given).as(provider.name()).containsExactly(expected, within(1e-9));
        }
        Random64 random = new Random64(24);
        List<Example> noise =
                rest.stream().map(each -> late(each, after, random, false)).toList();
        double limit = errorBefore * 1.35 + 0.06;
        if (provider.task() == LearnerProvider.Task.REGRESSION) { // steps at weights that nobody knows cost at first
            limit = Math.max(limit, error(create(after, 1), noise.subList(0, 300), 300));
        }
        double first = error(grown, noise.subList(0, 300), 300);
        assertThat(first).as(provider.name() + " just after growth").isLessThanOrEqualTo(limit);
        Learner interrupted = restored(after, grown, 5);
        for (Example example : noise.subList(300, 1300)) {
            learn(grown, example, 1);
            learn(interrupted, example, 1);
        }
        assertThat(bytes(interrupted)).as(provider.name()).isEqualTo(bytes(grown));
        double later = error(grown, noise.subList(1300, 2000), 700);
        assertThat(later).as(provider.name() + " later").isLessThan(errorBefore * 1.2 + 0.06);
        Learner twice = grown(create(before, 1), before, after); // nothing learned yet
        assertThat(predict(twice, noise.get(0).x(), 3))
                .containsExactly(predict(create(after, 77), noise.get(0).x(), 3), within(1e-12));
    }

    /** Whoever learns new features when they are there from the beginning learns them when they come later. */
    public void learnsFeaturesThatCameLater() {
        if (!provider.takesNewFeatures() || (!classifies && provider.task() != LearnerProvider.Task.REGRESSION)) {
            return;
        }
        Layout before = layout();
        Layout after = grownLayout();
        Random64 random = new Random64(25);
        List<Example> telling = new ArrayList<>();
        for (Example example : stream(before, 3, 5000, 26)) {
            Example other = new Example(example.x(), random.nextInt(3), 0); // what there was tells nothing
            Example told = late(other, after, random, true);
            telling.add(new Example(told.x(), told.label(), 3 * told.label()));
        }
        double fresh = error(create(after, 1), telling, 1000);
        Learner learner = create(before, 1);
        for (Example example : stream(before, 3, 1000, 27)) {
            int label = random.nextInt(3);
            learn(learner, new Example(example.x(), label, 3 * label), 1);
        }
        double late = error(grown(learner, before, after), telling, 1000);
        assertThat(late)
                .as(provider.name() + " with features that came later")
                .isLessThan(fresh + (classifies ? 0.15 : 0.3) * (1 + fresh));
    }

    /** Test-then-train: the mean error of the last so many; 0 where there is nothing to be wrong about. */
    private double error(Learner learner, List<Example> examples, int last) {
        double sum = 0;
        int n = 0;
        for (Example example : examples) {
            double[] scores = predict(learner, example.x(), 3);
            checkScores(scores);
            if (n++ >= examples.size() - last) {
                if (classifies) {
                    sum += Scores.argmax(scores, 3) == example.label() ? 0 : 1;
                } else if (provider.task() == LearnerProvider.Task.REGRESSION) {
                    sum += Math.abs(scores[0] - example.value());
                } else if (chooses) {
                    sum += Math.abs(scores[example.label()] - example.value());
                } else if (detects) {
                    sum += scores[0]; // all events are usual ones
                }
            }
            learn(learner, example, 1);
        }
        return sum / last;
    }

    /** What its provider says of merging is so; a merge of one partition is that partition's model, and leaves it alone. */
    public void mergedWithNobodyItAnswersTheSame() {
        if (provider.merging(settings, false) == Merging.VOTE) {
            return;
        }
        Layout layout = layout();
        Learner learner = create(layout, 1);
        stream(layout, 3, 400, 5).forEach(example -> learn(learner, example, 1));
        byte[] before = bytes(learner);
        Learner merged = create(layout, 1);
        ((Mergeable) merged)
                .merge(List.of(new Mergeable.Part(learner, new Alignment(layout), new int[] {0, 1, 2}, 400)));
        assertThat(bytes(learner)).as(provider.name()).isEqualTo(before);
        for (Example example : stream(layout, 3, 50, 6)) {
            assertThat(predict(merged, example.x(), 3))
                    .as(provider.name())
                    .containsExactly(predict(learner, example.x(), 3), within(1e-9));
        }
        Learner empty = create(layout, 1);
        ((Mergeable) empty)
                .merge(List.of(
                        new Mergeable.Part(create(layout, 1), new Alignment(layout), new int[0], 0),
                        new Mergeable.Part(create(layout, 1), new Alignment(layout), new int[0], 0)));
        FeatureVector x = stream(layout, 3, 1, 7).get(0).x();
        assertThat(predict(empty, x, 3)).containsExactly(predict(create(layout, 1), x, 3), within(1e-9));
    }

    public void emptyStream() {
        Learner learner = create(1);
        Learner restored = restored(layout(), learner, 2);
        assertThat(bytes(restored)).as(provider.name()).isEqualTo(bytes(learner));
        FeatureVector nothing = new FeatureVector(layout());
        for (int classes : classifies || chooses ? new int[] {1, 2, 7} : new int[] {1}) {
            double[] scores = predict(restored, nothing, classes);
            checkScores(scores);
            assertThat(scores).as(provider.name()).isEqualTo(predict(learner, nothing, classes));
        }
    }

    /** It learns from them, or says when it is made how many are too many, and what to do. */
    public void hundredThousandFeatures() {
        int width = 100_000;
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < width; i++) {
            builder.number("n" + i);
        }
        Layout layout = builder.build();
        Learner learner;
        try {
            learner = create(layout, 1);
        } catch (IllegalArgumentException e) {
            assertThat(e).as(provider.name()).hasMessageContaining("10000").hasMessageMatching("(?s).*[,;:.] .*");
            return;
        }
        Random64 random = new Random64(18);
        for (int n = 0; n < 20; n++) {
            FeatureVector x = new FeatureVector(layout);
            int label = n % 2;
            for (int i = 0; i < width; i++) {
                x.numbers()[i] = i % 10 == 0 ? random.nextGaussian() + label : 0;
            }
            checkScores(predict(learner, x, 2));
            learn(learner, new Example(x, label, label), 1);
        }
    }

    /** Words hashed into many places, of which an event has a few, and a category of many codes. */
    public void hundredThousandWordsAndNames() {
        int codes = 100_000;
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.hashed("words", 17);
        builder.category("name", codes);
        Layout layout = builder.build();
        Learner learner;
        try {
            learner = create(layout, 1);
        } catch (IllegalArgumentException e) {
            assertThat(e).as(provider.name()).hasMessageMatching("(?s).*(23107[2-4]|131072|10000[01]).*[,;:.] .*");
            return;
        }
        Random64 random = new Random64(19);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 60; n++) {
            int label = n % 2;
            x.clear();
            x.numbers()[0] = random.nextGaussian() + label;
            x.categories()[0] = n % 5 == 0 ? codes - 1 : random.nextInt(codes);
            for (int words = 0; words < 10; words++) {
                x.addHashed(layout.attributes().get(1).start() + random.nextInt(1 << 17), 1 + random.nextInt(2));
            }
            checkScores(predict(learner, x, 2));
            learn(learner, new Example(x, label, label), 1);
        }
        assertThat(bytes(restored(layout, learner, 2))).as(provider.name()).isEqualTo(bytes(learner));
    }

    /**
     * Each setting refuses what it cannot mean, by name: a number what is no number and something that is too small or too large,
     * all others a word that means nothing.
     */
    public void settingsOutOfRange() {
        Settings.write(provider.defaults()).forEach((key, value) -> {
            boolean whole = value.matches("-?[0-9]+");
            refused(key, "no-such-thing");
            if (!whole && !value.matches("-?[0-9.]+([eE]-?[0-9]+)?")) {
                return;
            }
            List<String> wrong = whole ? List.of("-2000000000", "2000000000") : List.of("-1e300", "1e300");
            assertThat(wrong).as(provider.name() + ":" + key).anySatisfy(given -> refused(key, given));
            if (!whole) {
                refused(key, "NaN");
            }
        });
    }

    private void refused(String key, String given) {
        assertThatIllegalArgumentException()
                .as(provider.name() + ":" + key + "=" + given)
                .isThrownBy(() -> provider.create(Settings.read(provider.defaults(), Map.of(key, given)), layout(), 1))
                .withMessageContaining(key);
    }

    public void nothingLearnedIsIndifferent() {
        double[] scores = predict(create(1), stream(layout(), 3, 1, 1).get(0).x(), 3);
        if (chooses) {
            assertThat(scores).as(provider.name()).containsExactly(0, 0, 0, 1.0 / 3, 1.0 / 3, 1.0 / 3);
            return;
        }
        assertThat(scores).as(provider.name()).containsOnly(scores[0]);
        assertThat(scores[0]).as(provider.name()).isCloseTo(classifies ? 1.0 / 3 : 0, within(1e-9));
    }

    public void inputStaysUntouched() {
        Layout layout = layout();
        Learner learner = create(layout, 1);
        for (Example example : stream(layout, 3, 300, 2)) {
            FeatureVector x = example.x();
            FeatureVector before = new FeatureVector(layout);
            before.copyFrom(x);
            predict(learner, x, 3);
            learn(learner, example, 1);
            assertThat(x.numbers()).isEqualTo(before.numbers());
            assertThat(x.categories()).isEqualTo(before.categories());
            assertThat(x.hashedCount()).isEqualTo(before.hashedCount());
            for (int i = 0; i < x.hashedCount(); i++) {
                assertThat(x.hashedIndex(i)).isEqualTo(before.hashedIndex(i));
                assertThat(x.hashedValue(i)).isEqualTo(before.hashedValue(i));
            }
        }
    }

    public void predictingChangesNothing() {
        Learner learner = create(1);
        int n = 0;
        for (Example example : stream(layout(), 3, EVENTS, 3)) {
            if (n++ % 100 == 0) {
                byte[] before = bytes(learner);
                double[] first = predict(learner, example.x(), 3);
                assertThat(predict(learner, example.x(), 3)).isEqualTo(first);
                assertThat(bytes(learner))
                        .as(provider.name() + " after predict")
                        .isEqualTo(before);
            }
            learn(learner, example, 1);
        }
    }

    public void predictAndLearnIsPredictThenLearn() {
        for (int classes : new int[] {2, 5}) {
            Learner two = create(1);
            Learner one = create(1);
            double[] scores = new double[classes];
            for (Example example : stream(layout(), classes, EVENTS, 4)) {
                double[] expected = predict(two, example.x(), classes);
                learn(two, example, 1);
                if (one instanceof Classifier classifier) {
                    classifier.predictAndLearn(example.x(), example.label(), 1, scores);
                } else if (one instanceof AnomalyDetector detector) {
                    scores = new double[] {detector.scoreAndLearn(example.x(), 1)};
                } else if (one instanceof Clusterer clusterer) {
                    scores = predict(one, example.x(), classes);
                    clusterer.learn(example.x(), 1);
                } else if (one instanceof ContextualBandit bandit) {
                    double[] rewards = new double[classes];
                    double[] probabilities = new double[classes];
                    bandit.predictAlone(example.x(), rewards, probabilities);
                    scores = Arrays.copyOf(rewards, 2 * classes);
                    System.arraycopy(probabilities, 0, scores, classes, classes);
                    learn(one, example, 1);
                } else {
                    scores = new double[] {((Regressor) one).predictAndLearn(example.x(), example.value(), 1)};
                }
                assertThat(scores).as(provider.name()).isEqualTo(expected);
            }
            assertThat(bytes(one)).as(provider.name()).isEqualTo(bytes(two));
        }
    }

    /** In slices of any length, with or without threads: the same scores, the same model. */
    public void slicesAreOneEventAfterTheOther() {
        if (!(create(1) instanceof LearnsInSlices)) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        Parallel[] hosts = {Parallel.NONE, parallel(threads)};
        try {
            for (Parallel host : hosts) {
                slicesAreOneEventAfterTheOther(host);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void slicesAreOneEventAfterTheOther(Parallel host) {
        Layout layout = layout();
        Learner single = create(layout, 1);
        Learner sliced = create(layout, 1);
        Random64 random = new Random64(17);
        Slice slice = new Slice(layout);
        List<double[]> expected = new ArrayList<>();
        for (Example example : stream(layout, 4, EVENTS, 17)) {
            if (single instanceof Classifier classifier) {
                double[] scores = new double[4];
                classifier.predictAndLearn(example.x(), example.label(), 1, scores);
                expected.add(scores);
                slice.add(example.x(), example.label(), 1, 4);
            } else {
                expected.add(new double[] {((Regressor) single).predictAndLearn(example.x(), example.value(), 1)});
                slice.add(example.x(), example.value(), 1);
            }
            if (slice.isFull() || random.nextInt(60) == 0) {
                ((LearnsInSlices) sliced).predictAndLearn(slice, host);
                for (int i = 0; i < slice.size(); i++) {
                    assertThat(slice.scores(i)).as(provider.name()).isEqualTo(expected.get(i));
                }
                assertThat(bytes(sliced)).as(provider.name()).isEqualTo(bytes(single));
                slice.clear();
                expected.clear();
            }
        }
    }

    private static Parallel parallel(ExecutorService threads) {
        return (parts, part) -> {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                int index = i;
                running.add(threads.submit(() -> part.accept(index)));
            }
            try {
                for (Future<?> one : running) {
                    one.get(60, TimeUnit.SECONDS);
                }
            } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new AssertionError("a part of a slice", e);
            }
        };
    }

    public void sameSeedSameModel() {
        Learner one = create(11);
        Learner two = create(11);
        for (Example example : stream(layout(), 3, EVENTS, 5)) {
            learn(one, example, 1);
            learn(two, example, 1);
        }
        assertThat(bytes(one)).as(provider.name()).isEqualTo(bytes(two));
    }

    public void restoredIsUninterrupted() {
        Layout layout = layout();
        Random64 random = new Random64(6);
        Learner steady = create(layout, 1);
        Learner interrupted = create(layout, 1);
        for (Example example : stream(layout, 4, EVENTS, 6)) {
            if (random.nextInt(40) == 0) {
                assertThat(bytes(interrupted)).as(provider.name()).isEqualTo(bytes(steady));
                interrupted = restored(layout, interrupted, 999);
            }
            assertThat(predict(interrupted, example.x(), 4))
                    .as(provider.name())
                    .isEqualTo(predict(steady, example.x(), 4));
            double weight = 0.5 + random.nextInt(3);
            learn(steady, example, weight);
            learn(interrupted, example, weight);
        }
        assertThat(bytes(interrupted)).as(provider.name()).isEqualTo(bytes(steady));
        assertThat(bytes(restored(layout, steady, 5))).isEqualTo(bytes(steady));
    }

    public void copiesAnswerManyThreadsAlike() {
        Layout layout = layout();
        Learner learner = create(layout, 1);
        List<Example> examples = stream(layout, 4, EVENTS, 7);
        examples.forEach(example -> learn(learner, example, 1));
        Learner copy = restored(layout, learner, 1);
        List<double[]> expected =
                examples.stream().map(e -> predict(learner, e.x(), 4)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<double[]>>> answers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                answers.add(threads.submit(() ->
                        examples.stream().map(e -> predict(copy, e.x(), 4)).toList()));
            }
            for (Future<List<double[]>> answer : answers) {
                List<double[]> given = answer.get(60, TimeUnit.SECONDS);
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(given.get(i)).as(provider.name()).isEqualTo(expected.get(i));
                }
            }
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(provider.name() + " asked from four threads", e);
        } finally {
            threads.shutdownNow();
        }
    }

    public void anyNumberOfClasses() {
        for (int classes : new int[] {2, 3, 8, 9, 40}) {
            runs(stream(layout(), classes, EVENTS, 8), classes);
        }
    }

    public void oneClassOnly() {
        Learner learner = runs(stream(layout(), 1, 500, 9), 1);
        Example example = stream(layout(), 1, 1, 9).get(0);
        checkScores(predict(learner, example.x(), 1));
        checkScores(predict(learner, example.x(), 3));
    }

    public void classThatAppearsLate() {
        List<Example> examples = new ArrayList<>(stream(layout(), 2, 600, 10));
        stream(layout(), 5, 600, 11).stream()
                .filter(e -> e.label() == 0 || e.label() == 4)
                .forEach(examples::add);
        runs(examples, 5);
    }

    public void classNeverLearned() {
        Learner learner = create(1);
        for (Example example : stream(layout(), 2, 300, 12)) {
            learn(learner, example, 1);
            checkScores(predict(learner, example.x(), 6));
        }
    }

    public void constantFeatures() {
        Layout layout = layout();
        Learner learner = create(layout, 1);
        FeatureVector x = new FeatureVector(layout);
        Arrays.fill(x.numbers(), 3);
        Arrays.fill(x.categories(), 1);
        for (Example example : stream(layout, 3, EVENTS, 13)) {
            checkScores(predict(learner, x, 3));
            learn(learner, new Example(x, example.label(), example.value()), 1);
        }
    }

    public void missingValuesEverywhere() {
        Layout layout = layout();
        FeatureVector nothing = new FeatureVector(layout);
        Learner learner = create(layout, 1);
        for (Example example : stream(layout, 3, EVENTS, 14)) {
            checkScores(predict(learner, nothing, 3));
            learn(learner, new Example(nothing, example.label(), example.value()), 1);
        }
        Learner before = runs(stream(layout, 3, EVENTS, 14), 3);
        checkScores(predict(before, nothing, 3));
    }

    public void hugeAndTinyValues() {
        double[] odd = {
            1e300,
            -1e300,
            1e-300,
            -1e-300,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            0,
            -0.0,
            1e15,
            1e99,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
        Layout layout = layout();
        Random64 random = new Random64(15);
        for (int classes = 2; classes <= 3; classes++) {
            Learner learner = create(layout, 1);
            for (Example example : stream(layout, classes, EVENTS, 15)) {
                double[] numbers = example.x().numbers();
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : numbers[i];
                }
                if (random.nextInt(3) == 0) {
                    int word = layout.attributes().get(3).start() + random.nextInt(16);
                    example.x().addHashed(word, odd[random.nextInt(odd.length)]);
                }
                checkScores(predict(learner, example.x(), 3));
                boolean oddValue = !classifies && random.nextInt(3) == 0; // values are finite, and may be of any size
                double value = oddValue ? odd[random.nextInt(10)] : example.value();
                learn(learner, new Example(example.x(), example.label(), value), 1);
            }
            assertThat(bytes(restored(layout, learner, 2))).as(provider.name()).isEqualTo(bytes(learner));
        }
    }

    public void weights() {
        Random64 random = new Random64(16);
        double[] weights = {Usable.LEAST_WEIGHT, 1e-6, 0.25, 1, 2, 100, 1e6, Usable.LARGEST_WEIGHT};
        for (int classes = 2; classes <= 3; classes++) {
            Learner learner = create(1);
            for (Example example : stream(layout(), classes, EVENTS, 16)) {
                checkScores(predict(learner, example.x(), 3));
                learn(learner, example, weights[random.nextInt(weights.length)]);
            }
            assertThat(bytes(restored(layout(), learner, 2)))
                    .as(provider.name())
                    .isEqualTo(bytes(learner));
        }
    }

    /** With labels drawn by chance, test-then-train accuracy must not differ from what chance allows. */
    public void labelsOfChanceTeachNothing() {
        if (!classifies) {
            return;
        }
        Random64 random = new Random64(17);
        Learner learner = create(1);
        int events = 6000;
        int correct = 0;
        double share = 0.5;
        for (Example example : stream(layout(), 2, events, 17)) {
            int label = random.nextBoolean() ? 1 : 0;
            if (Scores.argmax(predict(learner, example.x(), 2), 2) == label) {
                correct++;
            }
            learn(learner, new Example(example.x(), label, label), 1);
        }
        double error = Math.sqrt(share * (1 - share) / events);
        assertThat((double) correct / events)
                .as(provider.name() + " on labels of chance")
                .isCloseTo(share, within(3 * error));
    }

    /** A detector gives what lies far from everything a higher score than most usual events. */
    public void whatIsFarFromAllIsStranger() {
        if (!detects) {
            return;
        }
        Layout layout = layout();
        AnomalyDetector learner = (AnomalyDetector) create(layout, 1);
        List<Example> examples = stream(layout, 1, EVENTS, 20);
        examples.forEach(example -> learner.learn(example.x(), 1));
        FeatureVector far = new FeatureVector(layout);
        far.copyFrom(examples.get(0).x());
        far.numbers()[0] = -20;
        far.numbers()[1] = 10;
        double score = learner.score(far);
        assertThat(examples.stream().filter(e -> learner.score(e.x()) < score).count())
                .as(provider.name())
                .isGreaterThan(EVENTS / 2);
    }

    /**
     * Of a bandit: the same identity is drawn alike, before and after anything else was asked; over many identities actions
     * come as often as they are probable; and the state stays as it was.
     */
    public void choosingIsADrawThatLeavesNoTrace() {
        if (!chooses) {
            return;
        }
        ContextualBandit learner = (ContextualBandit) create(3);
        stream(layout(), 4, 200, 21).forEach(example -> learn(learner, example, 1));
        byte[] before = bytes(learner);
        double[] probabilities = {0.5, 0, 0.2, 0.3};
        int draws = 20_000;
        int[] counts = new int[4];
        for (long identity = 0; identity < draws; identity++) {
            int chosen = learner.choose(probabilities, identity);
            assertThat(learner.choose(probabilities, identity)).isEqualTo(chosen);
            counts[chosen]++;
        }
        for (int a = 0; a < 4; a++) {
            assertThat(counts[a] / (double) draws)
                    .as(provider.name() + " draws action " + a)
                    .isCloseTo(probabilities[a], within(4 * Math.sqrt(0.25 / draws)));
        }
        assertThat(bytes(learner)).as(provider.name()).isEqualTo(before);
    }

    /** Of a bandit: an action that always earns more comes to have more than its even part. */
    public void whatEarnsMoreIsChosenMoreOften() {
        if (!chooses) {
            return;
        }
        ContextualBandit learner = (ContextualBandit) create(4);
        Random64 random = new Random64(22);
        List<Example> examples = stream(layout(), 3, EVENTS, 22);
        for (Example example : examples) {
            int action = random.nextInt(3);
            learner.learn(example.x(), action, action == 1 ? 1 : 0, 1.0 / 3, 1);
        }
        double[] rewards = new double[3];
        double[] probabilities = new double[3];
        double share = 0;
        for (Example example : examples) {
            learner.predict(example.x(), rewards, probabilities);
            share += probabilities[1] / examples.size();
        }
        assertThat(share).as(provider.name() + " on what earns most").isGreaterThan(0.5);
    }

    private Learner runs(List<Example> examples, int classes) {
        Learner learner = create(1);
        int known = 1;
        for (Example example : examples) {
            checkScores(predict(learner, example.x(), Math.min(classes, known)));
            learn(learner, example, 1);
            known = Math.max(known, example.label() + 1);
        }
        return learner;
    }
}
