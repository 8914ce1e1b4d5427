package dev.millrace.ml.learner.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.math.Normal;
import dev.millrace.stream.random.Random64;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The probability of being the largest, against sampling, and in the cases that have a closed form. */
class LinearThompsonTest {

    private static double[] largest(double[] means, double[] deviations) {
        double[] probabilities = new double[means.length];
        new LargestOfNormals(means.length).probabilities(means, deviations, probabilities);
        assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(probabilities).allMatch(each -> each >= 0)).isTrue();
        return probabilities;
    }

    @Test
    void twoNumbersHaveAClosedForm() {
        double[] two = largest(new double[] {0.3, 0.1}, new double[] {0.2, 0.1});
        assertThat(two[0]).isCloseTo(Normal.below(0.2 / Math.sqrt(0.05)), within(1e-15));
        // a third that cannot win changes nothing
        double[] three = largest(new double[] {0.3, 0.1, -50}, new double[] {0.2, 0.1, 0.1});
        assertThat(three[0]).isCloseTo(two[0], within(0.003));
        assertThat(three[2]).isZero();
    }

    @Test
    void manyNumbersAreAsLargeAsSamplesSay() {
        Random64 random = new Random64(9);
        for (int count : new int[] {3, 5, 12, 30}) {
            double[] means = new double[count];
            double[] deviations = new double[count];
            for (int a = 0; a < count; a++) {
                means[a] = random.nextGaussian();
                deviations[a] = a % 3 == 0 ? 1e-4 : 0.05 + 2 * random.nextDouble();
            }
            int samples = 40_000;
            double[] shares = new double[count];
            for (int n = 0; n < samples; n++) {
                int best = 0;
                double most = Double.NEGATIVE_INFINITY;
                for (int a = 0; a < count; a++) {
                    double value = means[a] + deviations[a] * random.nextGaussian();
                    if (value > most) {
                        most = value;
                        best = a;
                    }
                }
                shares[best] += 1.0 / samples;
            }
            double[] probabilities = largest(means, deviations);
            for (int a = 0; a < count; a++) {
                assertThat(probabilities[a]).as(count + " numbers, " + a).isCloseTo(shares[a], within(0.012));
            }
        }
    }

    @Test
    void closeNumbersOfLittleDoubtAreToldApartBesideOneOfMuch() {
        double[] probabilities = largest(new double[] {0.600, 0.598, 0}, new double[] {0.001, 0.001, 1});
        double third = 1 - Normal.below(0.6);
        assertThat(probabilities[2]).isCloseTo(third, within(0.003));
        assertThat(probabilities[0] / (probabilities[0] + probabilities[1]))
                .isCloseTo(Normal.below(2 / Math.sqrt(2)), within(0.003));
    }

    @Test
    void certainNumbersLeaveNothingToChance() {
        assertThat(largest(new double[] {1, 3, 2}, new double[3])).containsExactly(0, 1, 0);
        assertThat(largest(new double[] {3, 3, 2}, new double[3])).containsExactly(0.5, 0.5, 0);
        assertThat(largest(new double[] {1, 1, 1, 1}, new double[] {2, 2, 2, 2}))
                .containsOnly(0.25);
    }

    @Test
    void numbersWhoseDoubtIsLostInTheirSizeAreTheirMeans() {
        assertThat(largest(new double[] {0.1, 0.2, 1e98}, new double[] {0.1, 0.1, 0.1}))
                .containsExactly(0, 0, 1);
        assertThat(largest(new double[] {1e98, 1e98, 0.2}, new double[] {1e-9, 1e-9, 0.1}))
                .containsExactly(new double[] {0.5, 0.5, 0}, within(1e-9));
        assertThat(largest(new double[] {0.5, 0.5 + 1e-9, 0.2}, new double[] {1e-18, 1e-18, 0.01}))
                .containsExactly(new double[] {0, 1, 0}, within(1e-9));
    }

    @Test
    void whatIsKnownBetterIsDoubtedLess() {
        Layout.Builder builder = Layout.builder();
        builder.number("x");
        Layout layout = builder.build();
        LinearThompson learner = new LinearThompson(LinearThompsonSettings.DEFAULT, layout, 1);
        FeatureVector x = new FeatureVector(layout);
        x.numbers()[0] = 1;
        Random64 random = new Random64(3);
        double[] rewards = new double[3];
        double[] probabilities = new double[3];
        double previous = 0;
        for (int stage = 0; stage < 4; stage++) {
            for (int n = 0; n < 40 << 2 * stage; n++) {
                int action = random.nextInt(3);
                learner.learn(x, action, 0.5 + 0.1 * action + 0.05 * random.nextGaussian(), 1.0 / 3, 1);
            }
            learner.predict(x, rewards, probabilities);
            assertThat(probabilities[2]).isGreaterThan(previous);
            previous = probabilities[2];
        }
        assertThat(previous).isGreaterThan(0.99);
    }
}
