package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.time.Timestamps;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A clusterer learns every event as it comes; labels, if there are any, only tell how far clusters agree with them. */
class ClusteringTest {
    private static final Schema SCHEMA =
            Schema.builder().number("x").number("y").text("label").build();

    private long offset;
    private final Random64 random = new Random64(1);

    private Row row(double x, double y, String label) {
        Row row = new Row(SCHEMA, 0, 0, offset++);
        row.setNumber(0, x);
        row.setNumber(1, y);
        row.setText(0, label);
        return row;
    }

    private static Learning learning() {
        return Learning.cluster()
                .feature("x", number("x"))
                .feature("y", number("y"))
                .with("k-means", Map.of("clusters", 2, "start", 5));
    }

    private static byte[] learner(LearningOperator operator) {
        BytesStateWriter out = new BytesStateWriter();
        operator.learner().snapshot(out);
        return out.main();
    }

    private static Metrics metrics(LearningOperator operator) {
        return ((Reply.Status) operator.answer(new Question.Status())).metrics();
    }

    @Test
    void labelsScoreClustersAndTeachNothing() {
        LearningOperator labelled = OperatorFixture.create(learning().build(), SCHEMA);
        LearningOperator unlabelled = OperatorFixture.create(learning().build(), SCHEMA);
        LearningOperator late = OperatorFixture.create(learning().within(1_000).build(), SCHEMA);
        for (int n = 0; n < 400; n++) {
            boolean far = random.nextBoolean();
            double x = (far ? 20 : 0) + random.nextGaussian();
            double y = random.nextGaussian();
            labelled.onEvent(row(x, y, far ? "far" : "near"), n);
            unlabelled.onEvent(row(x, y, null), n);
            Row waiting = row(x, y, null);
            late.onEvent(waiting, n);
            EventId id = new EventId(0, 0, waiting.offset(), 0);
            late.onEvent(new Feedback(0, 0, offset++, id, far ? "far" : "near"), n);
        }
        assertThat(learner(labelled)).isEqualTo(learner(unlabelled)).isEqualTo(learner(late));
        assertThat(metrics(labelled).adjustedRand()).isGreaterThan(0.9);
        assertThat(metrics(labelled).purity()).isGreaterThan(0.95);
        assertThat(metrics(labelled).silhouette()).isGreaterThan(0.9);
        assertThat(metrics(labelled).outside()).as("the first ten").isCloseTo(10 / 400.0, within(1e-12));
        assertThat(metrics(unlabelled).count()).isEqualTo(400);
        assertThat(metrics(unlabelled).adjustedRand()).isNaN();
        assertThat(metrics(unlabelled).silhouette()).isEqualTo(metrics(labelled).silhouette());
        assertThat(metrics(late).toMap()).isEqualTo(metrics(labelled).toMap());
    }

    @Test
    void theWindowLooksBackOnTheLastEvents() {
        LearningOperator operator =
                OperatorFixture.create(learning().metricsWindow(100).build(), SCHEMA);
        for (int n = 0; n < 400; n++) {
            operator.onEvent(row(n % 2 * 20 + random.nextGaussian(), 0, n % 2 == 0 ? "near" : "far"), n);
        }
        Metrics recent = ((Reply.Status) operator.answer(new Question.Status())).recent();
        assertThat(recent.count()).isEqualTo(100);
        assertThat(recent.outside()).isZero();
        assertThat(recent.adjustedRand()).isEqualTo(1);
        assertThat(recent.silhouette()).isCloseTo(metrics(operator).silhouette(), within(0.05));
    }

    @Test
    void anAnswerIsAClusterAndTheDistanceToItsCentre() {
        Schema bare = Schema.builder().number("x").number("y").build();
        LearningOperator operator = OperatorFixture.create(learning().build(), bare);
        Row row = new Row(bare, 0, 0, 0);
        row.setNumber(1, 0);
        row.setNumber(0, 3);
        Question.Predict question = new Question.Predict(row, Timestamps.NONE, null);
        assertThat(((Reply.Answer) operator.answer(question)).empty()).isTrue();
        for (int n = 0; n < 100; n++) {
            row.setNumber(0, n % 2 * 20);
            operator.onEvent(row, n);
        }
        row.setNumber(0, 3);
        Reply.Answer near = (Reply.Answer) operator.answer(question);
        row.setNumber(0, 20);
        Reply.Answer far = (Reply.Answer) operator.answer(question);
        assertThat(near.isCluster()).isTrue();
        assertThat(near.value()).isCloseTo(3, within(1e-9));
        assertThat(far.value()).isCloseTo(0, within(1e-9));
        assertThat(near.label()).matches("[0-9]+").isNotEqualTo(far.label());
    }

    @Test
    void isReplayedFromAnySnapshot() {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(
                        learning()
                                .challenger("denstream", Map.of("mu", 3, "beta", 0.5))
                                .within(50)
                                .build(),
                        SCHEMA))
                .reading(prediction -> (prediction.label().isEmpty() ? "none" : "some") + " " + prediction.truth());
        for (int n = 0; n < 15; n++) {
            story.event(row(n % 2 * 20, 0, n % 3 == 0 ? null : "c" + n % 2), n)
                    .expect((n < 10 ? "none " : "some ") + (n % 3 == 0 ? "null" : "c" + n % 2));
        }
        story.event(new Feedback(0, 0, offset++, new EventId(0, 0, 12, 0), "c0"), 17)
                .watermark(100)
                .expectNothing();
    }

    @Test
    void clustersOfPartitionsAreNeitherMergedNorVotedOn() {
        for (Serve serve : new Serve[] {Serve.MERGED, Serve.VOTE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> serve.require(learning().build(), SCHEMA))
                    .withMessageContaining("serve.partitions");
        }
        Serve.BY_KEY.require(learning().build(), SCHEMA);
    }

    @Test
    void whatWouldLookAtLabelsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning().feature("previous", lagLabel()).build())
                .withMessageContaining("'previous'")
                .withMessageContaining("never sees");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning().positive("far").build())
                .withMessageContaining("positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learning().decideAt(0.5).build())
                .withMessageContaining("decide");
        LearningSpec misspelt = Learning.cluster("labl")
                .feature("x", number("x"))
                .with("k-means", Map.of())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningOperator.factory(misspelt, SCHEMA))
                .withMessageContaining("'labl'");
    }
}
