package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import org.junit.jupiter.api.Test;

class ClusterQualityTest {
    private static ClusterQuality table(int[][] counts) {
        ClusterQuality quality = new ClusterQuality();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int cluster = 0; cluster < counts[truth].length; cluster++) {
                for (int i = 0; i < counts[truth][cluster]; i++) {
                    quality.addLabel(truth, cluster);
                }
            }
        }
        return quality;
    }

    @Test
    void scoresFromWithoutAreThoseWorkedByHand() {
        // Classes of 8, 5 and 4 events in clusters of 6, 6 and 5.
        ClusterQuality quality = table(new int[][] {{5, 1, 2}, {1, 4, 0}, {0, 1, 3}});
        assertThat(quality.purity()).isCloseTo(12.0 / 17, within(1e-12));
        // Pairs together: 10 + 1 + 6 + 3 = 20; by class 28 + 10 + 6 = 44; by cluster 15 + 15 + 10 = 40; of 136.
        double expected = 44.0 * 40 / 136;
        assertThat(quality.adjustedRand()).isCloseTo((20 - expected) / (42 - expected), within(1e-12));
        // Manning, Raghavan and Schütze, "Introduction to Information Retrieval", give 0.36 for this very table.
        assertThat(quality.mutualInformation()).isCloseTo(0.36, within(0.005));
    }

    @Test
    void perfectClustersAreOneWhateverTheirNumbers() {
        ClusterQuality quality = table(new int[][] {{0, 7, 0}, {3, 0, 0}, {0, 0, 5}});
        assertThat(quality.purity()).isEqualTo(1);
        assertThat(quality.adjustedRand()).isCloseTo(1, within(1e-12));
        assertThat(quality.mutualInformation()).isCloseTo(1, within(1e-12));
    }

    @Test
    void oneClusterForAllTellsNothing() {
        ClusterQuality quality = table(new int[][] {{6}, {4}});
        assertThat(quality.purity()).isEqualTo(0.6);
        assertThat(quality.adjustedRand()).isCloseTo(0, within(1e-12));
        assertThat(quality.mutualInformation()).isCloseTo(0, within(1e-12));
    }

    @Test
    void scoresFromWithinAreMeansOverEventsInClusters() {
        ClusterQuality quality = new ClusterQuality();
        quality.add(0, 1, 4); // silhouette 0.75
        quality.add(1, 3, 1); // −2/3
        quality.add(0, 2, Double.NaN); // the only cluster
        quality.add(-1, 9, 9); // in none
        assertThat(quality.meanSquare()).isCloseTo(14.0 / 3, within(1e-12));
        assertThat(quality.silhouette()).isCloseTo((0.75 - 2.0 / 3) / 2, within(1e-12));
        assertThat(quality.outside()).isEqualTo(0.25);
        assertThat(quality.events()).isEqualTo(4);
    }

    @Test
    void clustersOfPartitionsAreDifferentClusters() {
        ClusterQuality one = table(new int[][] {{5, 0}, {0, 5}});
        ClusterQuality two = table(new int[][] {{0, 5}, {5, 0}});
        one.merge(two, new int[] {0, 1});
        assertThat(one.purity()).isEqualTo(1);
        assertThat(one.adjustedRand()).isLessThan(1);
    }

    @Test
    void clustersBeyondAllBoundsAreOneMore() {
        ClusterQuality quality = new ClusterQuality();
        for (int i = 0; i < 70_000; i++) {
            quality.addLabel(0, i);
        }
        BytesStateWriter out = new BytesStateWriter();
        quality.snapshot(out);
        assertThat(out.main().length).isLessThan(65_537 * 16 + 64);
        ClusterQuality restored = new ClusterQuality();
        restored.restore(new BytesStateReader(out.main()));
        BytesStateWriter again = new BytesStateWriter();
        restored.snapshot(again);
        assertThat(again.main()).isEqualTo(out.main());
    }
}
