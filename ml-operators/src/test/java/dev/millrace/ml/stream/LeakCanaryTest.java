package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
 * Labels without any meaning: a fair coin. Whoever names the commoner class is right half of the time, and so is everybody
 * else whose prediction was made without a look at the label, whatever it is: each event is one throw. So every learner
 * stays within three standard errors of that, on either side; who is above has seen the label of the event at hand, who is
 * below has seen it the wrong way round. Asking in between changes no byte.
 *
 * <p>Values without any meaning have no such other side: nobody's squared error is smaller than their variance.
 */
class LeakCanaryTest {
    private static final int EVENTS = 6_000;

    private static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .number("value")
            .text("merchant")
            .text("card")
            .text("label")
            .build();

    @TestFactory
    Stream<DynamicTest> nobodyLearnsChance() {
        return Learners.all().stream()
                .flatMap(provider -> Stream.of(0, 40)
                        .map(delay -> DynamicTest.dynamicTest(
                                provider.name() + (delay == 0 ? ", immediate labels" : ", late labels"),
                                () -> check(provider, delay))));
    }

    private static void check(LearnerProvider<?> provider, int delay) {
        boolean classifies = provider.task() == LearnerProvider.Task.CLASSIFICATION;
        LearningOperator operator = OperatorFixture.create(spec(provider), SCHEMA);
        Random64 random = new Random64(provider.name().hashCode());
        Deque<Feedback> labels = new ArrayDeque<>();
        double variance = 0;
        for (int i = 0; i < EVENTS; i++) {
            Row row = row(random, i);
            double value = random.nextGaussian();
            variance += value * value / EVENTS;
            boolean heads = random.nextBoolean();
            if (delay == 0) {
                row.setNumber(1, value);
                row.setText(2, heads ? "heads" : "tails");
            }
            operator.onEvent(row, i * 1_000L);
            if (delay > 0) {
                EventId id = new EventId(0, 0, i, StableHash.of(row.text(1)));
                String label = !classifies ? Double.toString(value) : heads ? "heads" : "tails";
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
        assertThat(status.metrics().count()).isEqualTo(EVENTS);
        if (classifies) {
            double standardError = 0.5 / Math.sqrt(EVENTS);
            assertThat(status.metrics().accuracy()).isCloseTo(0.5, within(3 * standardError));
        } else {
            double squared = status.metrics().rmse() * status.metrics().rmse();
            double standardError = variance * Math.sqrt(2.0 / EVENTS);
            assertThat(squared).isGreaterThan(variance - 3 * standardError);
        }
    }

    private static LearningSpec spec(LearnerProvider<?> provider) {
        Learning learning = provider.task() == LearnerProvider.Task.CLASSIFICATION
                ? Learning.classify("label").classes("heads", "tails")
                : Learning.regress("value");
        return learning.within(3_600_000)
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

    private static Row row(Random64 random, int place) {
        Row row = new Row(SCHEMA, 0, 0, place);
        row.setNumber(0, random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
        row.setText(0, "m" + random.nextInt(8));
        row.setText(1, "c" + random.nextInt(10));
        return row;
    }

    /** A question may hold what looks like a label. */
    private static Row question(Random64 random, int place) {
        Row row = row(random, place);
        row.setNumber(1, 100);
        row.setText(2, "tails");
        return row;
    }

    private static void askingChangesNothing(LearningOperator operator, Random64 random) {
        SortedMap<String, byte[]> before = OperatorFixture.state(operator);
        for (int i = 0; i < 20; i++) {
            operator.answer(new Question.Predict(question(random, i), Timestamps.NONE, null));
            operator.answer(new Question.Predict(question(random, i), i, operator.model()));
        }
        operator.answer(new Question.Status());
        SortedMap<String, byte[]> after = OperatorFixture.state(operator);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }
}
