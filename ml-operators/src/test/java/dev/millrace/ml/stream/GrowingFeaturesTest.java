package dev.millrace.ml.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.EveryFeature;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.NoSettings;
import dev.millrace.ml.learner.bayes.NaiveBayes;
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
        Learning learning = switch (learner.task()) {
            case CLASSIFICATION -> Learning.classify("label").classes("yes", "no", "perhaps");
            case REGRESSION -> Learning.regress("value");
            case BANDIT -> Learning.choose("value", "label").actions("yes", "no", "perhaps");
            case ANOMALY -> Learning.detect("label");
            case CLUSTERING -> Learning.cluster("label");
        };
        return learning.within(3_600_000)
                .key("card")
                .feature("amount", FeatureSpec.number("amount").scale(Scale.STANDARD))
                .feature("merchant", FeatureSpec.category("merchant"))
                .with(new ChosenLearner(learner, learner.defaults()));
    }

    private static Learning grown(LearnerProvider<?> learner) {
        Learning learning = grownByWhatMayBeMissing(learner);
        boolean seesLabels =
                learner.task() != LearnerProvider.Task.ANOMALY && learner.task() != LearnerProvider.Task.CLUSTERING;
        return seesLabels ? learning.feature("risk", FeatureSpec.target("merchant")) : learning;
    }

    private static Learning grownByWhatMayBeMissing(LearnerProvider<?> learner) {
        return learning(learner)
                .feature("balance", FeatureSpec.number("balance").scale(Scale.STANDARD))
                .feature("country", FeatureSpec.category("country"))
                .feature("before", FeatureSpec.lag("amount").scale(Scale.STANDARD));
    }

    private static final String[] NAMES = {"yes", "no", "perhaps"};

    private static void event(LearningOperator operator, LearnerProvider<?> learner, int place) {
        Row row = EveryFeature.row(new Random64(place), place);
        if (learner.task() == LearnerProvider.Task.BANDIT) {
            row.setText(4, NAMES[place % 3]); // the action that was taken
        }
        operator.onEvent(row, place * 1_000L);
    }

    private static void label(LearningOperator operator, LearnerProvider<?> learner, int place) {
        Row row = EveryFeature.row(new Random64(place), place);
        boolean isValue =
                learner.task() == LearnerProvider.Task.REGRESSION || learner.task() == LearnerProvider.Task.BANDIT;
        String label = isValue ? Integer.toString(place % 3) : NAMES[place % 3];
        EventId id = new EventId(0, 0, place, StableHash.of(row.text(3)));
        operator.onEvent(new Feedback(0, 0, 10_000 + place, id, label), Timestamps.NONE);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatWasLearnedStaysAndWhatIsNewStartsEmpty(LearnerProvider<?> learner) {
        LearningOperator before = OperatorFixture.create(learning(learner).build(), EveryFeature.SCHEMA);
        for (int i = 0; i < 300; i++) {
            event(before, learner, i);
            if (i >= 50) {
                label(before, learner, i - 50);
            }
        }
        LearningOperator after = OperatorFixture.create(grown(learner).build(), EveryFeature.SCHEMA);
        after.restore(new BytesStateReader(OperatorFixture.state(before)));
        LearningOperator asked =
                OperatorFixture.create(grownByWhatMayBeMissing(learner).build(), EveryFeature.SCHEMA);
        asked.restore(new BytesStateReader(OperatorFixture.state(before)));
        if (learner.task() == LearnerProvider.Task.CLASSIFICATION) {
            assertThat(ask(asked).label()).isEqualTo(ask(before).label());
        }
        for (int i = 250; i < 300; i++) {
            label(after, learner, i);
        }
        for (int i = 300; i < 400; i++) {
            event(after, learner, i);
            label(after, learner, i);
        }
        Reply.Status status = (Reply.Status) after.answer(new Question.Status());
        assertThat(status.eventsLearned()).isEqualTo(400);
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

    /** A learner of somebody's own that knows nothing of growth. */
    private record Rigid() implements LearnerProvider<NoSettings> {
        @Override
        public String name() {
            return "rigid";
        }

        @Override
        public String summary() {
            return "Cannot grow";
        }

        @Override
        public String paper() {
            return "none";
        }

        @Override
        public NoSettings defaults() {
            return new NoSettings();
        }

        @Override
        public Task task() {
            return Task.CLASSIFICATION;
        }

        @Override
        public Learner create(NoSettings settings, Layout layout, long seed) {
            return new NaiveBayes(layout);
        }
    }

    @Test
    void aLearnerThatCannotGrowSaysSo() {
        LearnerProvider<?> rigid = new Rigid();
        LearningOperator before = OperatorFixture.create(learning(rigid).build(), EveryFeature.SCHEMA);
        event(before, rigid, 0);
        LearningOperator after = OperatorFixture.create(grown(rigid).build(), EveryFeature.SCHEMA);
        assertThatThrownBy(() -> after.restore(new BytesStateReader(OperatorFixture.state(before))))
                .hasMessageContaining("'rigid' cannot go on with more features")
                .hasMessageContaining("balance");
    }
}
