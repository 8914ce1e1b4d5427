package dev.millrace.ml.learner.bandit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.random.Random64;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bandits allocate nothing per event once they have met all actions. */
class BanditAllocationTest {
    private static final int EVENTS = 2_000;
    private static final int ROUNDS = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Layout layout = layout();
    private final FeatureVector[] events = events();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("age");
        builder.category("colour", 5);
        return builder.build();
    }

    private FeatureVector[] events() {
        Random64 random = new Random64(1);
        FeatureVector[] made = new FeatureVector[100];
        for (int n = 0; n < made.length; n++) {
            made[n] = new FeatureVector(layout);
            made[n].numbers()[0] = random.nextGaussian();
            made[n].categories()[0] = random.nextInt(5);
        }
        return made;
    }

    @TestFactory
    Stream<DynamicTest> atMostEightBytesAnEvent() {
        return Stream.of("lin-ucb", "lin-thompson", "epsilon-greedy", "ucb")
                .map(text -> DynamicTest.dynamicTest(text, () -> {
                    for (int actions : new int[] {2, 5}) {
                        ContextualBandit learner =
                                (ContextualBandit) Learners.parse(text).create(layout, 1);
                        double least = Double.MAX_VALUE;
                        for (int round = 0; round < ROUNDS && least >= 8; round++) {
                            long before = THREADS.getCurrentThreadAllocatedBytes();
                            run(learner, actions);
                            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                            least = Math.min(least, (double) bytes / EVENTS);
                        }
                        assertThat(least).as("bytes an event").isLessThan(8);
                    }
                }));
    }

    private void run(ContextualBandit learner, int actions) {
        double[] rewards = new double[actions];
        double[] probabilities = new double[actions];
        for (int n = 0; n < EVENTS; n++) {
            FeatureVector x = events[n % events.length];
            learner.predictAlone(x, rewards, probabilities);
            int action = n < actions ? n : learner.choose(probabilities, n);
            learner.learn(x, action, action == x.categories()[0] ? 1 : 0, probabilities[action], 1);
        }
    }
}
