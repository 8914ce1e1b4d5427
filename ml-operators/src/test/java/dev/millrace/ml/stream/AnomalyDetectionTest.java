package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
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
import dev.millrace.stream.state.BytesStateWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A detector learns every event as it comes; labels, if there are any, only score it. */
class AnomalyDetectionTest {
    private static final Schema SCHEMA =
            Schema.builder().number("value").text("anomaly").build();

    private long offset;
    private final Random64 random = new Random64(1);

    private Row row(double value, String anomaly) {
        Row row = new Row(SCHEMA, 0, 0, offset++);
        row.setNumber(0, value);
        row.setText(0, anomaly);
        return row;
    }

    private static Learning learning() {
        return Learning.detect().feature("value", number("value")).with("robust-z-score", Map.of("window", 20));
    }

    private static byte[] learner(LearningOperator operator) {
        BytesStateWriter out = new BytesStateWriter();
        operator.learner().snapshot(out);
        return out.main();
    }

    private static Reply.Status status(LearningOperator operator) {
        return (Reply.Status) operator.answer(new Question.Status());
    }

    @Test
    void whatIsLearnedDoesNotDependOnLabels() {
        LearningOperator labelled = OperatorFixture.create(learning().build(), SCHEMA);
        LearningOperator unlabelled = OperatorFixture.create(learning().build(), SCHEMA);
        LearningOperator late = OperatorFixture.create(learning().within(1_000).build(), SCHEMA);
        for (int n = 0; n < 200; n++) {
            boolean strange = random.nextInt(10) == 0;
            double value = random.nextGaussian() + (strange ? 100 : 0);
            labelled.onEvent(row(value, strange ? "true" : "false"), n);
            unlabelled.onEvent(row(value, null), n);
            Row waiting = row(value, null);
            late.onEvent(waiting, n);
            EventId id = new EventId(0, 0, waiting.offset(), 0);
            late.onEvent(new Feedback(0, 0, offset++, id, strange ? "1" : "0"), n);
        }
        assertThat(learner(labelled)).isEqualTo(learner(unlabelled)).isEqualTo(learner(late));
        assertThat(status(unlabelled).eventsLearned()).isEqualTo(200);
        assertThat(status(unlabelled).metrics().count()).isZero();
        assertThat(status(labelled).metrics().count()).isEqualTo(200);
        assertThat(status(labelled).metrics().auc()).isGreaterThan(0.8);
        assertThat(status(late).metrics().toMap())
                .isEqualTo(status(labelled).metrics().toMap());
        assertThat(status(late).eventsLearned()).isEqualTo(200);
    }

    @Test
    void aStreamWithoutALabelIsEnough() {
        Schema bare = Schema.builder().number("value").build();
        LearningOperator operator = OperatorFixture.create(learning().build(), bare);
        Row row = new Row(bare, 0, 0, 0);
        for (int n = 0; n < 30; n++) {
            row.setNumber(0, n % 3);
            operator.onEvent(row, n);
        }
        row.setNumber(0, 1_000);
        Reply.Answer answer = (Reply.Answer)
                operator.answer(new Question.Predict(row, dev.millrace.stream.time.Timestamps.NONE, null));
        assertThat(answer.label()).isEqualTo("anomaly");
        assertThat(answer.value()).isGreaterThan(0.99).isEqualTo(answer.scores()[1]);
        assertThat(answer.classes()).containsExactly("normal", "anomaly");
    }

    @Test
    void isReplayedFromAnySnapshot() {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(
                        learning()
                                .challenger("half-space-trees", Map.of("window", 10))
                                .within(50)
                                .otherwise("normal")
                                .build(),
                        SCHEMA))
                .reading(prediction -> prediction.label() + " " + prediction.truth());
        for (int n = 0; n < 15; n++) {
            story.event(row(n % 4, n % 2 == 0 ? "false" : null), n)
                    .expect("normal " + (n % 2 == 0 ? "normal" : "null"));
        }
        story.event(row(99, "true"), 15)
                .expect("anomaly anomaly")
                .event(row(99, null), 16)
                .expect("anomaly null")
                .event(new Feedback(0, 0, offset++, new EventId(0, 0, offset - 2, 0), "anomaly"), 17)
                .watermark(100)
                .expectNothing();
        LearningOperator operator = OperatorFixture.create(
                learning()
                        .challenger("half-space-trees", Map.of("window", 10))
                        .within(50)
                        .otherwise("normal")
                        .build(),
                SCHEMA);
        operator.restore(new BytesStateReader(story.state()));
        assertThat(status(operator).metrics().count()).isEqualTo(17);
        assertThat(status(operator).metrics().recall(1)).isEqualTo(1);
    }

    @Test
    void theDriftDetectorSeesTheScores() {
        LearningOperator operator = OperatorFixture.create(
                learning()
                        .drift(new DriftPolicy(
                                DetectionMethod.of("adwin", Map.of()), DriftPolicy.Reaction.RESET, List.of()))
                        .build(),
                SCHEMA);
        for (int n = 0; n < 2_000; n++) {
            double jump = n >= 1_000 && n % 4 == 0 ? 100 : 0;
            operator.onEvent(row(jump + random.nextGaussian(), null), n);
        }
        assertThat(status(operator).driftAlarms()).isPositive();
    }

    @Test
    void whatWouldLookAtLabelsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning().feature("previous", lagLabel()).build())
                .withMessageContaining("'previous'")
                .withMessageContaining("never sees");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning()
                        .drift(new DriftPolicy(
                                DetectionMethod.of("adwin", Map.of()), DriftPolicy.Reaction.BACKGROUND, List.of()))
                        .build())
                .withMessageContaining("on-alarm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning().classes("a", "b", "c").build())
                .withMessageContaining("two classes");
        LearningSpec misspelt = Learning.detect("anomali")
                .feature("value", number("value"))
                .with("robust-z-score", Map.of())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningOperator.factory(misspelt, SCHEMA))
                .withMessageContaining("'anomali'");
    }
}
