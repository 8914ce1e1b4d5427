package dev.millrace.ml.learner.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Against the regressions solved at once, and against the figures of two actions worked out by hand. */
class LinUcbTest {
    private static final int NUMBERS = 6;

    private static Layout layout(int numbers) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < numbers; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }

    /** θ = (λI + Σ w·x·xᵀ)⁻¹ Σ w·r·x and x·A⁻¹·x, from all events of an action at once. */
    @Test
    void eachActionIsTheRidgeRegressionOfItsEvents() {
        Layout layout = layout(NUMBERS);
        double lambda = 0.7;
        LinUcb learner = new LinUcb(new LinUcbSettings(1.5, lambda, 0, true), layout, 1);
        Random64 random = new Random64(5);
        int size = NUMBERS + 1;
        DMatrixRMaj[] grams = new DMatrixRMaj[3];
        DMatrixRMaj[] sums = new DMatrixRMaj[3];
        for (int a = 0; a < 3; a++) {
            grams[a] = CommonOps_DDRM.identity(size);
            CommonOps_DDRM.scale(lambda, grams[a]);
            sums[a] = new DMatrixRMaj(size, 1);
        }
        FeatureVector x = new FeatureVector(layout);
        DMatrixRMaj column = new DMatrixRMaj(size, 1);
        for (int n = 0; n < 3_000; n++) {
            draw(x, column, random);
            int action = random.nextInt(3);
            double reward = column.data[action] - 0.5 * column.data[3] + 0.2 * random.nextGaussian();
            double weight = 1 + random.nextInt(3);
            learner.learn(x, action, reward, 1.0 / 3, weight);
            CommonOps_DDRM.multAddTransB(weight, column, column, grams[action]);
            CommonOps_DDRM.addEquals(sums[action], weight * reward, column);
        }
        double[] rewards = new double[3];
        double[] probabilities = new double[3];
        draw(x, column, random);
        learner.predict(x, rewards, probabilities);
        double[] bounds = new double[3];
        for (int a = 0; a < 3; a++) {
            DMatrixRMaj weights = new DMatrixRMaj(size, 1);
            DMatrixRMaj solved = new DMatrixRMaj(size, 1);
            assertThat(CommonOps_DDRM.solve(grams[a], sums[a], weights)).isTrue();
            assertThat(CommonOps_DDRM.solve(grams[a], column, solved)).isTrue();
            for (int i = 0; i < size; i++) {
                assertThat(learner.weights(a)[i]).isCloseTo(weights.data[i], within(1e-9));
            }
            double variance = CommonOps_DDRM.dot(column, solved);
            assertThat(learner.deviation(x, a)).isCloseTo(Math.sqrt(variance), within(1e-9));
            assertThat(rewards[a]).isCloseTo(CommonOps_DDRM.dot(column, weights), within(1e-9));
            bounds[a] = rewards[a] + 1.5 * Math.sqrt(variance);
        }
        int best = bounds[0] >= bounds[1] && bounds[0] >= bounds[2] ? 0 : bounds[1] >= bounds[2] ? 1 : 2;
        assertThat(probabilities[best]).isEqualTo(1);
    }

    private static void draw(FeatureVector x, DMatrixRMaj column, Random64 random) {
        for (int i = 0; i < NUMBERS; i++) {
            x.numbers()[i] = random.nextGaussian();
            column.data[i] = x.numbers()[i];
        }
        column.data[NUMBERS] = 1;
    }

    @Test
    void anActionOfWhichLittleIsKnownIsTriedUntilItIsKnown() {
        Layout layout = layout(1);
        LinUcb learner = new LinUcb(new LinUcbSettings(1, 1, 0, false), layout, 1);
        FeatureVector x = new FeatureVector(layout);
        x.numbers()[0] = 1;
        double[] rewards = new double[2];
        double[] probabilities = new double[2];

        learner.learn(x, 0, 0.5, 0.5, 1); // A = 2, b = 0.5: 0.25 + √½ = 0.957, and action 1 has 0 + 1
        learner.predict(x, rewards, probabilities);
        assertThat(rewards).containsExactly(0.25, 0);
        assertThat(probabilities).containsExactly(0, 1);

        learner.learn(x, 1, 0, 1, 1); // now it has 0 + √½
        learner.predict(x, rewards, probabilities);
        assertThat(probabilities).containsExactly(1, 0);
    }

    @Test
    void whatIsExploredIsSharedEvenly() {
        Layout layout = layout(1);
        LinUcb learner = new LinUcb(new LinUcbSettings(1, 1, 0.2, true), layout, 1);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 50; n++) {
            learner.learn(x, n % 4, n % 4 == 2 ? 1 : 0, 0.25, 1);
        }
        double[] probabilities = new double[4];
        learner.predict(x, new double[4], probabilities);
        assertThat(probabilities[2]).isCloseTo(0.85, within(1e-12));
        assertThat(probabilities[0]).isCloseTo(0.05, within(1e-12));
        assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void squaresThatDoNotFitAreRefusedWithAWayOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinUcb(LinUcbSettings.DEFAULT, layout(5_000), 1))
                .withMessageContaining("5001")
                .withMessageContaining("4096")
                .withMessageContaining("epsilon-greedy");
        assertThat(new LinUcb(LinUcbSettings.DEFAULT, layout(1_023), 1).mostActions())
                .isEqualTo(64);
    }

    /** A = ΣAₚ − (P − 1)·λI and b = Σbₚ, by action, where partitions met the actions in another order. */
    @Test
    void partitionsMadeOneAreOneLearnerOfTheWholeStream() {
        Layout layout = layout(NUMBERS);
        int[][] numbers = {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}}; // a partition's action → the merged one
        LinUcb whole = new LinUcb(LinUcbSettings.DEFAULT, layout, 1);
        UpperConfidenceBound wholeMeans = new UpperConfidenceBound(UpperConfidenceBoundSettings.DEFAULT, 1);
        List<Mergeable.Part> parts = new ArrayList<>();
        List<Mergeable.Part> means = new ArrayList<>();
        for (int[] merged : numbers) {
            parts.add(new Mergeable.Part(
                    new LinUcb(LinUcbSettings.DEFAULT, layout, 1), new Alignment(layout), merged, 500));
            means.add(new Mergeable.Part(
                    new UpperConfidenceBound(UpperConfidenceBoundSettings.DEFAULT, 1),
                    new Alignment(layout),
                    merged,
                    500));
        }
        Random64 random = new Random64(6);
        FeatureVector x = new FeatureVector(layout);
        DMatrixRMaj column = new DMatrixRMaj(NUMBERS + 1, 1);
        for (int n = 0; n < 1_500; n++) {
            draw(x, column, random);
            int p = random.nextInt(3);
            int own = random.nextInt(3);
            int action = numbers[p][own];
            double reward = column.data[action] + 0.1 * random.nextGaussian();
            whole.learn(x, action, reward, 1.0 / 3, 1);
            wholeMeans.learn(x, action, reward, 1.0 / 3, 1);
            ((LinUcb) parts.get(p).learner()).learn(x, own, reward, 1.0 / 3, 1);
            ((UpperConfidenceBound) means.get(p).learner()).learn(x, own, reward, 1.0 / 3, 1);
        }
        LinUcb merged = new LinUcb(LinUcbSettings.DEFAULT, layout, 1);
        merged.merge(parts);
        for (int n = 0; n < 50; n++) {
            draw(x, column, random);
            for (int a = 0; a < 3; a++) {
                assertThat(merged.weights(a)).containsExactly(whole.weights(a), within(1e-9));
                assertThat(merged.deviation(x, a)).isCloseTo(whole.deviation(x, a), within(1e-9));
            }
        }
        UpperConfidenceBound mergedMeans = new UpperConfidenceBound(UpperConfidenceBoundSettings.DEFAULT, 1);
        mergedMeans.merge(means);
        double[] expected = new double[3];
        double[] rewards = new double[3];
        wholeMeans.predict(x, expected, new double[3]);
        mergedMeans.predict(x, rewards, new double[3]);
        assertThat(rewards).containsExactly(expected, within(1e-12));
    }
}
