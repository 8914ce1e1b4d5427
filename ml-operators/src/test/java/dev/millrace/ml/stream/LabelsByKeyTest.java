package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.Scale;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.KeyAndTime;
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

/** A late label may name the key and the time of its event in place of its id; it is the same join. */
class LabelsByKeyTest {
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

    private Row payment(String card) {
        return payment(1, card, null);
    }

    private Feedback label(String card, long at, String label) {
        return new Feedback(1, 0, offset++, new KeyAndTime(card, card.hashCode(), at), label);
    }

    private static Learning learning() {
        return Learning.classify("fraud")
                .within(1_000)
                .key("card")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("was", lagLabel())
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
        List<String> letters = new ArrayList<>();
        story.results().forEach(emission -> {
            if (emission.value() instanceof DeadLetter letter) {
                letters.add(letter.cause() + ": " + letter.detail() + " " + letter.payload());
            }
        });
        return letters;
    }

    @Test
    void isLearnedWhenItComes() {
        operator(learning().build())
                .event(payment("c1"), 100)
                .event(payment("c2"), 100)
                .event(label("c2", 100, "fine"), Timestamps.NONE)
                .event(payment("c1"), 300)
                .event(label("c1", 100, "fraud"), Timestamps.NONE)
                .event(payment("c1"), 400)
                .expect((Object) null)
                .expect((Object) null)
                .expect("fine")
                .expect("fraud")
                .expectNothing();
    }

    @Test
    void ofSeveralAtOneTimeItIsTheOldestWithoutALabel() {
        LearningSpec spec = learning().classes("fine", "fraud").build();
        OperatorHarness<Event, Prediction> story = operator(spec)
                .event(payment(1, "c1", "fraud"), 50) // so that each is predicted "fraud"
                .event(payment("c1"), 100)
                .event(payment("c1"), 100)
                .event(payment("c1"), 100)
                .event(new Feedback(1, 0, 0, new EventId(0, 0, 1, "c1".hashCode()), "fraud"), Timestamps.NONE)
                .event(label("c1", 100, "fraud"), Timestamps.NONE)
                .event(label("c1", 100, "fine"), Timestamps.NONE)
                .event(label("c1", 100, "fine"), Timestamps.NONE);
        assertThat(letters(story))
                .containsExactly("duplicate-label: the event of key 'c1' at 1970-01-01T00:00:00.100Z has its label"
                        + " already {key=c1, at=1970-01-01T00:00:00.100Z, label=fine}");
        Reply.Status status = status(spec, story);
        assertThat(status.eventsLearned()).isEqualTo(4);
        assertThat(status.metrics().confusion(1, 1)).isEqualTo(2);
        assertThat(status.metrics().confusion(0, 1)).isEqualTo(1);
    }

    @Test
    void whatFitsNothingGoesToTheDeadLettersAndNamesKeyAndTime() {
        OperatorHarness<Event, Prediction> story = operator(
                        learning().classes("fine", "fraud").build())
                .event(payment("c1"), 100)
                .event(payment("c1"), 5_000)
                .event(label("c1", 5_001, "fine"), Timestamps.NONE)
                .event(label("c2", 5_000, "fine"), Timestamps.NONE)
                .event(label("c1", 5_000, "frod"), Timestamps.NONE)
                .watermark(4_999)
                .event(label("c1", 100, "fine"), Timestamps.NONE)
                .event(label("c1", 5_000, "fine"), Timestamps.NONE);
        List<String> letters = letters(story);
        assertThat(letters).hasSize(4);
        assertThat(letters.get(0))
                .startsWith("unknown-event: no event of key 'c1' at 1970-01-01T00:00:05.001Z waits for a label");
        assertThat(letters.get(1))
                .startsWith("unknown-event: no event of key 'c2' at 1970-01-01T00:00:05Z waits for a label");
        assertThat(letters.get(2)).startsWith("bad-label: ");
        assertThat(letters.get(3))
                .startsWith("late-label: the event of key 'c1' at 1970-01-01T00:00:00.100Z does not wait for a label");
    }

    @Test
    void withoutRoomTheOldestTimeOutEarlyAndAreStillKnown() {
        LearningSpec spec = learning().otherwise("fine").waitingBytes(1 << 16).build();
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        operator.onEvent(label("c0", 0, "fine"), Timestamps.NONE); // from here on keys are looked up
        for (int i = 0; i < 1_000; i++) {
            operator.onEvent(payment("c" + i), 100);
        }
        Reply.Status status = (Reply.Status) operator.answer(new Question.Status());
        assertThat(status.waiting()).isBetween(100L, 600L);
        operator.onEvent(label("c999", 100, "fraud"), Timestamps.NONE);
        operator.onEvent(label("c0", 100, "fraud"), Timestamps.NONE);
        assertThat(((Reply.Status) operator.answer(new Question.Status())).waiting())
                .isEqualTo(status.waiting() - 1);
    }

    @Test
    void namingKeyAndTimeTeachesWhatNamingTheIdTeaches() {
        Random64 random = new Random64(5);
        LearningSpec spec = learning()
                .classes("fine", "fraud")
                .otherwise("fine")
                .with("logistic", Map.of())
                .build();
        LearningOperator byId = OperatorFixture.create(spec, SCHEMA);
        LearningOperator byKey = OperatorFixture.create(spec, SCHEMA);
        for (int i = 0; i < 400; i++) {
            String card = "c" + random.nextInt(7);
            Row row = payment(random.nextGaussian(), card, null);
            byId.onEvent(row, i * 10L);
            byKey.onEvent(row, i * 10L);
            if (random.nextBoolean()) {
                String label = random.nextDouble() < 0.3 ? "fraud" : "fine";
                EventId id = new EventId(0, 0, row.offset(), card.hashCode());
                byId.onEvent(new Feedback(1, 0, i, id, label), Timestamps.NONE);
                byKey.onEvent(
                        new Feedback(1, 0, i, new KeyAndTime(card, card.hashCode(), i * 10L), label), Timestamps.NONE);
            }
            if (i % 5 == 4) {
                byId.onWatermark(i * 10L - 100);
                byKey.onWatermark(i * 10L - 100);
            }
        }
        var expected = OperatorFixture.state(byId);
        var found = OperatorFixture.state(byKey);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (chunk, bytes) -> assertThat(found.get(chunk)).as(chunk).isEqualTo(bytes));
    }

    @Test
    void replaysBitForBitFromAnyPosition() {
        Random64 random = new Random64(23);
        LearningSpec spec = learning().otherwise("fine").build();
        OperatorHarness<Event, Prediction> story = operator(spec);
        for (int i = 0; i < 60; i++) {
            story.event(payment("c" + random.nextInt(3)), i / 4 * 100L); // several of a key at one time
            if (i > 5) {
                long at = random.nextInt(i) / 4 * 100L;
                story.event(label("c" + random.nextInt(3), at, random.nextBoolean() ? "fraud" : "fine"), 0);
            }
            if (i % 8 == 7) {
                story.watermark(i / 4 * 100L - 300);
            }
        }
        story.watermark(Timestamps.AFTER_ALL);
        assertThat(letters(story)).anyMatch(letter -> letter.startsWith("duplicate-label"));
        assertThat(letters(story)).anyMatch(letter -> letter.startsWith("late-label"));
        assertThat(letters(story)).anyMatch(letter -> letter.startsWith("unknown-event"));
        assertThat(status(spec, story).eventsLearned()).isEqualTo(60);
    }
}
