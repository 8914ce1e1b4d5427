package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.bins;
import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.text;
import static dev.millrace.ml.stream.Partitions.ask;
import static dev.millrace.ml.stream.Partitions.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.linear.BayesianLinearRegression;
import dev.millrace.ml.learner.linear.LinearModel;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions made one: exactly what one learner of the whole stream is where sums are all that counts, close to it elsewhere. */
class MergedModelTest {
    private static final double EXACT = 1e-9;

    private static Learning classes() {
        return Learning.classify("label").feature("merchant", category("merchant"));
    }

    private static Learning numbers(Learning learning, Scale scale) {
        return learning.feature("amount", number("amount").scale(scale))
                .feature("distance", number("distance").scale(scale));
    }

    private static Learning values() {
        return Learning.regress("y").feature("merchant", category("merchant"));
    }

    /** Scores by name, or the value, within 1e-9 of those of the one that saw everything, relative to these. */
    private static void exact(LearningSpec spec, long seed, int partitions) {
        Partitions few = new Partitions(spec, partitions, 3, seed);
        few.learn(20); // too few for every class and name to have been seen everywhere
        exact(few, 20);
        Partitions many = new Partitions(spec, partitions, 3, seed);
        many.learn(400);
        exact(many, 400);
        Partitions apart = new Partitions(spec, partitions, 3, seed);
        apart.learnApart(200, 40);
        exact(apart, 200);
    }

    private static void exact(Partitions stream, int events) {
        VersionedModel merged = Serve.MERGED.joint(stream.parts);
        assertThat(merged.eventsLearned()).isEqualTo(events);
        for (int i = 0; i < 30; i++) {
            Row question = stream.question();
            Reply.Answer expected = ask(stream.whole, question, null);
            for (LearningOperator asked : stream.parts) {
                Reply.Answer answer = ask(asked, question, merged);
                if (expected.scores() == null) {
                    assertThat(answer.value()).isCloseTo(expected.value(), within(EXACT * Math.abs(expected.value())));
                } else {
                    assertThat(answer.classes()).containsExactlyElementsOf(expected.classes());
                    for (String name : expected.classes()) {
                        double share = score(expected, name);
                        assertThat(score(answer, name)).isCloseTo(share, within(EXACT * share));
                    }
                    assertThat(answer.label()).isEqualTo(expected.label());
                }
            }
        }
    }

    @Property(tries = 6)
    void naiveBayes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        exact(numbers(classes(), Scale.NONE).with("naive-bayes", Map.of()).build(), seed, partitions);
    }

    /** Codes of names, the first to come where there is no room for all, and numbers of classes: what ties and smoothing go by. */
    @Property(tries = 20)
    void namesAndClassesStandInTheOrderOfTheirArrival(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int parts) {
        for (int max : new int[] {5, 100}) {
            LearningSpec spec = Learning.classify("label")
                    .feature("merchant", category("merchant").max(max))
                    .with("logistic", Map.of())
                    .build();
            Partitions stream = new Partitions(spec, parts, 3, seed);
            stream.learnApart(200, 40);
            LearningModel merged = Serve.merge(stream.parts);
            assertThat(merged.classNames()).isEqualTo(stream.whole.classNames());
            assertThat(merged.inputs()).isEqualTo(stream.whole.inputs());
            LearningModel restored =
                    Serve.merge(stream.parts.stream().map(OperatorFixture::copy).toList());
            assertThat(restored.inputs()).isEqualTo(merged.inputs());
            assertThat(restored.classNames()).isEqualTo(merged.classNames());
        }
    }

    @Property(tries = 6)
    void multinomialNaiveBayes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        exact(
                classes()
                        .feature("note", text("note").hash(6))
                        .with("multinomial-naive-bayes", Map.of())
                        .build(),
                seed,
                partitions);
    }

    @Property(tries = 6)
    void bernoulliNaiveBayes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        exact(
                numbers(classes(), Scale.NONE)
                        .feature("note", text("note").hash(6))
                        .with("bernoulli-naive-bayes", Map.of())
                        .build(),
                seed,
                partitions);
    }

    @Property(tries = 6)
    void recursiveLeastSquares(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        exact(numbers(values(), Scale.NONE).with("rls", Map.of()).build(), seed, partitions);
        exact(
                numbers(values(), Scale.NONE)
                        .with("rls", Map.of("intercept", false, "delta", 0.1))
                        .build(),
                seed,
                partitions);
    }

    @Property(tries = 6)
    void bayesianLinearRegression(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        LearningSpec spec =
                numbers(values(), Scale.NONE).with("bayesian-linear", Map.of()).build();
        exact(spec, seed, partitions);
        Partitions stream = new Partitions(spec, partitions, 3, seed);
        stream.learn(300);
        FeatureVector empty =
                new FeatureVector(Fitting.features(spec, Partitions.SCHEMA).layout());
        BayesianLinearRegression.Predictive merged =
                ((BayesianLinearRegression) Serve.merge(stream.parts).learner()).predictive(empty);
        BayesianLinearRegression.Predictive whole =
                ((BayesianLinearRegression) stream.whole.learner()).predictive(empty);
        assertThat(merged.freedom()).isEqualTo(whole.freedom());
        assertThat(merged.scale()).isCloseTo(whole.scale(), within(1e-8 * whole.scale()));
    }

    @Property(tries = 4)
    void majorityAndMean(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        exact(numbers(classes(), Scale.STANDARD).with("majority", Map.of()).build(), seed, partitions);
        exact(numbers(values(), Scale.STANDARD).with("mean", Map.of()).build(), seed, partitions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logistic",
                "logistic:optimizer=adagrad,rate=0.1",
                "logistic:optimizer=adam,rate=0.005",
                "logistic:optimizer=ftrl,rate=0.1",
                "logistic:optimizer=normalized,rate=0.5",
                "svm:optimizer=adagrad,rate=0.1",
                "perceptron",
                "passive-aggressive",
                "factorization-machine",
                "factorization-machine:optimizer=ftrl,rate=0.1",
                "factorization-machine:optimizer=sgd,rate=0.02",
                "naive-bayes"
            })
    void classifiersOverScaledNumbersAreNearlyAsGoodMergedAsOne(String learner) {
        for (int classes : List.of(2, 3)) {
            Partitions stream = new Partitions(
                    numbers(classes(), Scale.STANDARD)
                            .with(Learners.parse(learner))
                            .build(),
                    4,
                    classes,
                    7);
            stream.learn(4000);
            VersionedModel merged = Serve.MERGED.joint(stream.parts);
            int right = 0;
            int rightOfOne = 0;
            for (int i = 0; i < 1000; i++) {
                Row question = stream.question();
                String truth = question.text(2);
                right += truth.equals(ask(stream.parts.get(0), question, merged).label()) ? 1 : 0;
                rightOfOne += truth.equals(ask(stream.whole, question, null).label()) ? 1 : 0;
            }
            assertThat(right).as(learner + ", " + classes + " classes").isGreaterThan(rightOfOne - 40);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linear",
                "linear:optimizer=adagrad,loss=huber,rate=0.5",
                "passive-aggressive-regression:c=0.1",
                "factorization-machine-regression",
                "factorization-machine-regression:optimizer=adagrad,rate=0.1",
                "rls",
                "bayesian-linear"
            })
    void valuesOverScaledNumbersAreAsGoodMergedAsInThePartitions(String learner) {
        Partitions stream = new Partitions(
                numbers(values(), Scale.STANDARD).with(Learners.parse(learner)).build(), 4, 3, 7);
        stream.learn(4000);
        VersionedModel merged = Serve.MERGED.joint(stream.parts);
        double error = 0;
        double errorOfPart = 0;
        for (int i = 0; i < 1000; i++) {
            Row question = stream.question();
            double truth = question.number(2);
            error += Math.abs(truth - ask(stream.parts.get(0), question, merged).value()) / 1000;
            for (LearningOperator part : stream.parts) {
                errorOfPart += Math.abs(truth - ask(part, question, null).value()) / 4000;
            }
        }
        assertThat(error).isLessThan(errorOfPart);
    }

    /** Partition 0 knows small amounts, partition 1 large ones; scaled apart, weights as they stand mean different things. */
    @Test
    void scalersAreFoldedBeforeWeightsAreAveraged() {
        LearningSpec spec = Learning.regress("y")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .with("linear", Map.of("optimizer", "sgd", "rate", 0.05))
                .build();
        List<LearningOperator> parts = List.of(
                OperatorFixture.create(spec, Partitions.SCHEMA), OperatorFixture.create(spec, Partitions.SCHEMA));
        Random64 random = new Random64(3);
        for (int i = 0; i < 20_000; i++) {
            double[] amounts = {10 + random.nextGaussian(), 500 + 200 * random.nextGaussian()};
            for (int p = 0; p < 2; p++) {
                parts.get(p).onEvent(amount(i, amounts[p], 7 + 3 * amounts[p]), i);
            }
        }
        VersionedModel merged = Serve.MERGED.joint(parts);
        for (double amount : new double[] {8, 12, 100, 300, 900}) {
            assertThat(ask(parts.get(0), amount(0, amount, 0), merged).value())
                    .isCloseTo(7 + 3 * amount, within(0.01 * (7 + 3 * amount) + 1));
        }
    }

    private static Row amount(long place, double amount, double y) {
        Row row = new Row(Partitions.SCHEMA, 0, 0, place);
        row.setNumber(0, amount);
        row.setNumber(2, y);
        return row;
    }

    /** Each coordinate is the mean of the partitions' weights, counted by their sums of squared gradients there. */
    @Test
    void weightsAreCountedByWhatWasLearnedAtEachCoordinate() {
        LearningSpec spec = Learning.classify("label")
                .feature("merchant", category("merchant"))
                .with("logistic", Map.of("optimizer", "adagrad", "rate", 0.1))
                .build();
        List<LearningOperator> parts = List.of(
                OperatorFixture.create(spec, Partitions.SCHEMA), OperatorFixture.create(spec, Partitions.SCHEMA));
        // Other orders of names and classes; only the second partition knows m3.
        learn(parts.get(0), "m1/fine m2/fraud m1/fine m2/fraud m1/fraud");
        learn(parts.get(1), "m2/fraud m3/fine m1/fine m2/fine");
        LearningModel merged = Serve.merge(parts);
        assertThat(merged.classNames()).containsExactly("fine", "fraud");
        LinearModel model = (LinearModel) merged.learner();
        LinearModel first = (LinearModel) parts.get(0).learner();
        LinearModel second = (LinearModel) parts.get(1).learner();
        // Merged codes: m1, m2, m3; of the first m1, m2; of the second m2, m3, m1. The second's class 1 is fine.
        double[] weights = model.weights(1);
        assertThat(weights[0])
                .isCloseTo(mean(first, 0, second.weights(0)[2], second.squaredGradients(0)[2]), within(1e-12));
        assertThat(weights[1])
                .isCloseTo(mean(first, 1, second.weights(0)[0], second.squaredGradients(0)[0]), within(1e-12));
        assertThat(weights[2]).isCloseTo(second.weights(0)[1], within(1e-12));
        int last = weights.length - 1;
        assertThat(weights[last])
                .isCloseTo(mean(first, last, second.weights(0)[last], second.squaredGradients(0)[last]), within(1e-12));
        assertThat(Arrays.stream(weights, 3, last)).containsOnly(0.0);
    }

    private static double mean(LinearModel first, int at, double otherWeight, double otherCount) {
        double count = first.squaredGradients(1)[at];
        return (count * first.weights(1)[at] + otherCount * otherWeight) / (count + otherCount);
    }

    private static void learn(LearningOperator operator, String events) {
        long place = 0;
        for (String event : events.split(" ")) {
            Row row = new Row(Partitions.SCHEMA, 0, 0, place++);
            row.setText(0, event.split("/")[0]);
            row.setText(2, event.split("/")[1]);
            operator.onEvent(row, place);
        }
    }

    @Test
    void withoutSumsOfGradientsEventsCount() {
        LearningSpec spec = Learning.regress("y")
                .feature("amount", number("amount"))
                .with("linear", Map.of("optimizer", "sgd", "rate", 0.01, "invariant", false))
                .build();
        List<LearningOperator> parts = List.of(
                OperatorFixture.create(spec, Partitions.SCHEMA), OperatorFixture.create(spec, Partitions.SCHEMA));
        parts.get(0).onEvent(amount(0, 1, 1), 0);
        parts.get(1).onEvent(amount(1, 1, 4), 0);
        parts.get(1).onEvent(amount(2, 2, 1), 0);
        parts.get(1).onEvent(amount(3, 2, 3), 0);
        double[] one = ((LinearModel) parts.get(0).learner()).weights(0);
        double[] three = ((LinearModel) parts.get(1).learner()).weights(0);
        double[] merged = ((LinearModel) Serve.merge(parts).learner()).weights(0);
        for (int c = 0; c < merged.length; c++) {
            assertThat(merged[c]).isCloseTo((one[c] + 3 * three[c]) / 4, within(1e-12));
        }
    }

    @Test
    void onePartitionMergedIsItself() {
        Partitions stream = new Partitions(
                numbers(classes(), Scale.STANDARD)
                        .with("logistic", Map.of("optimizer", "ftrl"))
                        .build(),
                1,
                3,
                5);
        stream.learn(500);
        VersionedModel merged = Serve.MERGED.joint(stream.parts);
        for (int i = 0; i < 20; i++) {
            Row question = stream.question();
            assertThat(ask(stream.parts.get(0), question, merged).scores())
                    .containsExactly(ask(stream.parts.get(0), question, null).scores(), within(1e-12));
        }
    }

    @Test
    void mergingAndAskingChangeNothing() {
        for (Serve serve : List.of(Serve.MERGED, Serve.VOTE)) {
            Partitions stream = new Partitions(
                    numbers(classes(), Scale.STANDARD)
                            .with("logistic", Map.of())
                            .decideAt(0.3)
                            .classes("fine", "fraud")
                            .positive("fraud")
                            .build(),
                    3,
                    1,
                    5);
            stream.learn(100);
            List<Map<String, byte[]>> before = states(stream);
            VersionedModel joint = serve.joint(stream.parts);
            Reply.Answer first = ask(stream.parts.get(1), stream.question(), joint);
            assertThat(first.scores()).hasSize(2);
            List<Map<String, byte[]>> after = states(stream);
            for (int p = 0; p < before.size(); p++) {
                assertThat(after.get(p)).containsExactlyInAnyOrderEntriesOf(before.get(p));
            }
        }
    }

    private static List<Map<String, byte[]>> states(Partitions stream) {
        return stream.parts.stream()
                .map(part -> (Map<String, byte[]>) OperatorFixture.state(part))
                .toList();
    }

    @Test
    void whatCannotBeMergedIsRefusedWithAWayOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Serve.MERGED.require(
                        numbers(classes(), Scale.NONE)
                                .with("hoeffding-tree", Map.of())
                                .build(),
                        Partitions.SCHEMA))
                .withMessageContaining("'hoeffding-tree'")
                .withMessageContaining("vote");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Serve.MERGED.require(
                        numbers(values(), Scale.NONE)
                                .with("rls", Map.of("lambda", 0.99))
                                .build(),
                        Partitions.SCHEMA))
                .withMessageContaining("'rls:lambda=0.99'")
                .withMessageContaining("vote");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Serve.MERGED.require(
                        classes()
                                .feature("bins", bins("amount"))
                                .with("logistic", Map.of())
                                .build(),
                        Partitions.SCHEMA))
                .withMessageContaining("'bins'")
                .withMessageContaining("vote");
    }

    @Test
    void aPartitionThatHasLearnedNothingHasNoSay() {
        LearningSpec spec =
                numbers(classes(), Scale.STANDARD).with("logistic", Map.of()).build();
        Partitions stream = new Partitions(spec, 1, 2, 5);
        stream.learn(300);
        List<LearningOperator> withAnEmptyOne =
                List.of(OperatorFixture.create(spec, Partitions.SCHEMA), stream.parts.get(0));
        for (Serve serve : List.of(Serve.MERGED, Serve.VOTE)) {
            Row question = stream.question();
            Reply.Answer answer = ask(withAnEmptyOne.get(0), question, serve.joint(withAnEmptyOne));
            Reply.Answer own = ask(stream.parts.get(0), question, null);
            assertThat(answer.empty()).isFalse();
            assertThat(answer.label()).isEqualTo(own.label());
            assertThat(answer.scores()).containsExactly(own.scores(), within(1e-12));
        }
        List<LearningOperator> nobody = List.of(withAnEmptyOne.get(0));
        assertThat(ask(nobody.get(0), stream.question(), Serve.MERGED.joint(nobody))
                        .empty())
                .isTrue();
    }
}
