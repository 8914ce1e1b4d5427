package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.window;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.Scale;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningOperatorTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .text("merchant")
            .text("card")
            .text("fraud")
            .number("weight")
            .build();

    private long offset;

    private Row payment(double amount, String merchant, String card, String fraud) {
        Row row = new Row(SCHEMA, 0, 0, offset++);
        row.setNumber(0, amount);
        row.setText(0, merchant);
        row.setText(1, card);
        row.setText(2, fraud);
        return row;
    }

    private static Learning learning() {
        return Learning.classify("fraud")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("merchant", category("merchant"))
                .with("naive-bayes", Map.of());
    }

    private static OperatorHarness<Event, Prediction> operator(LearningSpec spec) {
        return harness(LearningOperator.factory(spec, SCHEMA)).reading(Prediction::label);
    }

    @Test
    void predictsBeforeItLearns() {
        operator(learning().with("no-change", Map.of()).build())
                .event(payment(1, "food", "c1", "fine"), 1)
                .event(payment(2, "food", "c1", "fraud"), 2)
                .event(payment(3, "food", "c1", "fine"), 3)
                .expect((Object) null)
                .expect("fine")
                .expect("fraud")
                .expectNothing();
    }

    @Test
    void replaysBitForBitFromAnyPosition() {
        LearningSpec spec = learning()
                .key("card")
                .feature("hashed", category("merchant").hash(6))
                .feature("before", lag("amount").steps(2).scale(Scale.STANDARD))
                .feature("was", lagLabel())
                .feature("spend", window("amount", 60_000L, 600_000L))
                .with("logistic", Map.of())
                .challenger("naive-bayes", Map.of())
                .build();
        OperatorHarness<Event, Prediction> story = operator(spec);
        Random64 random = new Random64(11);
        for (int i = 0; i < 60; i++) {
            String fraud = random.nextInt(4) == 0 ? null : random.nextBoolean() ? "yes" : "no";
            double amount = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
            story.event(payment(amount, "m" + random.nextInt(5), "c" + random.nextInt(4), fraud), i * 7_000L);
        }
        assertThat(story.results()).hasSize(60);
    }

    @Test
    void aRowWithABadLabelIsRefusedWhole() {
        OperatorHarness<Event, Prediction> story = operator(
                learning().classes("fine", "fraud").with("majority", Map.of()).build());
        Row first = payment(1, "food", "c1", "fraud");
        Row bad = payment(3, "food", "c1", "frod");
        story.event(first, 1)
                .event(bad, 2)
                .event(payment(2, "food", "c1", "fraud"), 3)
                .expect("fine")
                .expect("fraud")
                .expectSide(
                        DeadLetter.TAG,
                        new DeadLetter(
                                "operator",
                                0,
                                1,
                                "bad-label",
                                "'frod' is no class of this model; the classes are [fine, fraud]. Correct the label, or name"
                                        + " it in label.classes",
                                bad.toString()),
                        Timestamps.NONE)
                .expectNothing();
    }

    @Test
    void classesAreRenamed() {
        operator(learning()
                        .className("true", "fraud")
                        .className("false", "fine")
                        .with("majority", Map.of())
                        .build())
                .event(payment(1, "food", "c1", "false"), 1)
                .event(payment(1, "food", "c1", null), 2)
                .expect("fraud")
                .expect("fine");
    }

    /** One event of 1e308 would turn what events weigh together to infinity, and with it many a learner to NaN, for ever. */
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.MIN_VALUE, 0.9e-12, 1.1e12, 1e308, Double.POSITIVE_INFINITY})
    void aWeightThatIsNoneIsRefused(double weight) {
        OperatorHarness<Event, Prediction> story =
                operator(learning().weight("weight").build());
        Row bad = payment(3, "food", "c1", "fine");
        bad.setNumber(1, weight);
        Row good = payment(3, "food", "c1", "fine");
        good.setNumber(1, 2.5);
        story.event(bad, 1).event(good, 1);
        assertThat(story.results()).hasSize(2);
        assertThat(story.results().get(0).value()).isInstanceOfSatisfying(DeadLetter.class, letter -> {
            assertThat(letter.cause()).isEqualTo("bad-weight");
            assertThat(letter.detail()).contains("'weight' must be from 1e-12 to 1e12, got " + weight);
        });
    }

    @Test
    void askingAnswersWhatTheStreamWouldPredictAndChangesNothing() {
        LearningSpec spec = learning().key("card").feature("was", lagLabel()).build();
        OperatorHarness<Event, Prediction> story = operator(spec);
        for (int i = 0; i < 20; i++) {
            story.event(payment(i, "m" + i % 3, "c" + i % 2, i % 2 == 0 ? "yes" : "no"), i);
        }
        Row next = payment(4, "m1", "c0", "yes");
        story.event(next, 20);
        List<?> results = story.results().stream().map(e -> e.value()).toList();
        Prediction predicted = (Prediction) results.get(results.size() - 1);
        offset = 0;
        OperatorHarness<Event, Prediction> asked = operator(spec);
        for (int i = 0; i < 20; i++) {
            asked.event(payment(i, "m" + i % 3, "c" + i % 2, i % 2 == 0 ? "yes" : "no"), i);
        }
        for (int i = 0; i < 20; i++) {
            asked.expect(i == 0 ? null : ((Prediction) results.get(i)).label());
        }
        asked.ask(
                new Question.Predict(next, 20, null),
                new Reply.Answer(
                        false, predicted.label(), Double.NaN, predicted.classes(), predicted.scores(), 20, 19, 20));
    }

    @Test
    void aPlanThatLearnsTheLabelByHeartIsRefused() {
        LearningSpec spec = learning().feature("leak", category("fraud")).build();
        assertThatThrownBy(() -> LearningOperator.factory(spec, SCHEMA))
                .hasMessageContaining("feature 'leak' reads 'fraud', which is the label");
    }

    @Test
    void aFieldThatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> LearningOperator.factory(
                        learning().feature("m", number("merchant")).build(), SCHEMA))
                .hasMessageContaining("feature 'm' needs a number, but the field 'merchant' is text");
        assertThatThrownBy(() -> LearningOperator.factory(
                        learning().feature("m", number("mercant")).build(), SCHEMA))
                .hasMessageContaining("feature 'm' reads 'mercant'");
        assertThatThrownBy(
                        () -> LearningOperator.factory(learning().key("amount").build(), SCHEMA))
                .hasMessageContaining("the key 'amount' is a number");
    }

    @Test
    void regressionLearnsValues() {
        LearningSpec spec = Learning.regress("weight")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("was", lagLabel())
                .with("mean", Map.of())
                .build();
        OperatorHarness<Event, Prediction> story =
                harness(LearningOperator.factory(spec, SCHEMA)).reading(Prediction::value);
        for (double value : new double[] {2, 4, 9}) {
            Row row = payment(value, "food", "c1", null);
            row.setNumber(1, value);
            story.event(row, 1);
        }
        story.expect(0.0).expect(2.0).expect(3.0).expectNothing();
    }
}
