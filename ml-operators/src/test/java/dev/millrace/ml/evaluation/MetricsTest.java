package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final int NONE = -1;

    private static Metrics ofClasses(String... names) {
        Metrics metrics = Metrics.ofClasses(null);
        metrics.ensureClasses(List.of(names));
        return metrics;
    }

    /** 40 right of class a, 10 of a taken for b, 20 of b taken for a, 30 right of b. */
    private static Metrics hundred() {
        Metrics metrics = ofClasses("a", "b");
        int[][] cells = {{0, 0, 40}, {0, 1, 10}, {1, 0, 20}, {1, 1, 30}};
        for (int[] cell : cells) {
            for (int i = 0; i < cell[2]; i++) {
                metrics.score(cell[0], cell[1], i % 2, 0, new double[] {1 - cell[1], cell[1]});
            }
        }
        return metrics;
    }

    @Test
    void countsWhatWasTakenForWhat() {
        Metrics metrics = hundred();
        assertThat(metrics.count()).isEqualTo(100);
        assertThat(metrics.confusion(1, 0)).isEqualTo(20);
        assertThat(metrics.accuracy()).isCloseTo(0.7, within(1e-12));
        assertThat(metrics.balancedAccuracy()).isCloseTo((0.8 + 0.6) / 2, within(1e-12));
        assertThat(metrics.precision(0)).isCloseTo(40.0 / 60, within(1e-12));
        assertThat(metrics.recall(0)).isCloseTo(0.8, within(1e-12));
        assertThat(metrics.f1(0)).isCloseTo(80.0 / 110, within(1e-12));
    }

    @Test
    void kappaIsAgreementBeyondChance() {
        double chance = 0.5 * 0.6 + 0.5 * 0.4;
        assertThat(hundred().kappa()).isCloseTo((0.7 - chance) / (1 - chance), within(1e-12));
    }

    @Test
    void kappaTAndKappaMCompareWithTheBaselines() {
        Metrics metrics = hundred();
        assertThat(metrics.noChangeAccuracy()).isEqualTo(0.5);
        assertThat(metrics.kappaT()).isCloseTo((0.7 - 0.5) / (1 - 0.5), within(1e-12));
        assertThat(metrics.kappaM()).isCloseTo((0.7 - 0.5) / (1 - 0.5), within(1e-12));
    }

    @Test
    void thePublishedKappaTOfElectricityFollowsFromTheAccuracies() {
        assertThat(Metrics.beyond(0.792, 0.8533)).isCloseTo(-0.418, within(0.0005));
    }

    @Test
    void lossesOfProbabilities() {
        Metrics metrics = ofClasses("a", "b");
        metrics.score(0, 0, NONE, NONE, new double[] {0.8, 0.2});
        metrics.score(1, 0, NONE, NONE, new double[] {0.6, 0.4});
        assertThat(metrics.logLoss()).isCloseTo((-Math.log(0.8) - Math.log(0.4)) / 2, within(1e-12));
        assertThat(metrics.brier()).isCloseTo((0.04 + 0.36) / 2, within(1e-12));
        assertThat(metrics.calibrationError()).isCloseTo((0.2 + 0.6) / 2, within(1e-12));
    }

    @Test
    void aClassWithoutAScoreLosesAsMuchAsTheClipAllows() {
        Metrics metrics = ofClasses("a");
        metrics.ensureClasses(List.of("a", "b"));
        metrics.score(1, 0, NONE, NONE, new double[] {1});
        assertThat(metrics.logLoss()).isCloseTo(-Math.log(1e-15), within(1e-9));
    }

    /** Scores are multiplied and put into the sum now and then: the same losses, whenever a snapshot was taken. */
    @Test
    void lossesOfManyEventsAreTheSumOfEachAlsoAcrossASnapshot() {
        Random64 random = new Random64(3);
        Metrics straight = ofClasses("a", "b");
        Metrics restored = ofClasses("a", "b");
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            double score = i % 100 == 0 ? 1e-20 : random.nextDouble();
            sum -= Math.log(Math.max(1e-15, score));
            straight.score(0, 0, NONE, NONE, new double[] {score, 1 - score});
            restored.score(0, 0, NONE, NONE, new double[] {score, 1 - score});
            if (i % 977 == 0) {
                BytesStateWriter out = new BytesStateWriter();
                restored.snapshot(out);
                restored = ofClasses("a", "b");
                restored.restore(new BytesStateReader(out.main()));
            }
        }
        assertThat(straight.logLoss()).isCloseTo(sum / 20_000, within(1e-12));
        assertThat(restored.logLoss()).isEqualTo(straight.logLoss());
    }

    @Test
    void whatHasNoMeaningIsNull() {
        assertThat(ofClasses("a", "b").toMap()).containsEntry("count", 0L).containsEntry("accuracy", null);
        Metrics values = Metrics.ofValues();
        values.score(1.0, 2.0);
        assertThat(values.toMap())
                .containsEntry("mae", 1.0)
                .containsEntry("r2", null)
                .containsEntry("accuracy", null);
        assertThat(values.facts()).containsOnlyKeys("count", "mae", "rmse");
    }

    @Test
    void rankingByBinsAgreesWithRankingByScores() {
        Random64 random = new Random64(7);
        Metrics metrics = ofClasses("fine", "fraud");
        List<double[]> scored = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int truth = random.nextDouble() < 0.05 ? 1 : 0;
            double logit = -4 + 3 * truth + random.nextGaussian();
            double score = 1 / (1 + Math.exp(-logit));
            scored.add(new double[] {score, truth});
            metrics.score(truth, score > 0.5 ? 1 : 0, NONE, NONE, new double[] {1 - score, score});
        }
        assertThat(metrics.prAuc()).isCloseTo(averagePrecision(scored), within(0.002));
        assertThat(metrics.recallAtAlertRate(0.05)).isCloseTo(recall(scored, 0.05), within(0.005));
    }

    private static double averagePrecision(List<double[]> scored) {
        List<double[]> ranked = ranked(scored);
        double hits = 0;
        double area = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (ranked.get(i)[1] == 1) {
                hits++;
                area += hits / (i + 1);
            }
        }
        return area / hits;
    }

    private static double recall(List<double[]> scored, double rate) {
        List<double[]> ranked = ranked(scored);
        double all = ranked.stream().mapToDouble(s -> s[1]).sum();
        return ranked.stream()
                        .limit((long) (rate * ranked.size()))
                        .mapToDouble(s -> s[1])
                        .sum()
                / all;
    }

    private static List<double[]> ranked(List<double[]> scored) {
        return scored.stream()
                .sorted(Comparator.comparingDouble((double[] s) -> -s[0]))
                .toList();
    }

    @Test
    void thePositiveClassIsTheOneNamedOrTheRarer() {
        Metrics metrics = ofClasses("a", "b");
        metrics.score(0, 0, NONE, NONE, new double[] {0.9, 0.1});
        metrics.score(1, 1, NONE, NONE, new double[] {0.1, 0.9});
        metrics.score(1, 1, NONE, NONE, new double[] {0.2, 0.8});
        assertThat(metrics.positive()).isZero();
        Metrics named = Metrics.ofClasses("b");
        named.merge(metrics);
        assertThat(named.positive()).isEqualTo(1);
        assertThat(named.prAuc()).isEqualTo(1.0);
    }

    @Test
    void partitionsMergeByTheNamesOfTheirClasses() {
        Random64 random = new Random64(3);
        Metrics whole = ofClasses("a", "b");
        Metrics one = ofClasses("a", "b");
        Metrics other = ofClasses("b", "a");
        for (int i = 0; i < 5_000; i++) {
            int truth = random.nextInt(2);
            double score = 0.5 + (random.nextDouble() - 0.5) * 0.9 * (random.nextBoolean() ? 1 : -1);
            int predicted = score > 0.5 ? 1 : 0;
            whole.score(truth, predicted, 0, 1, new double[] {1 - score, score});
            if (i % 2 == 0) {
                one.score(truth, predicted, 0, 1, new double[] {1 - score, score});
            } else {
                other.score(1 - truth, 1 - predicted, 1, 0, new double[] {score, 1 - score});
            }
        }
        one.merge(other);
        assertThat(one.accuracy()).isEqualTo(whole.accuracy());
        assertThat(one.kappa()).isEqualTo(whole.kappa());
        assertThat(one.kappaT()).isEqualTo(whole.kappaT());
        assertThat(one.logLoss()).isCloseTo(whole.logLoss(), within(1e-12));
        assertThat(one.prAuc()).isCloseTo(whole.prAuc(), within(1e-9));
    }

    @Test
    void valuesMergeToTheSameErrors() {
        Random64 random = new Random64(5);
        Metrics whole = Metrics.ofValues();
        Metrics one = Metrics.ofValues();
        Metrics other = Metrics.ofValues();
        for (int i = 0; i < 1_000; i++) {
            double truth = random.nextGaussian();
            double predicted = truth + random.nextGaussian() / 2;
            whole.score(truth, predicted);
            (i % 3 == 0 ? one : other).score(truth, predicted);
        }
        one.merge(other);
        assertThat(one.rmse()).isCloseTo(whole.rmse(), within(1e-12));
        assertThat(one.r2()).isCloseTo(whole.r2(), within(1e-12)).isBetween(0.7, 0.8);
        assertThatThrownBy(() -> one.merge(ofClasses("a"))).hasMessageContaining("cannot be merged");
    }

    @Test
    void restoredIsUninterrupted() {
        Metrics metrics = hundred();
        BytesStateWriter out = new BytesStateWriter();
        metrics.snapshot(out);
        Metrics restored = Metrics.ofClasses(null);
        restored.restore(new BytesStateReader(out.main()));
        assertThat(restored.toMap()).isEqualTo(metrics.toMap());
        BytesStateWriter again = new BytesStateWriter();
        restored.snapshot(again);
        assertThat(again.main()).isEqualTo(out.main());
        assertThatThrownBy(() -> Metrics.ofValues().restore(new BytesStateReader(out.main())))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("were expected");
    }
}
