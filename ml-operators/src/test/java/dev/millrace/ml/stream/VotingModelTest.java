package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.stream.Partitions.ask;
import static dev.millrace.ml.stream.Partitions.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.evaluation.FadingMetrics;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Merging;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Partitions that vote: each counts by how right it has been lately, classes by their names. */
class VotingModelTest {
    private static Row row(long place, String merchant, double y, String label) {
        Row row = new Row(Partitions.SCHEMA, 0, 0, place);
        row.setNumber(2, y);
        row.setText(0, merchant);
        row.setText(2, label);
        return row;
    }

    private static List<LearningOperator> two(LearningSpec spec) {
        return List.of(
                OperatorFixture.create(spec, Partitions.SCHEMA), OperatorFixture.create(spec, Partitions.SCHEMA));
    }

    @Test
    void scoresAreAveragedByNameAndRecentAccuracy() {
        List<LearningOperator> parts = two(Learning.classify("label")
                .feature("merchant", category("merchant"))
                .with("majority", Map.of())
                .build());
        for (int i = 0; i < 8; i++) {
            parts.get(0).onEvent(row(i, "m", 0, i % 4 == 3 ? "b" : "a"), i); // a: 6 of 8
            parts.get(1).onEvent(row(i, "m", 0, i % 2 == 0 ? "c" : "a"), i); // c first, half of 8
        }
        double first = parts.get(0).evaluator().fading().accuracy();
        double second = parts.get(1).evaluator().fading().accuracy();
        assertThat(first).isNotEqualTo(second);
        VersionedModel vote = Serve.VOTE.joint(parts);
        assertThat(vote.eventsLearned()).isEqualTo(16);
        Reply.Answer answer = ask(parts.get(0), row(9, "m", 0, null), vote);
        assertThat(answer.classes()).containsExactly("a", "c", "b");
        assertThat(score(answer, "a")).isCloseTo((first * 0.75 + second * 0.5) / (first + second), within(1e-12));
        assertThat(score(answer, "b")).isCloseTo(first * 0.25 / (first + second), within(1e-12));
        assertThat(score(answer, "c")).isCloseTo(second * 0.5 / (first + second), within(1e-12));
        assertThat(answer.label()).isEqualTo("a");
        assertThat(ask(parts.get(1), row(9, "m", 0, null), vote).scores()).isEqualTo(answer.scores());
    }

    @Test
    void valuesCountByTheInverseOfTheirSquaredErrors() {
        List<LearningOperator> parts = two(Learning.regress("y")
                .feature("amount", number("amount"))
                .with("last-value", Map.of())
                .build());
        for (int i = 0; i < 100; i++) {
            parts.get(0).onEvent(row(i, "m", i % 2, null), i); // wrong by 1, always
            parts.get(1).onEvent(row(i, "m", 10 + 3 * (i % 2), null), i); // wrong by 3
        }
        double error = parts.get(0).evaluator().fading().rmse();
        double other = parts.get(1).evaluator().fading().rmse();
        double share = error * error / (other * other);
        Reply.Answer answer = ask(parts.get(0), row(100, "m", 0, null), Serve.VOTE.joint(parts));
        assertThat(answer.value()).isCloseTo((1 + share * 13) / (1 + share), within(1e-12));
    }

    @Test
    void treesVoteAboutAsWellAsEachAnswers() {
        Partitions stream = new Partitions(
                Learning.classify("label")
                        .feature("amount", number("amount"))
                        .feature("merchant", category("merchant"))
                        .with("hoeffding-tree", Map.of("grace-period", 50))
                        .build(),
                4,
                3,
                11);
        stream.learn(4000);
        VersionedModel vote = Serve.VOTE.joint(stream.parts);
        int right = 0;
        double rightOfParts = 0;
        for (int i = 0; i < 1000; i++) {
            Row question = stream.question();
            String truth = question.text(2);
            right += truth.equals(ask(stream.parts.get(0), question, vote).label()) ? 1 : 0;
            for (LearningOperator part : stream.parts) {
                rightOfParts += truth.equals(ask(part, question, null).label()) ? 0.25 : 0;
            }
        }
        assertThat((double) right).isGreaterThan(rightOfParts - 20);
    }

    private static Stream<String> learnersThatVote() {
        return Learners.all().stream()
                .filter(provider -> provider.task() == Task.CLASSIFICATION || provider.task() == Task.REGRESSION)
                .map(LearnerProvider::name)
                .filter(name -> Learners.parse(name).merging(true) == Merging.VOTE);
    }

    /** Every learner that cannot be merged, ensembles too: the mean of what the partitions say, each by how right it was lately. */
    @ParameterizedTest
    @MethodSource("learnersThatVote")
    void everyLearnersVotesCountByHowRightItWas(String learner) {
        boolean values = Learners.parse(learner).task() == Task.REGRESSION;
        Learning learning = values ? Learning.regress("y") : Learning.classify("label");
        List<LearningOperator> parts = two(learning.feature("amount", number("amount"))
                .feature("merchant", category("merchant"))
                .with(Learners.parse(learner))
                .build());
        Random64 random = new Random64(7);
        for (int i = 0; i < 1200; i++) { // of the second, one label in three is of another event
            int p = i % 2;
            double amount = random.nextInt(100);
            double said = p == 1 && random.nextInt(3) == 0 ? random.nextInt(100) : amount;
            Row row = row(i, amount < 50 ? "low" : "high", said, said < 50 ? "low" : "high");
            row.setNumber(0, amount);
            parts.get(p).onEvent(row, i);
        }
        double[] weights = new double[2];
        for (int p = 0; p < 2; p++) {
            parts.get(p).settle();
            FadingMetrics recent = parts.get(p).evaluator().fading();
            weights[p] = values ? 1 / (recent.rmse() * recent.rmse()) : recent.accuracy();
        }
        if (!List.of("no-change", "last-value").contains(learner)) { // these look at no feature
            assertThat(weights[0]).isGreaterThan(weights[1]);
        }
        VersionedModel vote = Serve.VOTE.joint(parts);
        for (double amount : new double[] {3, 48, 77}) {
            Row question = row(5000, amount < 50 ? "low" : "high", 0, null);
            question.setNumber(0, amount);
            Reply.Answer one = ask(parts.get(0), question, null);
            Reply.Answer two = ask(parts.get(1), question, null);
            Reply.Answer answer = ask(parts.get(0), question, vote);
            double all = weights[0] + weights[1];
            if (values) {
                double mean = (weights[0] * one.value() + weights[1] * two.value()) / all;
                assertThat(answer.value()).isCloseTo(mean, within(1e-9 * Math.max(1, Math.abs(mean))));
            } else {
                for (String name : one.classes()) {
                    double mean = (weights[0] * score(one, name) + weights[1] * score(two, name)) / all;
                    assertThat(score(answer, name)).isCloseTo(mean, within(1e-9));
                }
            }
        }
    }

    @Test
    void clustersHaveNoCommonNamesToVoteBy() {
        LearningSpec spec = Learning.cluster()
                .feature("amount", number("amount"))
                .with("k-means", Map.of())
                .build();
        for (Serve serve : List.of(Serve.MERGED, Serve.VOTE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> serve.require(spec, Partitions.SCHEMA))
                    .withMessageContaining("'k-means'")
                    .withMessageContaining("by-key");
        }
    }

    @Test
    void anomalyScoresAreAveraged() {
        Partitions stream = new Partitions(
                Learning.detect()
                        .feature("amount", number("amount"))
                        .with("robust-z-score", Map.of("window", 101))
                        .build(),
                3,
                1,
                4);
        stream.learn(900);
        Row question = stream.question();
        double mean = stream.parts.stream()
                .mapToDouble(part -> ask(part, question, null).value())
                .average()
                .orElseThrow();
        Reply.Answer answer = ask(stream.parts.get(2), question, Serve.VOTE.joint(stream.parts));
        assertThat(answer.isAnomalyScore()).isTrue();
        assertThat(answer.value()).isCloseTo(mean, within(1e-12));
    }

    @Test
    void theAlertRateIsKeptBySumsOfScoresSeen() {
        Partitions stream = new Partitions(
                Learning.classify("label")
                        .classes("fine", "odd")
                        .positive("odd")
                        .feature("amount", number("amount"))
                        .with("naive-bayes", Map.of())
                        .decideAtAlertRate(0.1)
                        .build(),
                4,
                2,
                3);
        stream.learn(4000);
        for (Serve serve : List.of(Serve.MERGED, Serve.VOTE)) {
            VersionedModel joint = serve.joint(stream.parts);
            int alerts = 0;
            for (int i = 0; i < 2000; i++) {
                alerts += ask(stream.parts.get(0), stream.question(), joint)
                                .label()
                                .equals("odd")
                        ? 1
                        : 0;
            }
            assertThat(alerts).as(serve.name()).isBetween(120, 280);
        }
    }
}
