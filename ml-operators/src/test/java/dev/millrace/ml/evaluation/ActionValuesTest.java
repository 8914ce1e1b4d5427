package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;

/** What a policy makes of each action, by figures worked out by hand and by a truth that is known. */
class ActionValuesTest {
    private static final double STANDARD_95 = 1.959963984540054;

    @Test
    void figuresOfEachAction() {
        ActionValues values = new ActionValues();
        values.chose("b");
        values.chose("a");
        values.chose("b");
        values.score("a", new Choice(1, 0, 0, 0.5, 0.25)); // counts twice
        values.score("a", new Choice(0, 0, 0, 0.25, 0.25)); // once
        values.score("b", new Choice(0.5, 0, 0, 0.75, 0.5)); // one and a half times
        values.score("b", new Choice(1, 0, 0, 0.5, Double.NaN)); // nobody knows
        assertThat(values.actions()).containsExactly("a", "b");
        assertThat(values.chosen("b")).isEqualTo(2);
        assertThat(values.logged("a")).isEqualTo(2);
        assertThat(values.logged("b")).isEqualTo(2);
        assertThat(values.meanReward("b")).isEqualTo(0.75);
        assertThat(values.ips("a")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(values.ipsHalf("a")).isCloseTo(STANDARD_95 * Math.sqrt((4.0 / 3 - 4.0 / 9) / 3), within(1e-12));
        assertThat(values.snips("a")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(values.snipsHalf("a")).isCloseTo(STANDARD_95 * Math.sqrt(4.0 / 9 + 4.0 / 9) / 3, within(1e-12));
        assertThat(values.ips("a") + values.ips("b")).isCloseTo(2.75 / 3, within(1e-12));
    }

    @Test
    void partsOfTwoPartitionsAddUp() {
        Random64 random = new Random64(3);
        ActionValues whole = new ActionValues();
        ActionValues[] parts = {new ActionValues(), new ActionValues()};
        for (int i = 0; i < 500; i++) {
            String action = random.nextInt(3) == 0 ? "a" : "b";
            Choice choice = new Choice(random.nextGaussian(), 0, 0, random.nextDouble(), 0.5);
            for (ActionValues values : new ActionValues[] {whole, parts[i % 2]}) {
                values.chose(action);
                values.score(action, choice);
            }
        }
        ActionValues sum = new ActionValues();
        sum.merge(parts[0]);
        sum.merge(parts[1]);
        for (String action : whole.actions()) {
            assertThat(sum.chosen(action)).isEqualTo(whole.chosen(action));
            assertThat(sum.logged(action)).isEqualTo(whole.logged(action));
            assertThat(sum.ips(action)).isCloseTo(whole.ips(action), within(1e-12));
            assertThat(sum.ipsHalf(action)).isCloseTo(whole.ipsHalf(action), within(1e-12));
            assertThat(sum.snips(action)).isCloseTo(whole.snips(action), within(1e-12));
            assertThat(sum.snipsHalf(action)).isCloseTo(whole.snipsHalf(action), within(1e-12));
        }
    }

    /** A policy that takes "a" three times in four, for 0.6 each; the log takes either alike. 400 logs: intervals hold in about 95 %. */
    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        Random64 random = new Random64(17);
        int ips = 0;
        int snips = 0;
        for (int log = 0; log < 400; log++) {
            ActionValues values = new ActionValues();
            for (int i = 0; i < 800; i++) {
                boolean isA = random.nextDouble() < 0.5;
                double reward = random.nextDouble() < (isA ? 0.6 : 0.3) ? 1 : 0;
                values.score(isA ? "a" : "b", new Choice(reward, 0, 0, isA ? 0.75 : 0.25, 0.5));
            }
            ips += Math.abs(values.ips("a") - 0.45) <= values.ipsHalf("a") ? 1 : 0;
            snips += Math.abs(values.snips("a") - 0.6) <= values.snipsHalf("a") ? 1 : 0;
        }
        assertThat(ips / 400.0).isBetween(0.915, 0.98);
        assertThat(snips / 400.0).isBetween(0.915, 0.98);
    }
}
