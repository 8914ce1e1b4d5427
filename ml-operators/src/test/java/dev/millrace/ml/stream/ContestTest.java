package dev.millrace.ml.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import org.junit.jupiter.api.Test;

/** Who answers of several, by their losses alone. */
class ContestTest {

    /** Events until a change, with learners that are wrong so often; −1 if there is none. */
    private static int eventsUntilChange(Contest contest, Random64 random, int most, double... errorRates) {
        double[] losses = new double[errorRates.length];
        for (int i = 1; i <= most; i++) {
            for (int k = 0; k < losses.length; k++) {
                losses[k] = random.nextDouble() < errorRates[k] ? 1 : 0;
            }
            if (contest.update(losses)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void theBetterOneTakesOverAfterAsManyEventsAsItsLeadCallsFor() {
        Contest contest = new Contest(1e5, 3, true);
        assertThat(eventsUntilChange(contest, new Random64(1), 5_000, 0.3, 0.35, 0.2))
                .isBetween(200, 2_500);
        assertThat(contest.answering()).isEqualTo(2);
        assertThat(contest.changes()).isEqualTo(1);
        Contest close = new Contest(1e5, 2, true);
        assertThat(eventsUntilChange(close, new Random64(1), 100_000, 0.20, 0.17))
                .isBetween(2_500, 40_000);
    }

    @Test
    void whoAnsweredGoesOnAndMayComeBack() {
        Contest contest = new Contest(1e4, 2, true);
        Random64 random = new Random64(2);
        assertThat(eventsUntilChange(contest, random, 5_000, 0.4, 0.1)).isPositive();
        assertThat(contest.answering()).isEqualTo(1);
        // Ten thousand events of an even worse rival leave nothing behind that it would have to make up for.
        assertThat(eventsUntilChange(contest, random, 10_000, 0.9, 0.1)).isEqualTo(-1);
        assertThat(eventsUntilChange(contest, random, 500, 0.1, 0.6)).isPositive();
        assertThat(contest.answering()).isZero();
    }

    /**
     * The bound: one change in {@code onceIn} events, on average. Over 2,000,000 events of learners that are as good as each
     * other, with onceIn 1,000, 2,000 changes would be the most that the bound allows.
     */
    @Test
    void oneThatIsNoBetterTakesOverAsRarelyAsWasAsked() {
        Contest contest = new Contest(1_000, 2, true);
        Random64 random = new Random64(3);
        int left = 2_000_000;
        for (int taken = 0; taken >= 0 && left > 0; ) {
            taken = eventsUntilChange(contest, random, left, 0.25, 0.25);
            left -= taken;
        }
        assertThat(contest.changes()).isBetween(1L, 2_000L);
        Contest strict = new Contest(1e9, 2, true);
        assertThat(eventsUntilChange(strict, random, 2_000_000, 0.25, 0.25)).isEqualTo(-1);
    }

    @Test
    void lossesWithoutABoundAreComparedByTheirShares() {
        Contest contest = new Contest(1e4, 2, false);
        Random64 random = new Random64(4);
        boolean changed = false;
        for (int i = 0; i < 2_000 && !changed; i++) {
            double size = Math.scalb(1.0, random.nextInt(40));
            changed = contest.update(new double[] {size * random.nextDouble(), 0.5 * size * random.nextDouble()});
        }
        assertThat(changed).isTrue();
    }

    @Test
    void whatIsNotFiniteLoses() {
        Contest contest = new Contest(1e4, 3, false);
        int events = 0;
        while (!contest.update(new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300})) {
            assertThat(++events).isLessThan(100);
        }
        assertThat(contest.answering()).isEqualTo(2);
        for (int i = 0; i < 1_000; i++) {
            assertThat(contest.update(new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}))
                    .isFalse();
        }
    }

    @Test
    void evidenceIsPartOfTheState() {
        Contest contest = new Contest(1e5, 2, true);
        Contest restored = new Contest(1e5, 2, true);
        Random64 random = new Random64(5);
        eventsUntilChange(contest, random, 200, 0.3, 0.2);
        BytesStateWriter writer = new BytesStateWriter();
        contest.snapshot(writer);
        restored.restore(new BytesStateReader(writer.main()));
        assertThat(eventsUntilChange(restored, new Random64(6), 9_000, 0.3, 0.2))
                .isPositive()
                .isEqualTo(eventsUntilChange(contest, new Random64(6), 9_000, 0.3, 0.2));
    }

    @Test
    void aCertaintyThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Promotion(Promotion.Loss.ERROR, 1))
                .withMessageContaining("set promote.once-in");
        assertThatIllegalArgumentException().isThrownBy(() -> new Promotion(Promotion.Loss.ERROR, Double.NaN));
    }
}
