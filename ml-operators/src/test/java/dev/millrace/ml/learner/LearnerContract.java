package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
public final class LearnerContract<S extends Record> extends LearnerOnTrial<S> {
    private final GrowthContract<S> growth;
    private final ExtremesContract<S> extremes;

    public LearnerContract(LearnerProvider<S> provider, S settings) {
        super(provider, settings);
        this.growth = new GrowthContract<>(provider, settings);
        this.extremes = new ExtremesContract<>(provider, settings);
    }

    /** A contract for a provider at its defaults. */
    public static <S extends Record> LearnerContract<S> of(LearnerProvider<S> provider) {
        return new LearnerContract<>(provider, provider.defaults());
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
        extremes.constantFeatures();
        extremes.missingValuesEverywhere();
        extremes.hugeAndTinyValues();
        extremes.weights();
        labelsOfChanceTeachNothing();
        whatIsFarFromAllIsStranger();
        choosingIsADrawThatLeavesNoTrace();
        whatEarnsMoreIsChosenMoreOften();
        emptyStream();
        mergedWithNobodyItAnswersTheSame();
        growth.goesOnWithMoreFeatures();
    }

    /** What does not depend on how settings are chosen, once for each learner: slow, or about the settings themselves. */
    public void atItsDefaults() {
        extremes.hundredThousandFeatures();
        extremes.hundredThousandWordsAndNames();
        extremes.settingsOutOfRange();
        growth.learnsFeaturesThatCameLater();
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
}
