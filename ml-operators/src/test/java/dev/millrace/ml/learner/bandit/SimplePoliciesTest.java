package dev.millrace.ml.learner.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;

/** UCB1 by hand and against its theorem; ε-greedy's probabilities and weights. */
class SimplePoliciesTest {
    private static final Layout LAYOUT = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("x");
        return builder.build();
    }

    private static FeatureVector x(double value) {
        FeatureVector x = new FeatureVector(LAYOUT);
        x.numbers()[0] = value;
        return x;
    }

    @Test
    void theIndexOfUcb1IsMeanPlusRoot() {
        UpperConfidenceBound learner = new UpperConfidenceBound(UpperConfidenceBoundSettings.DEFAULT, 1);
        double[] rewards = new double[3];
        double[] probabilities = new double[3];
        learner.learn(x(0), 0, 1, 1, 1);
        learner.predict(x(0), rewards, probabilities);
        assertThat(probabilities).containsExactly(0, 0.5, 0.5); // what was never tried comes first
        for (int n = 0; n < 9; n++) {
            learner.learn(x(0), 0, 1, 1, 1);
        }
        for (int n = 0; n < 8; n++) {
            learner.learn(x(0), 1, n % 2, 1, 1);
        }
        learner.learn(x(0), 2, 0, 1, 1);
        learner.learn(x(0), 2, 0, 1, 1);
        // 1 + √(2 ln 20 / 10) = 1.774; ½ + √(2 ln 20 / 8) = 1.365; 0 + √(2 ln 20 / 2) = 1.731
        learner.predict(x(0), rewards, probabilities);
        assertThat(rewards).containsExactly(1, 0.5, 0);
        assertThat(probabilities).containsExactly(1, 0, 0);
        learner.learn(x(0), 0, 1, 1, 1); // 1 + √(2 ln 21 / 11) = 1.744; 0 + √(2 ln 21 / 2) = 1.745
        learner.predict(x(0), rewards, probabilities);
        assertThat(probabilities).containsExactly(0, 0, 1);
    }

    /** Theorem 1: for rewards in [0, 1] the expected regret is at most 8·Σ ln n / Δ + (1 + π²/3)·Σ Δ. */
    @Test
    void theRegretOfUcb1KeepsToItsBound() {
        double[] worth = {0.9, 0.6, 0.5};
        int events = 5_000;
        double bound = 0;
        for (int a = 1; a < 3; a++) {
            double gap = worth[0] - worth[a];
            bound += 8 * Math.log(events) / gap + (1 + Math.PI * Math.PI / 3) * gap;
        }
        double regret = 0;
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            UpperConfidenceBound learner = new UpperConfidenceBound(UpperConfidenceBoundSettings.DEFAULT, round);
            Random64 random = new Random64(100 + round);
            double[] probabilities = new double[3];
            for (int n = 0; n < events; n++) {
                learner.predict(x(0), new double[3], probabilities);
                int action = learner.choose(probabilities, n);
                regret += (worth[0] - worth[action]) / rounds;
                learner.learn(x(0), action, random.nextDouble() < worth[action] ? 1 : 0, probabilities[action], 1);
            }
        }
        assertThat(regret).isLessThan(bound).isLessThan(0.1 * events * (0.3 + 0.4) / 3); // a tenth of chance's regret
    }

    @Test
    void epsilonIsSharedByAllAndTheRestIsTheBestOnes() {
        EpsilonGreedy learner = new EpsilonGreedy(new EpsilonGreedySettings(0.2, 0.5, 1), LAYOUT, 1);
        Random64 random = new Random64(2);
        for (int n = 0; n < 2_000; n++) {
            double value = random.nextGaussian();
            int action = random.nextInt(4);
            learner.learn(x(value), action, action == 3 ? value : 0, 0.25, 1);
        }
        double[] probabilities = new double[4];
        double[] rewards = new double[4];
        learner.predict(x(2), rewards, probabilities);
        assertThat(rewards[3]).isCloseTo(2, within(0.05));
        assertThat(probabilities[3]).isCloseTo(0.85, within(1e-12));
        assertThat(probabilities[0]).isCloseTo(0.05, within(1e-12));
        learner.predict(x(-2), rewards, probabilities);
        assertThat(probabilities[3]).isCloseTo(0.05, within(1e-12));
    }

    /** Rewards seen where an action is rare count more: 1/propensity times, up to the limit. */
    @Test
    void aRareActionsRewardMayCountAsOftenAsItIsRare() {
        double[] plain = learnedFrom(new EpsilonGreedySettings(0.1, 0.1, 1));
        double[] weighed = learnedFrom(new EpsilonGreedySettings(0.1, 0.1, 10));
        assertThat(weighed[0]).isNotEqualTo(plain[0]);
        EpsilonGreedy byWeight = new EpsilonGreedy(new EpsilonGreedySettings(0.1, 0.1, 1), LAYOUT, 1);
        byWeight.learn(x(1), 0, 1, Double.NaN, 10); // 1/0.05, but at most 10
        byWeight.learn(x(0.5), 0, 0.2, Double.NaN, 2);
        double[] rewards = new double[1];
        byWeight.predict(x(1), rewards, new double[1]);
        assertThat(weighed[0]).isEqualTo(rewards[0]);
    }

    private static double[] learnedFrom(EpsilonGreedySettings settings) {
        EpsilonGreedy learner = new EpsilonGreedy(settings, LAYOUT, 1);
        learner.learn(x(1), 0, 1, 0.05, 1);
        learner.learn(x(0.5), 0, 0.2, 0.5, 1);
        double[] rewards = new double[1];
        learner.predict(x(1), rewards, new double[1]);
        return rewards;
    }
}
