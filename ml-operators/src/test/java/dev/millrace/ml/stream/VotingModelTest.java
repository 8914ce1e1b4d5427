package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.stream.Partitions.ask;
import static dev.millrace.ml.stream.Partitions.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
