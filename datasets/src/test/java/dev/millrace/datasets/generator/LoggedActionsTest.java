package dev.millrace.datasets.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Logs of a policy: propensities are what they say, and the world tells what any policy would earn. */
class LoggedActionsTest {
    private static final int ROWS = 60_000;

    @Test
    void actionsComeAsOftenAsTheirPropensitiesSay() {
        for (String logging : new String[] {"uniform", "softmax"}) {
            String text = "bandit:rows=" + ROWS + ",logging=" + logging;
            GeneratedStream stream = GeneratedStream.parse(text);
            ActionWorld world = ActionWorld.of(stream);
            Map<String, double[]> sums = new TreeMap<>();
            double[] x = new double[5];
            double[] propensities = new double[world.actions()];
            Tally.each(text, row -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = row.number(i);
                }
                world.propensities(x, propensities);
                int action = stream.actions().indexOf(row.text(0));
                assertThat(row.number(5)).isEqualTo(propensities[action]);
                for (int a = 0; a < propensities.length; a++) {
                    double[] sum = sums.computeIfAbsent(stream.actions().get(a), none -> new double[3]);
                    sum[0] += propensities[a];
                    sum[1] += a == action ? 1 : 0;
                    sum[2] += a == action ? row.number(6) - world.worth(a, x) : 0;
                }
            });
            assertThat(sums.keySet()).containsExactlyElementsOf(stream.actions());
            sums.forEach((action, sum) -> {
                assertThat(sum[1]).as(action).isCloseTo(sum[0], within(4 * Math.sqrt(sum[0])));
                assertThat(sum[2] / sum[1]).as(action + "'s noise").isCloseTo(0, within(4 * 0.3 / Math.sqrt(sum[1])));
            });
        }
    }

    @Test
    void theBestPolicyEarnsMoreThanTheLoggedOneAndThatMoreThanChance() {
        double[] earned = new double[3];
        GeneratedStream stream = GeneratedStream.parse("bandit:rows=" + ROWS + ",logging=softmax");
        ActionWorld world = ActionWorld.of(stream);
        double[] x = new double[5];
        Tally.each(stream.toString(), row -> {
            for (int i = 0; i < x.length; i++) {
                x[i] = row.number(i);
            }
            earned[0] += row.number(6) / ROWS;
            earned[1] += world.worth(world.best(x), x) / ROWS;
            for (int a = 0; a < world.actions(); a++) {
                earned[2] += world.worth(a, x) / world.actions() / ROWS;
            }
        });
        assertThat(earned[0]).isBetween(earned[2] + 0.1, earned[1] - 0.05);
    }

    @Test
    void anotherConceptIsAnotherWorld() {
        double[] x = {1, 1, 1, 1, 1};
        ActionWorld first = ActionWorld.of(GeneratedStream.parse("bandit:rows=10"));
        ActionWorld second = ActionWorld.of(GeneratedStream.parse("bandit:rows=10,concepts=2"));
        assertThat(first.worth(0, x)).isNotEqualTo(second.worth(0, x));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionWorld.of(GeneratedStream.parse("sea:rows=10")))
                .withMessageContaining("sea has no actions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GeneratedStream.parse("bandit:actions=1"))
                .withMessageContaining("2 … 1000 actions");
    }
}
