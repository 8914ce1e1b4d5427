package dev.millrace.ml.learner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateWriter;
import org.junit.jupiter.api.Test;

class DenStreamTest {
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

    private int cluster(DenStream learner, double x, double y) {
        learner.predict(at(x, y), to);
        return to.cluster();
    }

    /** A point of a ring about the origin. */
    private static FeatureVector ring(Random64 random, double radius) {
        double angle = 2 * Math.PI * random.nextDouble();
        return at(
                radius * Math.cos(angle) + 0.05 * random.nextGaussian(),
                radius * Math.sin(angle) + 0.05 * random.nextGaussian());
    }

    @Test
    void clustersMayHaveAnyShape() {
        DenStream learner = new DenStream(new DenStreamSettings(0.2, 4, 5, 0.3, 2_000, 500), LAYOUT);
        Random64 random = new Random64(1);
        for (int n = 0; n < 8_000; n++) {
            learner.learn(ring(random, n % 2 == 0 ? 1 : 3), 1);
        }
        assertThat(learner.clusters()).as("a ring within a ring").isEqualTo(2);
        int inner = cluster(learner, 1, 0);
        assertThat(cluster(learner, 0, -1)).isEqualTo(inner);
        int outer = cluster(learner, 3, 0);
        assertThat(outer).isNotEqualTo(inner);
        assertThat(to.otherDistance()).isCloseTo(2, within(0.3));
        assertThat(cluster(learner, -3, 0)).isEqualTo(outer);
        assertThat(cluster(learner, 0, 2)).as("between the rings").isEqualTo(Assignment.NONE);
        assertThat(to.distance()).isCloseTo(1, within(0.3));
    }

    @Test
    void whatIsSparseIsNoise() {
        DenStream learner = new DenStream(new DenStreamSettings(0.1, 4, 10, 0.25, 500, 500), LAYOUT);
        Random64 random = new Random64(2);
        for (int n = 0; n < 3_000; n++) {
            learner.learn(
                    n % 4 == 0
                            ? at(100 * random.nextDouble(), 100 * random.nextDouble())
                            : at(0.05 * random.nextGaussian(), 0.05 * random.nextGaussian()),
                    1);
        }
        assertThat(learner.clusters()).isEqualTo(1);
        assertThat(cluster(learner, 0, 0)).isNotEqualTo(Assignment.NONE);
        assertThat(to.otherDistance()).isNaN();
        assertThat(cluster(learner, 50, 50)).isEqualTo(Assignment.NONE);
    }

    @Test
    void aClusterThatGetsNoMoreEventsFadesAndAnotherIsBorn() {
        DenStream learner = new DenStream(new DenStreamSettings(0.3, 4, 10, 0.25, 100, 500), LAYOUT);
        Random64 random = new Random64(3);
        for (int n = 0; n < 500; n++) {
            learner.learn(at(0.1 * random.nextGaussian(), 0), 1);
        }
        int old = cluster(learner, 0, 0);
        assertThat(old).isNotEqualTo(Assignment.NONE);
        for (int n = 0; n < 1_500; n++) {
            learner.learn(at(20 + 0.1 * random.nextGaussian(), 0), 1);
        }
        assertThat(cluster(learner, 0, 0)).isEqualTo(Assignment.NONE);
        assertThat(cluster(learner, 20, 0)).isGreaterThan(old);
    }

    @Test
    void aClusterKeepsItsNumberWhileItMoves() {
        DenStream learner = new DenStream(new DenStreamSettings(0.5, 4, 10, 0.25, 1_000, 500), LAYOUT);
        Random64 random = new Random64(4);
        int first = -1;
        for (int n = 0; n < 3_000; n++) {
            learner.learn(at(n / 1_000.0 + 0.2 * random.nextGaussian(), 0), 1);
            if (n == 500) {
                first = cluster(learner, n / 1_000.0, 0);
            }
        }
        assertThat(cluster(learner, 3, 0)).isEqualTo(first).isNotEqualTo(Assignment.NONE);
    }

    @Test
    void thereIsRoomForSoManySmallClustersOnly() {
        DenStream learner = new DenStream(new DenStreamSettings(0.001, 4, 10, 0.25, 1_000_000, 50), LAYOUT);
        Random64 random = new Random64(5);
        for (int n = 0; n < 5_000; n++) {
            learner.learn(at(random.nextGaussian(), random.nextGaussian()), 1);
        }
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        assertThat(out.main().length).isLessThan(2 * 50 * 64 + 100);
    }

    @Test
    void oneEventAloneIsNoCluster() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DenStreamSettings(0.3, 4, 2, 0.5, 100, 100))
                .withMessageContaining("beta times mu");
    }
}
