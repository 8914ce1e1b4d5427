package dev.millrace.ml.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.EveryFeature;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
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

    /** Some learners of values cost the square of the features' coordinates for each event. */
    private static final int EVENTS_OF_VALUES = 500;

    @TestFactory
    Stream<DynamicTest> nobodyLearnsChance() {
        return Learners.all().stream()
                .filter(provider -> provider.task() != LearnerProvider.Task.ANOMALY
                        && provider.task() != LearnerProvider.Task.CLUSTERING) // they learn without labels
                .flatMap(provider -> Stream.of(0, 40)
                        .map(delay -> DynamicTest.dynamicTest(
                                provider.name() + (delay == 0 ? ", immediate labels" : ", late labels"),
                                () -> check(provider, delay))));
    }

    private static void check(LearnerProvider<?> provider, int delay) {
        boolean classifies = provider.task() == LearnerProvider.Task.CLASSIFICATION;
        boolean chooses = provider.task() == LearnerProvider.Task.BANDIT;
        int events = classifies ? EVENTS : EVENTS_OF_VALUES;
        LearningOperator operator = OperatorFixture.create(spec(provider), EveryFeature.SCHEMA);
        Random64 random = new Random64(provider.name().hashCode());
        Deque<Feedback> labels = new ArrayDeque<>();
        double variance = 0;
        for (int i = 0; i < events; i++) {
            Row row = EveryFeature.row(random, i);
            double value = random.nextGaussian();
            variance += value * value / events;
            boolean heads = random.nextBoolean();
            if (chooses) {
                row.setText(4, heads ? "heads" : "tails"); // the action that was taken
            }
            if (delay == 0) {
                row.setNumber(2, value);
                row.setText(4, heads ? "heads" : "tails");
            }
            operator.onEvent(row, i * 1_000L);
            if (delay > 0) {
                EventId id = new EventId(0, 0, i, StableHash.of(row.text(3)));
                String label = !classifies ? Double.toString(value) : heads ? "heads" : "tails";
                labels.add(new Feedback(0, 0, events + i, id, label));
                if (labels.size() > delay) {
                    operator.onEvent(labels.poll(), Timestamps.NONE);
                }
            }
            if (i % (events / 4) == 0) {
                askingChangesNothing(operator, random);
            }
        }
        labels.forEach(label -> operator.onEvent(label, Timestamps.NONE));
        Reply.Status status = (Reply.Status) operator.answer(new Question.Status());
        assertThat(status.metrics().count()).isEqualTo(events);
        if (classifies) {
            double standardError = 0.5 / Math.sqrt(events);
            assertThat(status.metrics().accuracy()).isCloseTo(0.5, within(3 * standardError));
        } else {
            double squared = status.metrics().rmse() * status.metrics().rmse();
            double standardError = variance * Math.sqrt(2.0 / events);
            assertThat(squared).isGreaterThan(variance - 3 * standardError);
        }
    }

    private static LearningSpec spec(LearnerProvider<?> provider) {
        Learning learning = switch (provider.task()) {
            case CLASSIFICATION -> Learning.classify("label").classes("heads", "tails");
            case BANDIT -> Learning.choose("value", "label").actions("heads", "tails");
            default -> Learning.regress("value");
        };
        EveryFeature.all().forEach(feature -> learning.feature(feature.name(), feature.spec()));
        return learning.within(3_600_000)
                .key("card")
                .with(new ChosenLearner(provider, provider.defaults()))
                .build();
    }

    /** A question may hold what looks like a label. */
    private static Row question(Random64 random, int place) {
        Row row = EveryFeature.row(random, place);
        row.setNumber(2, 100);
        row.setText(4, "tails");
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
