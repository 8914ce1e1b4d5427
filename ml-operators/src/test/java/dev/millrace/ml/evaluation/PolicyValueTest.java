package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy would earn, from what another one did. */
class PolicyValueTest {
    /** Three events, by hand: importances 2, ½ and 0. */
    @Test
    void theFiguresAreThoseOfTheirFormulas() {
        Metrics metrics = Metrics.ofChoices();
        metrics.score(new Choice(1, 0.5, 0.75, 0.5, 0.25));
        metrics.score(new Choice(0, 0.5, 0.25, 0.25, 0.5));
        metrics.score(new Choice(1, 1, 0.5, 0, 0.5));
        assertThat(metrics.ips()).isCloseTo((2 * 1 + 0.5 * 0 + 0) / 3, within(1e-15));
        assertThat(metrics.snips()).isCloseTo(2 / 2.5, within(1e-15));
        assertThat(metrics.doublyRobust()).isCloseTo((0.75 + 2 * 0.5 + 0.25 - 0.5 * 0.5 + 0.5) / 3, within(1e-15));
        assertThat(metrics.meanReward()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(metrics.effectiveShare()).isCloseTo(2.5 * 2.5 / 4.25 / 3, within(1e-15));
        assertThat(metrics.mae()).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(metrics.count()).isEqualTo(3);
    }

    @Test
    void whoKnowsNoPropensityIsToldNoReward() {
        Metrics metrics = Metrics.ofChoices();
        metrics.score(new Choice(1, 0.5, 0.75, 0.5, Double.NaN));
        assertThat(metrics.toMap())
                .containsEntry("count", 1L)
                .containsEntry("ips", null)
                .containsEntry("snips", null)
                .containsEntry("mae", 0.5);
    }

    /** Two contexts and three actions, logged by a policy that depends on the context: what the policy earns is known. */
    @Test
    void estimatesAreWithoutBiasAndTheirIntervalsHoldTheTruth() {
        double[][] worth = {{0.2, 0.8, 0.5}, {0.9, 0.1, 0.4}};
        double[][] logging = {{0.6, 0.1, 0.3}, {0.2, 0.5, 0.3}};
        double[][] policy = {{0.1, 0.8, 0.1}, {0.7, 0.1, 0.2}};
        double truth = 0;
        for (int context = 0; context < 2; context++) {
            for (int action = 0; action < 3; action++) {
                truth += 0.5 * policy[context][action] * worth[context][action];
            }
        }
        int rounds = 200;
        int held = 0;
        double[] sums = new double[3];
        for (int round = 0; round < rounds; round++) {
            Random64 random = new Random64(round);
            Metrics metrics = Metrics.ofChoices();
            BlockSeries series = new BlockSeries();
            for (int n = 0; n < 3_200; n++) {
                int context = random.nextInt(2);
                double drawn = random.nextDouble();
                int action =
                        drawn < logging[context][0] ? 0 : drawn < logging[context][0] + logging[context][1] ? 1 : 2;
                double reward = random.nextDouble() < worth[context][action] ? 1 : 0;
                // a learner that is wrong about everything: doubly robust, if of more variance
                Choice choice = new Choice(reward, 0.3, 0.3, policy[context][action], logging[context][action]);
                metrics.score(choice);
                series.add(choice.importance() * reward, choice.importance(), reward);
            }
            sums[0] += metrics.ips() / rounds;
            sums[1] += metrics.snips() / rounds;
            sums[2] += metrics.doublyRobust() / rounds;
            Interval interval = Interval.of(List.of(series), BlockSeries.WEIGHED_REWARD);
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        assertThat(sums[0]).isCloseTo(truth, within(0.006));
        assertThat(sums[1]).isCloseTo(truth, within(0.006));
        assertThat(sums[2]).isCloseTo(truth, within(0.006));
        assertThat(held).isBetween(180, 199);
    }

    @Test
    void partitionsMergeAndSnapshotsLoseNothing() {
        Random64 random = new Random64(4);
        Evaluator whole = Evaluator.ofChoices(50);
        Metrics left = Metrics.ofChoices();
        Metrics right = Metrics.ofChoices();
        for (int n = 0; n < 200; n++) {
            Choice choice = new Choice(
                    random.nextGaussian(), random.nextDouble(), random.nextDouble(), random.nextDouble(), 0.25);
            whole.score(choice);
            (n < 120 ? left : right).score(choice);
        }
        left.merge(right);
        left.toMap()
                .forEach((name, value) -> assertThat(value.doubleValue())
                        .as(name)
                        .isCloseTo(whole.metrics().toMap().get(name).doubleValue(), within(1e-12)));
        BytesStateWriter out = new BytesStateWriter();
        whole.metrics().snapshot(out);
        whole.fading().snapshot(out);
        Metrics restored = Metrics.ofChoices();
        FadingMetrics fading = new FadingMetrics(Evaluator.FADING_FACTOR);
        BytesStateReader in = new BytesStateReader(out.main());
        restored.restore(in);
        fading.restore(in);
        assertThat(restored.toMap()).isEqualTo(whole.metrics().toMap());
        assertThat(fading.snips()).isEqualTo(whole.fading().snips());
        Metrics recent = whole.window();
        assertThat(recent.count()).isEqualTo(50);
        assertThat(recent.ips()).isFinite();
        assertThat(recent.mae()).isFinite();
    }

    @Test
    void theBestSingleActionIsTheOneThatHasEarnedMostSoFar() {
        PolicyBaselines baselines = new PolicyBaselines();
        baselines.ensureActions(2);
        // Action 1 is taken seldom, and earns more.
        for (int n = 0; n < 400; n++) {
            int action = n % 4 == 3 ? 1 : 0;
            baselines.scoreAndLearn(action, action == 1 ? 1 : 0.5, action == 1 ? 0.25 : 0.75, 2, baselines.best());
        }
        assertThat(baselines.best()).isEqualTo(1);
        assertThat(baselines.metrics().get(PolicyBaselines.LOGGED).snips()).isCloseTo(0.625, within(1e-12));
        assertThat(baselines.metrics().get(PolicyBaselines.UNIFORM).snips()).isCloseTo(0.75, within(1e-12));
        assertThat(baselines.metrics().get(PolicyBaselines.BEST_ACTION).snips()).isCloseTo(1, within(0.02));
    }
}
