package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.window;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.Scale;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The label comes after its event: what is learned, when, and what becomes of labels that fit nothing. */
class LateLabelsTest {
    private static final Schema SCHEMA =
            Schema.builder().number("amount").text("card").text("fraud").build();

    private long offset;

    private Row payment(double amount, String card, String fraud) {
        Row row = new Row(SCHEMA, 0, 0, offset++);
        row.setNumber(0, amount);
        row.setText(0, card);
        row.setText(1, fraud);
        return row;
    }

    private static EventId id(long place) {
        return new EventId(0, 0, place, 0);
    }

    private Feedback label(long place, String label) {
        return new Feedback(0, 0, offset++, id(place), label);
    }

    private static Learning learning() {
        return Learning.classify("fraud")
                .within(1_000)
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .with("no-change", Map.of());
    }

    private static OperatorHarness<Event, Prediction> operator(LearningSpec spec) {
        return harness(LearningOperator.factory(spec, SCHEMA)).reading(Prediction::label);
    }

    private static Reply.Status status(LearningSpec spec, OperatorHarness<Event, Prediction> story) {
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        operator.restore(new BytesStateReader(story.state()));
        return (Reply.Status) operator.answer(new Question.Status());
    }

    private static List<String> letters(OperatorHarness<Event, Prediction> story) {
        List<String> causes = new ArrayList<>();
        story.results().forEach(emission -> {
            if (emission.value() instanceof DeadLetter letter) {
                causes.add(letter.cause());
            }
        });
        return causes;
    }

    @Test
    void isLearnedWhenItComes() {
        operator(learning().build())
                .event(payment(1, "c1", null), 100)
                .event(payment(2, "c1", null), 200)
                .event(label(0, "fine"), Timestamps.NONE)
                .event(payment(3, "c1", null), 300)
                .event(label(1, "fraud"), Timestamps.NONE)
                .event(payment(4, "c1", null), 400)
                .expect((Object) null)
                .expect((Object) null)
                .expect("fine")
                .expect("fraud")
                .expectNothing();
    }

    @Test
    void isScoredAgainstWhatWasPredictedThen() {
        LearningSpec spec = learning().classes("fine", "fraud").build();
        OperatorHarness<Event, Prediction> story = operator(spec)
                .event(payment(1, "c1", "fraud"), 100)
                .event(payment(2, "c1", null), 200)
                .event(payment(3, "c1", "fine"), 300)
                .event(label(1, "fraud"), Timestamps.NONE);
        Reply.Status status = status(spec, story);
        assertThat(status.eventsLearned()).isEqualTo(3);
        assertThat(status.waiting()).isZero();
        assertThat(status.metrics().confusion(1, 1)).isEqualTo(1);
        assertThat(status.metrics().accuracy()).isEqualTo(1.0 / 3);
        assertThat(status.baselines().get("no-change").accuracy()).isEqualTo(1.0 / 3);
        assertThat(status.metrics().kappaT()).isZero();
    }

    @Test
    void timesOutAndTheOtherwiseIsLearned() {
        LearningSpec spec = learning().otherwise("fine").build();
        OperatorHarness<Event, Prediction> story = operator(spec)
                .event(payment(1, "c1", null), 100)
                .watermark(1_099)
                .event(payment(2, "c1", null), 1_100)
                .watermark(1_100)
                .event(payment(3, "c1", null), 1_200)
                .expect((Object) null)
                .expect((Object) null)
                .expect("fine");
        assertThat(status(spec, story).eventsLearned()).isEqualTo(1);
        assertThat(status(spec, story).waiting()).isEqualTo(2);
    }

    @Test
    void timesOutAndStaysUnlabelledWithoutOtherwise() {
        LearningSpec spec = learning().build();
        OperatorHarness<Event, Prediction> story =
                operator(spec).event(payment(1, "c1", null), 100).watermark(Timestamps.AFTER_ALL);
        assertThat(status(spec, story).eventsLearned()).isZero();
        assertThat(status(spec, story).waiting()).isZero();
    }

    @Test
    void whatFitsNothingGoesToTheDeadLettersWithItsCause() {
        LearningSpec spec = learning().classes("fine", "fraud").build();
        OperatorHarness<Event, Prediction> story = operator(spec)
                .event(payment(1, "c1", null), 100)
                .event(payment(1, "c1", null), 5_000)
                .event(label(0, "fine"), Timestamps.NONE)
                .event(label(0, "fine"), Timestamps.NONE)
                .event(label(77, "fine"), Timestamps.NONE)
                .event(label(1, "frod"), Timestamps.NONE)
                .watermark(3_000)
                .watermark(7_000)
                .event(label(1, "fine"), Timestamps.NONE);
        assertThat(letters(story)).containsExactly("duplicate-label", "unknown-event", "bad-label", "late-label");
    }

    @Test
    void aLabelForAnEventThatCameWithOneIsTooLate() {
        OperatorHarness<Event, Prediction> story = operator(learning().build())
                .event(payment(1, "c1", "fine"), 100)
                .event(label(0, "fraud"), Timestamps.NONE);
        assertThat(letters(story)).containsExactly("late-label");
    }

    @Test
    void withoutRoomTheOldestTimeOutEarly() {
        LearningSpec spec = learning().otherwise("fine").waitingBytes(1 << 16).build();
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        for (int i = 0; i < 1_000; i++) {
            operator.onEvent(payment(1, "c1", null), 100);
        }
        Reply.Status status = (Reply.Status) operator.answer(new Question.Status());
        assertThat(status.waiting()).isBetween(100L, 600L);
        assertThat(status.eventsLearned()).isEqualTo(1_000 - status.waiting());
        operator.onEvent(label(999, "fraud"), Timestamps.NONE);
        assertThat(((Reply.Status) operator.answer(new Question.Status())).waiting())
                .isEqualTo(status.waiting() - 1);
    }

    @Test
    void aLabelThatComesAtOnceTeachesWhatOneInTheRowTeaches() {
        Random64 random = new Random64(5);
        LearningSpec spec = rich();
        LearningOperator inRow = OperatorFixture.create(spec, SCHEMA);
        LearningOperator late = OperatorFixture.create(spec, SCHEMA);
        for (int i = 0; i < 500; i++) {
            String card = "c" + random.nextInt(7);
            double amount = random.nextGaussian();
            String fraud = random.nextDouble() < 0.3 ? "fraud" : "fine";
            inRow.onEvent(row(i, amount, card, fraud), i * 10L);
            late.onEvent(row(i, amount, card, null), i * 10L);
            EventId eventId = new EventId(0, 0, i, card.hashCode());
            late.onEvent(new Feedback(0, 0, 10_000 + i, eventId, fraud), Timestamps.NONE);
        }
        assertThat(((Reply.Status) late.answer(new Question.Status())).metrics().toMap())
                .isEqualTo(((Reply.Status) inRow.answer(new Question.Status()))
                        .metrics()
                        .toMap());
        Question question = new Question.Predict(row(-1, 0.5, "c3", null), 5_000, null);
        assertThat(late.answer(question)).isEqualTo(inRow.answer(question));
    }

    private static Row row(long place, double amount, String card, String fraud) {
        Row row = place < 0 ? new Row(SCHEMA) : new Row(SCHEMA, 0, 0, place);
        row.setNumber(0, amount);
        row.setText(0, card);
        row.setText(1, fraud);
        return row;
    }

    private static LearningSpec rich() {
        return learning()
                .key("card")
                .classes("fine", "fraud")
                .otherwise("fine")
                .feature("before", lag("amount"))
                .feature("spend", window("amount", 1_000L).scale(Scale.STANDARD))
                .feature("card", category("card").hash(4))
                .feature("was", lagLabel())
                .with("logistic", Map.of())
                .challenger("naive-bayes", Map.of())
                .build();
    }

    @Test
    void replaysBitForBitFromAnyPosition() {
        Random64 random = new Random64(23);
        OperatorHarness<Event, Prediction> story = operator(rich());
        for (int i = 0; i < 40; i++) {
            int key = random.nextInt(5);
            long eventTime = i * 100L + random.nextInt(300);
            story.event(row(i, random.nextGaussian(), "c" + key, null), eventTime);
            if (i > 5 && random.nextBoolean()) {
                int place = random.nextInt(i);
                for (int c = 0; c < 5; c++) { // only one of these ids exists
                    EventId eventId = new EventId(0, 0, place, ("c" + c).hashCode());
                    story.event(
                            new Feedback(0, 0, 100 + i, eventId, random.nextBoolean() ? "fraud" : "fine"),
                            Timestamps.NONE);
                }
            }
            if (i % 4 == 3) {
                story.watermark(i * 100L - 300);
            }
        }
        story.watermark(Timestamps.AFTER_ALL);
        assertThat(letters(story)).contains("duplicate-label", "late-label");
        assertThat(status(rich(), story).eventsLearned()).isEqualTo(40);
    }
}
