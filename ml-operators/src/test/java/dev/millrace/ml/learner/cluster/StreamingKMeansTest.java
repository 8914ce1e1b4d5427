package dev.millrace.ml.learner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.stream.random.Random64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamingKMeansTest {
    private static final Layout LAYOUT = layout();
    private final Assignment to = new Assignment();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("x");
        builder.number("y");
        return builder.build();
    }

    private static FeatureVector at(double x, double y) {
        FeatureVector vector = new FeatureVector(LAYOUT);
        vector.numbers()[0] = x;
        vector.numbers()[1] = y;
        return vector;
    }

    private int cluster(StreamingKMeans learner, double x, double y) {
        learner.predict(at(x, y), to);
        return to.cluster();
    }

    @Test
    void centresFindTheGroups() {
        StreamingKMeans learner = new StreamingKMeans(new StreamingKMeansSettings(3, 1_000, 20), LAYOUT, 1);
        Random64 random = new Random64(1);
        for (int n = 0; n < 3_000; n++) {
            int group = n % 3;
            learner.learn(at(10 * group + random.nextGaussian(), -5 * group + random.nextGaussian()), 1);
        }
        Set<Integer> found = new HashSet<>();
        for (int group = 0; group < 3; group++) {
            found.add(cluster(learner, 10 * group, -5 * group));
            assertThat(to.distance()).as("the centre is where the group is").isLessThan(0.2);
            assertThat(to.otherDistance()).isCloseTo(Math.sqrt(125), within(0.3));
        }
        assertThat(found).hasSize(3);
        assertThat(learner.clusters()).isEqualTo(3);
    }

    @Test
    void nothingIsToldUntilTheFirstCentresAreChosen() {
        StreamingKMeans learner = new StreamingKMeans(new StreamingKMeansSettings(2, 100, 10), LAYOUT, 1);
        for (int n = 0; n < 20; n++) {
            assertThat(cluster(learner, n, 0)).isEqualTo(Assignment.NONE);
            assertThat(to.distance()).isNaN();
            learner.learn(at(n, 0), 1);
        }
        assertThat(cluster(learner, 3, 0)).isNotEqualTo(cluster(learner, 17, 0)).isNotEqualTo(Assignment.NONE);
    }

    @Test
    void aCentreMovesByTheShareOfAnEvent() {
        StreamingKMeans learner = new StreamingKMeans(new StreamingKMeansSettings(2, 1_000_000_000, 2), LAYOUT, 1);
        for (double x : new double[] {0, 0, 100, 100}) {
            learner.learn(at(x, 0), 1);
        }
        learner.learn(at(3, 0), 1); // the third of its cluster: a mean of 1
        cluster(learner, 1, 0);
        assertThat(to.distance()).isCloseTo(0, within(1e-6));
        learner.learn(at(5, 0), 2); // as two of them: (3 + 2 · 5) / 5
        cluster(learner, 2.6, 0);
        assertThat(to.distance()).isCloseTo(0, within(1e-6));
    }

    @Test
    void centresFollowGroupsThatMoveAndKeepTheirNumbers() {
        StreamingKMeans learner = new StreamingKMeans(new StreamingKMeansSettings(2, 100, 20), LAYOUT, 1);
        Random64 random = new Random64(2);
        int first = -1;
        for (int n = 0; n < 4_000; n++) {
            double shift = n / 200.0;
            learner.learn(at(shift + random.nextGaussian(), (n % 2) * 10), 1);
            if (n == 1_000) {
                first = cluster(learner, shift, 0);
            }
        }
        assertThat(cluster(learner, 20, 0)).isEqualTo(first);
        assertThat(to.distance()).isLessThan(1);
    }

    @Test
    void aFadedCentreSplitsTheHeaviest() {
        StreamingKMeans learner = new StreamingKMeans(new StreamingKMeansSettings(2, 50, 10), LAYOUT, 1);
        Random64 random = new Random64(3);
        for (int n = 0; n < 200; n++) {
            learner.learn(at(n % 2 * 1_000 + random.nextGaussian(), 0), 1);
        }
        int gone = cluster(learner, 1_000, 0);
        for (int n = 0; n < 2_000; n++) {
            learner.learn(at(n % 2 * 20 + random.nextGaussian(), 0), 1);
        }
        assertThat(cluster(learner, 0, 0)).isNotEqualTo(cluster(learner, 20, 0));
        assertThat(Set.of(cluster(learner, 0, 0), cluster(learner, 20, 0))).doesNotContain(gone);
        assertThat(to.distance()).isLessThan(1);
    }

    @Test
    void whatIsMissingHasNoPartInADistance() {
        StreamingKMeans learner = new StreamingKMeans(new StreamingKMeansSettings(2, 100, 10), LAYOUT, 1);
        for (int n = 0; n < 200; n++) {
            learner.learn(at(n % 2 * 10, n % 2 * 10), 1);
        }
        int high = cluster(learner, 10, 10);
        assertThat(cluster(learner, 9, Double.NaN)).isEqualTo(high);
        assertThat(to.distance()).isCloseTo(1, within(1e-9));
        assertThat(cluster(learner, Double.NaN, Double.NaN)).isEqualTo(Assignment.NONE);
    }

    @Test
    void withoutNumbersItIsRefused() {
        Layout.Builder words = Layout.builder();
        words.category("word", 3);
        Layout layout = words.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamingKMeans(StreamingKMeansSettings.DEFAULT, layout, 1))
                .withMessageContaining("add");
    }
}
