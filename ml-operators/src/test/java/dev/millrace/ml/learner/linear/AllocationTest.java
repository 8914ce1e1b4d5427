package dev.millrace.ml.learner.linear;

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

/** Linear learners allocate nothing per event once they have met the longest event and all classes. */
class AllocationTest {
    private static final int EVENTS = 4_000;
    private static final int ROUNDS = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Layout layout = layout();
    private final FeatureVector[] events = events();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < 8; i++) {
            builder.number("n" + i);
        }
        builder.category("colour", 5);
        builder.hashed("words", 17);
        return builder.build();
    }

    private FeatureVector[] events() {
        Random64 random = new Random64(1);
        FeatureVector[] made = new FeatureVector[100];
        for (int n = 0; n < made.length; n++) {
            made[n] = new FeatureVector(layout);
            for (int i = 0; i < 8; i++) {
                made[n].numbers()[i] = random.nextGaussian();
            }
            made[n].categories()[0] = random.nextInt(5);
            for (int words = 10; words > 0; words--) {
                made[n].addHashed(13 + random.nextInt(1 << 17), 1);
            }
        }
        return made;
    }

    @TestFactory
    Stream<DynamicTest> atMostEightBytesAnEvent() {
        return Stream.of(
                        "logistic",
                        "logistic:optimizer=adagrad",
                        "logistic:optimizer=adam",
                        "logistic:optimizer=ftrl,l1=0.1",
                        "logistic:optimizer=normalized,average=true",
                        "svm:class-weights=balanced",
                        "perceptron",
                        "passive-aggressive",
                        "passive-aggressive-regression",
                        "linear",
                        "linear:loss=poisson,optimizer=normalized",
                        "linear:loss=huber,decay=0.3")
                .map(text -> DynamicTest.dynamicTest(text, () -> {
                    for (int classes : new int[] {2, 7}) {
                        Learner learner = Learners.parse(text).create(layout, 1);
                        double least = Double.MAX_VALUE;
                        // Vectors are objects until the compiler, in a thread of its own, is done with the loops: then
                        // nothing is left.
                        for (int round = 0; round < ROUNDS && least >= 8; round++) {
                            long before = THREADS.getCurrentThreadAllocatedBytes();
                            run(learner, classes);
                            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                            least = Math.min(least, (double) bytes / EVENTS);
                        }
                        assertThat(least).as("bytes an event").isLessThan(8);
                    }
                }));
    }

    private void run(Learner learner, int classes) {
        double[] scores = new double[classes];
        for (int n = 0; n < EVENTS; n++) {
            FeatureVector x = events[n % events.length];
            if (learner instanceof Classifier classifier) {
                classifier.predictAndLearn(x, n % classes, 1, scores);
            } else {
                ((Regressor) learner).predictAndLearn(x, n % 10, 1);
            }
        }
    }
}
