package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.drift.DetectionMethod;
import dev.millrace.ml.evaluation.PolicyBaselines;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A bandit learns rewards of actions: those that events carry, and those that it chose itself. */
class BanditTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("hour")
            .text("shown")
            .number("chance")
            .number("click")
            .build();

    private long offset;

    private Row row(double hour, String shown, double chance, double click) {
        Row row = new Row(SCHEMA, 0, 0, offset++);
        row.setNumber(0, hour);
        row.setText(0, shown);
        row.setNumber(1, chance);
        row.setNumber(2, click);
        return row;
    }

    /** An event for which the model is to choose. */
    private Row open(double hour) {
        return row(hour, null, Double.NaN, Double.NaN);
    }

    private static Feedback reward(Row of, String said) {
        return new Feedback(0, 0, 1_000_000 + of.offset(), new EventId(0, 0, of.offset(), 0), said);
    }

    private static Learning learning() {
        return Learning.choose("click", "shown")
                .propensity("chance")
                .actions("news", "sport")
                .feature("hour", number("hour"))
                .with("lin-ucb", Map.of("alpha", 0.5, "explore", 0.2));
    }

    private static Reply.Answer ask(LearningOperator operator, Row row, String occasion) {
        return (Reply.Answer) operator.answer(new Question.Predict(row, Timestamps.NONE, null, occasion));
    }

    private static Reply.Status status(LearningOperator operator) {
        return (Reply.Status) operator.answer(new Question.Status());
    }

    private void teach(LearningOperator operator, int events) {
        Random64 random = new Random64(7);
        for (int n = 0; n < events; n++) {
            boolean sport = random.nextBoolean();
            double hour = random.nextGaussian();
            operator.onEvent(row(hour, sport ? "sport" : "news", 0.5, sport == hour > 0 ? 1 : 0), n);
        }
    }

    @Test
    void itLearnsWhatToDoWhere() {
        LearningOperator operator = OperatorFixture.create(learning().build(), SCHEMA);
        teach(operator, 2_000);
        Reply.Answer late = ask(operator, open(1.5), "a");
        assertThat(late.isChoice()).isTrue();
        assertThat(late.classes()).containsExactly("news", "sport");
        assertThat(late.probabilities()).containsExactly(0.1, 0.9);
        assertThat(late.scores()[1]).isGreaterThan(late.scores()[0] + 0.5);
        assertThat(ask(operator, open(-1.5), "a").probabilities()).containsExactly(0.9, 0.1);
        assertThat(late.value()).isEqualTo(late.probabilities()[late.classes().indexOf(late.label())]);

        Reply.Status status = status(operator);
        assertThat(status.eventsLearned()).isEqualTo(2_000);
        assertThat(status.metrics().snips()).isGreaterThan(0.8);
        assertThat(status.baselines().keySet())
                .containsExactly(PolicyBaselines.BEST_ACTION, PolicyBaselines.LOGGED, PolicyBaselines.UNIFORM);
        assertThat(status.baselines().get(PolicyBaselines.LOGGED).ips()).isCloseTo(0.5, within(0.05));
        assertThat(status.recent().snips()).isGreaterThan(0.8);
    }

    @Test
    void askingChangesNothingAndAskingAgainIsAnsweredAlike() {
        LearningOperator operator = OperatorFixture.create(learning().build(), SCHEMA);
        teach(operator, 300);
        var before = OperatorFixture.state(operator);
        Set<String> actions = new HashSet<>();
        int sport = 0;
        for (int n = 0; n < 2_000; n++) {
            Reply.Answer answer = ask(operator, open(1.5), "visit " + n);
            assertThat(ask(operator, open(1.5), "visit " + n)).isEqualTo(answer);
            actions.add(answer.label());
            sport += answer.label().equals("sport") ? 1 : 0;
        }
        assertThat(actions).containsExactlyInAnyOrder("news", "sport");
        assertThat(sport / 2_000.0).isCloseTo(0.9, within(0.03)); // as often as the probability says
        // Without a name a question is its content: its place does not matter, the field of the label neither.
        Reply.Answer content = ask(operator, open(1.5), null);
        Row other = row(1.5, "news", 0.5, 1);
        assertThat(ask(operator, other, null)).isEqualTo(content);
        assertThat(OperatorFixture.state(operator)).usingRecursiveComparison().isEqualTo(before);
        // Questions of another content are drawn apart.
        Set<String> elsewhere = new HashSet<>();
        for (int n = 0; n < 200; n++) {
            elsewhere.add(ask(operator, open(1.5 + n * 1e-6), null).label());
        }
        assertThat(elsewhere).hasSize(2);
    }

    @Test
    void rewardsOfItsOwnChoicesComeLaterAndAreJoinedWithWhatWasServed() {
        LearningSpec spec = learning().within(1_000).otherwise("0").build();
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        teach(operator, 500);
        long scored = status(operator).metrics().count();
        Row first = open(2);
        operator.onEvent(first, 1_000);
        teach(operator, 100); // the model moves on; what was served for the first event stays
        assertThat(status(operator).waiting()).isEqualTo(1);
        operator.onEvent(reward(first, "1"), Timestamps.NONE);
        Reply.Status status = status(operator);
        assertThat(status.waiting()).isZero();
        assertThat(status.metrics().count()).isEqualTo(scored + 101);
        // A choice of its own counts once: the policy had the probability with which it was taken.
        LearningOperator alone = OperatorFixture.create(spec, SCHEMA);
        for (int n = 0; n < 50; n++) {
            Row row = open(n % 3 - 1);
            alone.onEvent(row, 2_000 + n);
            alone.onEvent(reward(row, Double.toString(n % 2)), Timestamps.NONE);
        }
        assertThat(status(alone).metrics().effectiveShare()).isCloseTo(1, within(1e-12));
        assertThat(status(alone).metrics().ips())
                .isCloseTo(status(alone).metrics().meanReward(), within(1e-12))
                .isCloseTo(0.5, within(1e-12));
        // What does not come in time is the reward named by otherwise.
        Row forgotten = open(0);
        alone.onEvent(forgotten, 3_000);
        alone.onWatermark(5_000);
        assertThat(status(alone).metrics().count()).isEqualTo(51);
        assertThat(status(alone).metrics().meanReward()).isCloseTo(25.0 / 51, within(1e-12));
    }

    @Test
    void isReplayedFromAnySnapshot() {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(
                        Learning.choose("click", "shown")
                                .propensity("chance")
                                .feature("hour", number("hour"))
                                .feature("last", lagLabel())
                                .with("lin-thompson", Map.of("explore", 0.1))
                                .challenger("epsilon-greedy", Map.of("max-importance", 4))
                                .challenger("ucb", Map.of())
                                .within(20)
                                .otherwise("0")
                                .build(),
                        SCHEMA))
                .reading(prediction -> prediction.probabilities().length + " " + prediction.truth());
        story.event(open(1), 0).expect("0 null"); // nothing to choose from yet
        story.event(row(1, "news", 0.5, 1), 1).expect("0 1.0");
        story.event(row(2, "sport", 0.5, Double.NaN), 2).expect("1 null"); // a new action, its reward to come
        for (int n = 3; n < 15; n++) {
            boolean own = n % 3 == 0;
            story.event(own ? open(n % 4) : row(n % 4, n % 2 == 0 ? "news" : "sport", 0.25, n % 2), n)
                    .expect("2 " + (own ? "null" : (n % 2) + ".0"));
        }
        story.event(new Feedback(0, 0, 900, new EventId(0, 0, 2, 0), "1"), 15)
                .event(new Feedback(0, 0, 901, new EventId(0, 0, 6, 0), "0.5"), 16)
                .watermark(100)
                .expectNothing();
        assertThat(story.state()).isNotEmpty();
    }

    @Test
    void whatCannotBeLearnedGoesToTheDeadLetters() {
        refused(row(1, "weather", 0.5, 1), "'weather' is no action of this model; the actions are [news, sport]");
        refused(row(1, null, Double.NaN, 1), "'shown' does not say of which action");
        refused(row(1, "news", Double.NaN, 1), "above 0 and at most 1, got nothing");
        refused(row(1, "news", 0, 1), "above 0 and at most 1, got 0.0");
        refused(row(1, "news", 1.5, 1), "above 0 and at most 1, got 1.5");
        refused(row(1, "news", 0.5, Double.POSITIVE_INFINITY), "finite");
    }

    private static void refused(Row row, String detail) {
        assertThat(letters(learning().build(), SCHEMA, row)).hasSize(1).allSatisfy(letter -> {
            assertThat(letter.cause()).isEqualTo("bad-label");
            assertThat(letter.detail()).contains(detail);
        });
    }

    private static List<DeadLetter> letters(LearningSpec spec, Schema schema, Row... rows) {
        List<DeadLetter> letters = new ArrayList<>();
        var operator = LearningOperator.factory(spec, schema).create(new OperatorContext("learn", 0, 1, 5));
        operator.open(new Output<>() {
            @Override
            public void emit(Prediction value, long timestampMillis) {}

            @Override
            public <T> void emit(Tag<T> side, T value, long timestampMillis) {
                letters.add((DeadLetter) value);
            }

            @Override
            public boolean isFull() {
                return false;
            }
        });
        for (Row row : rows) {
            operator.onEvent(row, 1);
        }
        return letters;
    }

    @Test
    void aFullRoomForActionsIsSaid() {
        Schema.Builder wide = Schema.builder().text("shown").number("click");
        Learning learning = Learning.choose("click", "shown").with("lin-ucb", Map.of());
        for (int i = 0; i < 4_000; i++) {
            wide.number("x" + i);
            learning.feature("x" + i, number("x" + i));
        }
        Schema schema = wide.build();
        Row[] rows = new Row[5];
        for (int a = 0; a < rows.length; a++) {
            rows[a] = new Row(schema, 0, 0, a);
            rows[a].setText(0, "a" + a);
        }
        assertThat(letters(learning.build(), schema, rows))
                .hasSize(1)
                .allSatisfy(letter -> assertThat(letter.detail()).contains("'a4'", "room for 4", "epsilon-greedy"));
    }

    /** Made one of two partitions that met the actions in another order: merged, and by vote. */
    @Test
    void partitionsChooseAsOne() {
        LearningSpec spec = Learning.choose("click", "shown")
                .propensity("chance")
                .feature("hour", number("hour"))
                .with("lin-ucb", Map.of())
                .build();
        LearningOperator whole = OperatorFixture.create(spec, SCHEMA);
        List<LearningOperator> parts =
                List.of(OperatorFixture.create(spec, SCHEMA), OperatorFixture.create(spec, SCHEMA));
        Random64 random = new Random64(9);
        for (int n = 0; n < 600; n++) {
            boolean sport =
                    n == 1 || n > 1 && random.nextBoolean(); // news, then sport, to one; sport first to the other
            double hour = random.nextGaussian();
            Row row = row(hour, sport ? "sport" : "news", 0.5, sport == hour > 0 ? 1 : 0);
            whole.onEvent(row, n);
            parts.get(n == 1 || n > 3 && random.nextBoolean() ? 1 : 0).onEvent(row, n);
        }
        for (Serve serve : List.of(Serve.MERGED, Serve.VOTE)) {
            serve.require(spec, SCHEMA);
            VersionedModel joint = serve.joint(parts);
            assertThat(joint.eventsLearned()).isEqualTo(600);
            for (double hour : new double[] {-2, -0.7, 0.8, 1.5}) {
                Reply.Answer expected = ask(whole, open(hour), "a");
                for (LearningOperator asked : parts) {
                    Reply.Answer answer =
                            (Reply.Answer) asked.answer(new Question.Predict(open(hour), Timestamps.NONE, joint, "a"));
                    assertThat(answer.label()).isEqualTo(expected.label());
                    for (String action : List.of("news", "sport")) {
                        double reward = expected.scores()[expected.classes().indexOf(action)];
                        int place = answer.classes().indexOf(action);
                        assertThat(answer.scores()[place])
                                .as(serve + " " + action + " at " + hour)
                                .isCloseTo(reward, within(serve == Serve.MERGED ? 1e-9 : 0.1));
                        assertThat(answer.probabilities()[place])
                                .isEqualTo(expected.probabilities()[
                                        expected.classes().indexOf(action)]);
                    }
                }
            }
        }
    }

    @Test
    void aNewLearnerFollowsWhenRewardsChange() {
        LearningOperator operator = OperatorFixture.create(
                learning()
                        .drift(new DriftPolicy(
                                DetectionMethod.of("adwin", Map.of()), DriftPolicy.Reaction.BACKGROUND, List.of()))
                        .build(),
                SCHEMA);
        Random64 random = new Random64(3);
        for (int n = 0; n < 6_000; n++) {
            boolean sport = random.nextBoolean();
            double hour = random.nextGaussian();
            boolean good = sport == hour > 0;
            operator.onEvent(row(hour, sport ? "sport" : "news", 0.5, good == n < 3_000 ? 1 : 0), n);
        }
        assertThat(status(operator).driftAlarms()).isPositive();
        assertThat(ask(operator, open(1.5), "a").probabilities()[0]).isEqualTo(0.9); // the other way round now
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingRuns() {
        refusedSpec(learning().feature("cheat", category("shown")), "'shown', which is not known before");
        refusedSpec(learning().feature("cheat", number("chance")), "'chance', which is not known before");
        refusedSpec(learning().feature("cheat", number("click")), "which is the label");
        refusedSpec(Learning.choose("clicks", "shown").with("ucb", Map.of()), "'clicks'");
        refusedSpec(Learning.choose("click", "show").with("ucb", Map.of()), "'show' is no field");
        refusedSpec(Learning.choose("click", "hour").with("ucb", Map.of()), "'hour' is a number");
        refusedSpec(Learning.choose("click", "shown").propensity("p").with("ucb", Map.of()), "'p' is no field");
        refusedSpec(Learning.choose("click", "shown").with("linear", Map.of()), "linear");
        refusedSpec(Learning.regress("click").with("lin-ucb", Map.of()), "lin-ucb");
        refusedSpec(learning().positive("news"), "positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learning.choose("click", "shown").propensity("1.5"))
                .withMessageContaining("above 0 and at most 1, got 1.5");
        refusedSpec(learning().decideAt(0.5), "decides by itself");
        refusedSpec(learning().challenger("ucb", Map.of()).promote(Promotion.BETTER), "by what they would have earned");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learning.classify("shown").propensity("chance"))
                .withMessageContaining("Learning.choose");
    }

    @Test
    void aPropensityThatIsAlwaysTheSameIsSaidOnce() {
        LearningOperator constant =
                OperatorFixture.create(learning().propensity("0.5").build(), SCHEMA);
        LearningOperator told = OperatorFixture.create(learning().build(), SCHEMA);
        for (int n = 0; n < 300; n++) {
            Row row = row(n % 5, n % 2 == 0 ? "sport" : "news", 0.5, n % 3);
            told.onEvent(row, n);
            row.setNumber(1, Double.NaN);
            constant.onEvent(row, n);
        }
        assertThat(status(constant).metrics().toMap())
                .isEqualTo(status(told).metrics().toMap());
        assertThat(status(constant).metrics().ips()).isFinite();
    }

    private static void refusedSpec(Learning learning, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningOperator.factory(
                        learning.feature("hour again", number("hour")).build(), SCHEMA))
                .withMessageContaining(message);
    }
}
