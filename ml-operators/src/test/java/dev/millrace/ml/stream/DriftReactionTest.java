package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.drift.DetectionMethod;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an alarm does: the harness restores every case at each of its positions, candidates and all. */
class DriftReactionTest {
    private static final int CHANGE = 500;
    private static final int EVENTS = 900;
    private static final Schema SCHEMA =
            Schema.builder().number("a").text("label").build();
    private static final DriftPolicy HDDM =
            new DriftPolicy(new DetectionMethod.HddmAMethod(0.001), DriftPolicy.Reaction.ALERT, List.of());

    private static LearningSpec spec(DriftPolicy policy) {
        return Learning.classify("label")
                .classes("low", "high")
                .feature("a", number("a"))
                .with("naive-bayes", Map.of())
                .drift(policy)
                .metricsWindow(100)
                .withoutPredictions()
                .build();
    }

    /** The sign of a says the class; after the change it says the other one. */
    private static OperatorHarness<Event, Prediction> story(LearningSpec spec, boolean changes) {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(spec, SCHEMA));
        Random64 random = new Random64(3);
        for (int i = 0; i < EVENTS; i++) {
            Row row = new Row(SCHEMA, 0, 0, i);
            double a = random.nextDouble() * 2 - 1;
            boolean high = a > 0 != (changes && i >= CHANGE);
            row.setNumber(0, a);
            row.setText(0, random.nextInt(10) == 0 ? high ? "low" : "high" : high ? "high" : "low");
            story.event(row, i);
        }
        return story;
    }

    private static double recentAccuracy(LearningSpec spec, OperatorHarness<Event, Prediction> story) {
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        operator.restore(new BytesStateReader(story.state()));
        return ((Reply.Status) operator.answer(new Question.Status())).recent().accuracy();
    }

    @Test
    void alertOnlyTells() {
        LearningSpec spec = spec(HDDM);
        assertThat(recentAccuracy(spec, story(spec, true))).isLessThan(0.6);
    }

    @Test
    void resetForgetsWhatWasLearned() {
        LearningSpec spec = spec(HDDM.onAlarm(DriftPolicy.Reaction.RESET));
        assertThat(recentAccuracy(spec, story(spec, true))).isGreaterThan(0.8);
    }

    @Test
    void aBackgroundLearnerTakesOverOnceItIsBetter() {
        LearningSpec spec = spec(HDDM.onAlarm(DriftPolicy.Reaction.BACKGROUND));
        assertThat(recentAccuracy(spec, story(spec, true))).isGreaterThan(0.8);
    }

    @Test
    void withoutAnAlarmAllReactionsLearnTheSame() {
        List<byte[]> states = List.of(DriftPolicy.Reaction.values()).stream()
                .map(reaction ->
                        story(spec(HDDM.onAlarm(reaction)), false).state().get("main"))
                .toList();
        assertThat(states).allSatisfy(state -> assertThat(state).isEqualTo(states.get(0)));
    }

    @Test
    void aFeatureThatShiftsAlarmsWithoutAnyLabel() {
        LearningSpec spec = spec(DriftPolicy.NONE.watching(List.of("a")));
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(spec, SCHEMA));
        Random64 random = new Random64(5);
        for (int i = 0; i < 700; i++) {
            Row row = new Row(SCHEMA, 0, 0, i);
            row.setNumber(0, random.nextDouble() + (i < 400 ? 0 : 1.5));
            story.event(row, i);
        }
        List<DriftAlarm> alarms = story.results().stream()
                .map(emission -> (DriftAlarm) emission.value())
                .toList();
        assertThat(alarms).isNotEmpty();
        assertThat(alarms.get(0).learner()).isEqualTo("feature a");
        assertThat(alarms.get(0).eventTimeMillis()).isBetween(400L, 480L);
    }

    @Test
    void aFeatureThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningOperator.factory(spec(DriftPolicy.NONE.watching(List.of("b"))), SCHEMA))
                .withMessageContaining("'b'")
                .withMessageContaining("[a]");
    }
}
