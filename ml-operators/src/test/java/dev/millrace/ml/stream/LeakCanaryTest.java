package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.window.Statistic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Labels without any meaning: nobody can be better at them than naming the commoner class, except by looking at the label
 * of the event at hand. So whoever is better has a leak. Asking in between changes no byte.
 */
class LeakCanaryTest {
    private static final int EVENTS = 6_000;
    private static final double COMMON = 0.7;

    private static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .text("merchant")
            .text("card")
            .text("label")
            .build();

    @TestFactory
    Stream<DynamicTest> nobodyLearnsChance() {
        return Learners.all().stream()
                .filter(provider -> provider.task() == LearnerProvider.Task.CLASSIFICATION)
                .flatMap(provider -> Stream.of(0, 40)
                        .map(delay -> DynamicTest.dynamicTest(
                                provider.name() + (delay == 0 ? ", immediate labels" : ", late labels"),
                                () -> check(provider, delay))));
    }

    private static void check(LearnerProvider<?> provider, int delay) {
        LearningOperator operator = OperatorFixture.create(spec(provider), SCHEMA);
        Random64 random = new Random64(provider.name().hashCode());
        Deque<Feedback> labels = new ArrayDeque<>();
        long common = 0;
        for (int i = 0; i < EVENTS; i++) {
            boolean isCommon = random.nextDouble() < COMMON;
            common += isCommon ? 1 : 0;
            String label = isCommon ? "common" : "rare";
            Row row = row(random, i, delay == 0 ? label : null);
            operator.onEvent(row, i * 1_000L);
            if (delay > 0) {
                EventId id = new EventId(0, 0, i, StableHash.of(row.text(1)));
                labels.add(new Feedback(0, 0, EVENTS + i, id, label));
                if (labels.size() > delay) {
                    operator.onEvent(labels.poll(), Timestamps.NONE);
                }
            }
            if (i % 1_500 == 0) {
                askingChangesNothing(operator, random);
            }
        }
        labels.forEach(label -> operator.onEvent(label, Timestamps.NONE));
        Reply.Status status = (Reply.Status) operator.answer(new Question.Status());
        double majority = common / (double) EVENTS;
        double standardError = Math.sqrt(majority * (1 - majority) / EVENTS);
        assertThat(status.metrics().count()).isEqualTo(EVENTS);
        assertThat(status.metrics().accuracy()).isLessThan(majority + 3 * standardError);
    }

    private static LearningSpec spec(LearnerProvider<?> provider) {
        return Learning.classify("label")
                .within(3_600_000)
                .key("card")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("merchant", category("merchant").max(5))
                .feature("hashed", category("merchant").hash(5))
                .feature("before", lag("amount").scale(Scale.STANDARD))
                .feature("was", lagLabel())
                .feature("was-before", lagLabel().steps(2))
                .feature(
                        "spend",
                        window("amount", 60_000L, 600_000L)
                                .take(Statistic.values())
                                .scale(Scale.STANDARD))
                .with(new ChosenLearner(provider, provider.defaults()))
                .build();
    }

    private static Row row(Random64 random, int place, String label) {
        Row row = new Row(SCHEMA, 0, 0, place);
        row.setNumber(0, random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
        row.setText(0, "m" + random.nextInt(8));
        row.setText(1, "c" + random.nextInt(10));
        row.setText(2, label);
        return row;
    }

    private static void askingChangesNothing(LearningOperator operator, Random64 random) {
        SortedMap<String, byte[]> before = OperatorFixture.state(operator);
        for (int i = 0; i < 20; i++) {
            operator.answer(new Question.Predict(row(random, i, "rare"), Timestamps.NONE, null));
            operator.answer(new Question.Predict(row(random, i, "rare"), i, operator.model()));
        }
        operator.answer(new Question.Status());
        SortedMap<String, byte[]> after = OperatorFixture.state(operator);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }
}
