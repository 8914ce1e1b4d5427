package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.drift.DetectionMethod;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A challenger that is better answers from then on: the harness restores every case at each of its positions. */
class PromotionTest {
    private static final int EVENTS = 400;
    private static final Schema SCHEMA =
            Schema.builder().number("a").text("label").number("value").build();

    private static Learning learning(String first, String second) {
        return Learning.classify("label")
                .classes("low", "high")
                .feature("a", number("a"))
                .with(first, Map.of())
                .challenger(second, Map.of())
                .promote(new Promotion(Promotion.Loss.ERROR, 1_000))
                .metricsWindow(100);
    }

    /** The sign of a says the class, and twice a is the value. */
    private static Row row(Random64 random, int i, boolean labelled) {
        Row row = new Row(SCHEMA, 0, 0, i);
        double a = random.nextDouble() * 2 - 1;
        row.setNumber(0, a);
        row.setText(0, labelled ? label(a) : null);
        row.setNumber(1, 2 * a);
        return row;
    }

    private static String label(double a) {
        return a > 0 ? "high" : "low";
    }

    private static OperatorHarness<Event, Prediction> story(LearningSpec spec) {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(spec, SCHEMA));
        Random64 random = new Random64(3);
        for (int i = 0; i < EVENTS; i++) {
            story.event(row(random, i, true), i);
        }
        return story;
    }

    private static LearningOperator restored(LearningSpec spec, OperatorHarness<Event, Prediction> story) {
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        operator.restore(new BytesStateReader(story.state()));
        return operator;
    }

    private static Reply.Status status(LearningOperator operator) {
        return (Reply.Status) operator.answer(new Question.Status());
    }

    private static Reply.Answer ask(LearningOperator operator, double a) {
        Row row = new Row(SCHEMA, 0, 0, -1);
        row.setNumber(0, a);
        return (Reply.Answer) operator.answer(new Question.Predict(row, 0, null));
    }

    @Test
    void theBetterChallengerAnswersQuestionsAndScores() {
        LearningSpec spec =
                learning("majority", "naive-bayes").withoutPredictions().build();
        OperatorHarness<Event, Prediction> story = story(spec);
        LearningOperator operator = restored(spec, story);

        Reply.Status status = status(operator);
        assertThat(status.answering()).isEqualTo(1);
        assertThat(ask(operator, -0.9).label()).isEqualTo("low");
        assertThat(ask(operator, 0.9).label()).isEqualTo("high");
        assertThat(status.learners()).extracting(Reply.Standing::name).containsExactly("majority", "naive-bayes");
        assertThat(status.learners().get(0).total().count()).isEqualTo(EVENTS);
        assertThat(status.recent().accuracy())
                .isEqualTo(status.learners().get(1).recent().accuracy())
                .isGreaterThan(0.9);
        // Of all answers some were the first learner's.
        assertThat(status.metrics().accuracy())
                .isLessThan(status.learners().get(1).total().accuracy())
                .isGreaterThan(status.learners().get(0).total().accuracy());
        List<Promoted> changes = story.results().stream()
                .map(emission -> (Promoted) emission.value())
                .toList();
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.learner()).isEqualTo("naive-bayes");
            assertThat(change.before()).isEqualTo("majority");
            assertThat(change.eventsLearned()).isBetween(20L, 200L);
        });
    }

    @Test
    void predictionsInTheStreamAreThoseOfWhoeverAnswers() {
        OperatorHarness<Event, Prediction> story =
                story(learning("majority", "naive-bayes").build());
        List<Prediction> predictions = story.results().stream()
                .filter(emission -> emission.value() instanceof Prediction)
                .map(emission -> (Prediction) emission.value())
                .toList();
        assertThat(predictions).hasSize(EVENTS);
        assertThat(predictions.subList(EVENTS - 100, EVENTS))
                .filteredOn(prediction -> prediction.label().equals(prediction.truth()))
                .hasSizeGreaterThan(90);
    }

    @Test
    void withoutPromotionTheFirstAnswersWhateverItsScores() {
        LearningSpec spec = Learning.classify("label")
                .classes("low", "high")
                .feature("a", number("a"))
                .with("majority", Map.of())
                .challenger("naive-bayes", Map.of())
                .metricsWindow(100)
                .withoutPredictions()
                .build();
        Reply.Status status = status(restored(spec, story(spec)));
        assertThat(status.answering()).isZero();
        assertThat(status.recent().accuracy())
                .isEqualTo(status.learners().get(0).recent().accuracy())
                .isLessThan(0.7);
    }

    @Test
    void ensemblesThatAreLearnedInBatchesArePromotedAtTheSameEvents() {
        LearningSpec spec = learning("majority", "adaptive-random-forest")
                .withoutPredictions()
                .build();
        OperatorHarness<Event, Prediction> story = story(spec); // one at a time, batched, restored: all alike
        assertThat(status(restored(spec, story)).answering()).isEqualTo(1);
    }

    @Test
    void theBetterChallengerOfValuesAnswers() {
        LearningSpec spec = Learning.regress("value")
                .feature("a", number("a"))
                .with("mean", Map.of())
                .challenger("rls", Map.of())
                .promote(new Promotion(Promotion.Loss.ERROR, 1_000))
                .metricsWindow(100)
                .withoutPredictions()
                .build();
        LearningOperator operator = restored(spec, story(spec));
        assertThat(status(operator).answering()).isEqualTo(1);
        assertThat(ask(operator, 0.5).value()).isCloseTo(1.0, org.assertj.core.api.Assertions.within(0.05));
    }

    @Test
    void lateLabelsScoreWhoAnsweredThen() {
        LearningSpec spec = Learning.classify("label")
                .classes("low", "high")
                .within(1_000_000)
                .feature("a", number("a"))
                .with("majority", Map.of())
                .challenger("naive-bayes", Map.of())
                .promote(new Promotion(Promotion.Loss.BRIER, 100))
                .metricsWindow(1_000)
                .withoutPredictions()
                .build();
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(spec, SCHEMA));
        Random64 random = new Random64(7);
        Row[] rows = new Row[300];
        for (int i = 0; i < 300; i++) {
            rows[i] = row(random, i, false);
            story.event(rows[i], i);
            if (i >= 60) {
                Row earlier = rows[i - 60];
                story.event(new Feedback(0, 0, 1_000 + i, new EventId(0, 0, i - 60, 0), label(earlier.number(0))), i);
            }
        }
        Reply.Status status = status(restored(spec, story));
        assertThat(status.answering()).isEqualTo(1);
        // Events of before the change that were scored after it: answered by majority, and counted so.
        assertThat(status.metrics().accuracy())
                .isLessThan(status.learners().get(1).total().accuracy());
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learning.classify("label")
                        .feature("a", number("a"))
                        .with("majority", Map.of())
                        .promote(Promotion.BETTER)
                        .build())
                .withMessageContaining("nobody to promote");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learning.regress("value")
                        .feature("a", number("a"))
                        .with("mean", Map.of())
                        .challenger("rls", Map.of())
                        .promote(new Promotion(Promotion.Loss.BRIER, 100))
                        .build())
                .withMessageContaining("promote.by");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learning.detect()
                        .feature("a", number("a"))
                        .with("half-space-trees", Map.of())
                        .challenger("robust-z-score", Map.of())
                        .promote(Promotion.BETTER)
                        .build())
                .withMessageContaining("without labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning("majority", "naive-bayes")
                        .drift(new DriftPolicy(
                                new DetectionMethod.HddmAMethod(0.001), DriftPolicy.Reaction.RESET, List.of()))
                        .build())
                .withMessageContaining("drift.on-alarm");
    }
}
