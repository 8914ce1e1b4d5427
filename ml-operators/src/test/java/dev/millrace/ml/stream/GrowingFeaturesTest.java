package dev.millrace.ml.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.EveryFeature;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.time.Timestamps;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Features are appended to a plan that has learned already, while events wait for their labels. */
class GrowingFeaturesTest {
    static Stream<LearnerProvider<?>> learners() {
        return Learners.all().stream().filter(LearnerProvider::takesNewFeatures);
    }

    private static Learning learning(LearnerProvider<?> learner) {
        Learning learning = learner.task() == LearnerProvider.Task.CLASSIFICATION
                ? Learning.classify("label").classes("yes", "no", "perhaps")
                : Learning.regress("value");
        return learning.within(3_600_000)
                .key("card")
                .feature("amount", FeatureSpec.number("amount").scale(Scale.STANDARD))
                .feature("merchant", FeatureSpec.category("merchant"))
                .with(new ChosenLearner(learner, learner.defaults()));
    }

    private static Learning grown(LearnerProvider<?> learner) {
        return learning(learner)
                .feature("balance", FeatureSpec.number("balance").scale(Scale.STANDARD))
                .feature("country", FeatureSpec.category("country"))
                .feature("risk", FeatureSpec.target("merchant"))
                .feature("before", FeatureSpec.lag("amount").scale(Scale.STANDARD));
    }

    private static void event(LearningOperator operator, int place) {
        operator.onEvent(EveryFeature.row(new Random64(place), place), place * 1_000L);
    }

    private static void label(LearningOperator operator, LearnerProvider<?> learner, int place) {
        Row row = EveryFeature.row(new Random64(place), place);
        String label = learner.task() == LearnerProvider.Task.REGRESSION
                ? Integer.toString(place % 3)
                : new String[] {"yes", "no", "perhaps"}[place % 3];
        EventId id = new EventId(0, 0, place, StableHash.of(row.text(3)));
        operator.onEvent(new Feedback(0, 0, 10_000 + place, id, label), Timestamps.NONE);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatWasLearnedStaysAndWhatIsNewStartsEmpty(LearnerProvider<?> learner) {
        LearningOperator before = OperatorFixture.create(learning(learner).build(), EveryFeature.SCHEMA);
        for (int i = 0; i < 300; i++) {
            event(before, i);
            if (i >= 50) {
                label(before, learner, i - 50);
            }
        }
        LearningOperator after = OperatorFixture.create(grown(learner).build(), EveryFeature.SCHEMA);
        after.restore(new BytesStateReader(OperatorFixture.state(before)));
        Reply.Answer wanted = ask(before);
        Reply.Answer got = ask(after);
        if (learner.task() == LearnerProvider.Task.CLASSIFICATION) {
            assertThat(got.label()).isEqualTo(wanted.label());
        }
        for (int i = 250; i < 300; i++) {
            label(after, learner, i);
        }
        for (int i = 300; i < 400; i++) {
            event(after, i);
            label(after, learner, i);
        }
        Reply.Status status = (Reply.Status) after.answer(new Question.Status());
        assertThat(status.metrics().count()).isEqualTo(400);
        LearningOperator again = OperatorFixture.create(grown(learner).build(), EveryFeature.SCHEMA);
        again.restore(new BytesStateReader(OperatorFixture.state(after)));
        Map<String, byte[]> stored = OperatorFixture.state(after);
        OperatorFixture.state(again)
                .forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(stored.get(name)));
    }

    private static Reply.Answer ask(LearningOperator operator) {
        Row row = new Row(EveryFeature.SCHEMA);
        row.setNumber(0, 0.3);
        row.setText(0, "m1");
        return (Reply.Answer) operator.answer(new Question.Predict(row, Timestamps.NONE, null));
    }

    @Test
    void aLearnerThatCannotGrowSaysSo() {
        LearnerProvider<?> trees = Learners.all().stream()
                .filter(each -> each.name().equals("hoeffding-tree"))
                .findFirst()
                .orElseThrow();
        LearningOperator before = OperatorFixture.create(learning(trees).build(), EveryFeature.SCHEMA);
        event(before, 0);
        LearningOperator after = OperatorFixture.create(grown(trees).build(), EveryFeature.SCHEMA);
        assertThatThrownBy(() -> after.restore(new BytesStateReader(OperatorFixture.state(before))))
                .hasMessageContaining("'hoeffding-tree' cannot go on with more features");
    }
}
