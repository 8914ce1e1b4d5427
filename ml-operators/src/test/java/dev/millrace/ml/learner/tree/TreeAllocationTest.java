package dev.millrace.ml.learner.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.random.Random64;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Trees, new ones, allocate at most eight bytes per event over a stream on which they split again and again: nodes that are gone leave
 * their memory to new ones.
 */
class TreeAllocationTest {
    private static final int EVENTS = 100_000;
    private static final int CONCEPT = 10_000;
    private static final int ROUNDS = 12;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Layout layout = layout();
    private final FeatureVector[] events = events();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < 4; i++) {
            builder.number("n" + i);
        }
        builder.category("colour", 5);
        return builder.build();
    }

    private FeatureVector[] events() {
        Random64 random = new Random64(1);
        FeatureVector[] made = new FeatureVector[997];
        for (int n = 0; n < made.length; n++) {
            made[n] = new FeatureVector(layout);
            for (int i = 0; i < 4; i++) {
                made[n].numbers()[i] = random.nextDouble();
            }
            made[n].categories()[0] = random.nextInt(5);
        }
        return made;
    }

    /** Above or below a line that jumps with every concept. */
    private int label(int n) {
        FeatureVector x = events[n % events.length];
        int concept = n / CONCEPT;
        double height = x.numbers()[concept % 4] + (x.categories()[0] == concept % 5 ? 0.3 : 0);
        return height > 0.6 ? 1 : 0;
    }

    @TestFactory
    Stream<DynamicTest> atMostEightBytesAnEvent() {
        return Stream.of("hoeffding-tree", "hoeffding-adaptive-tree", "efdt", "hoeffding-regression-tree")
                .map(text -> DynamicTest.dynamicTest(text, () -> {
                    double least = Double.MAX_VALUE;
                    for (int round = 0; round < ROUNDS && least > 8; round++) {
                        Learner learner = Learners.parse(text).create(layout, 1);
                        long before = THREADS.getCurrentThreadAllocatedBytes();
                        run(learner);
                        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                        least = Math.min(least, (double) bytes / EVENTS);
                        assertThat(nodes(learner)).isGreaterThan(4);
                    }
                    assertThat(least).as("bytes an event").isLessThanOrEqualTo(8);
                }));
    }

    private static int nodes(Learner learner) {
        return switch (learner.getClass().getSimpleName()) {
            case "HoeffdingTree" -> ((HoeffdingTree) learner).nodes();
            case "HoeffdingAdaptiveTree" -> ((HoeffdingAdaptiveTree) learner).nodes();
            case "ExtremelyFastTree" -> ((ExtremelyFastTree) learner).nodes();
            default -> ((HoeffdingRegressionTree) learner).nodes();
        };
    }

    private void run(Learner learner) {
        double[] scores = new double[2];
        for (int n = 0; n < EVENTS; n++) {
            FeatureVector x = events[n % events.length];
            if (learner instanceof Classifier classifier) {
                classifier.predictAndLearn(x, label(n), 1, scores);
            } else {
                ((Regressor) learner).predictAndLearn(x, label(n) + x.numbers()[0], 1);
            }
        }
    }
}
