package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors that rise raise an alarm: counted, dated, and an event of a side output. */
class DriftAlarmTest {
    private static final Schema SCHEMA =
            Schema.builder().number("a").text("label").build();

    private static final LearningSpec SPEC = Learning.classify("label")
            .feature("a", number("a"))
            .with("majority", Map.of())
            .drift(DriftPolicy.ADWIN)
            .metricsWindow(50)
            .withoutPredictions()
            .build();

    private static OperatorHarness<Event, Prediction> story(double rareBefore, double rareAfter) {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(SPEC, SCHEMA));
        Random64 random = new Random64(1);
        for (int i = 0; i < 700; i++) {
            Row row = new Row(SCHEMA, 0, 0, i);
            row.setNumber(0, 1);
            row.setText(0, random.nextDouble() < (i < 400 ? rareBefore : rareAfter) ? "rare" : "common");
            story.event(row, i);
        }
        return story;
    }

    private static Reply.Status status(OperatorHarness<Event, Prediction> story) {
        LearningOperator operator = OperatorFixture.create(SPEC, SCHEMA);
        operator.restore(new BytesStateReader(story.state()));
        return (Reply.Status) operator.answer(new Question.Status());
    }

    @Test
    void risingErrorsAlarm() {
        OperatorHarness<Event, Prediction> story = story(0.05, 0.6);
        List<DriftAlarm> alarms = story.results().stream()
                .map(emission -> (DriftAlarm) emission.value())
                .toList();
        assertThat(alarms).isNotEmpty();
        assertThat(alarms.get(0).eventTimeMillis()).isBetween(400L, 550L);
        assertThat(alarms.get(0).learner()).isEqualTo("majority");
        assertThat(status(story).driftAlarms()).isEqualTo(alarms.size());
        assertThat(status(story).lastDriftMillis())
                .isEqualTo(alarms.get(alarms.size() - 1).eventTimeMillis());
    }

    @Test
    void fallingErrorsDoNot() {
        OperatorHarness<Event, Prediction> story = story(0.4, 0.02);
        assertThat(story.results()).isEmpty();
        assertThat(status(story).lastDriftMillis()).isEqualTo(Timestamps.NONE);
    }
}
