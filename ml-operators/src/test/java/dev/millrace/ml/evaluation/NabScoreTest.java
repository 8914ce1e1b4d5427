package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worked by hand: streams of 100 records with a window from record 40 to record 59; the first 15 are not scored. */
class NabScoreTest {
    private static final double EXACT = 1e-6;

    private static NabSeries stream(Map<Integer, Double> scores) {
        NabSeries series = new NabSeries();
        for (int i = 0; i < 100; i++) {
            series.add(scores.getOrDefault(i, 0.0), i >= 40 && i < 60);
        }
        return series;
    }

    private static NabScore best(Map<Integer, Double> scores, NabProfile profile) {
        return NabScore.best(List.of(stream(scores)), profile);
    }

    @Test
    void theFirstRecordOfAWindowAloneIsPerfect() {
        NabScore score = best(Map.of(40, 0.9), NabProfile.STANDARD);
        assertThat(score.score()).isCloseTo(100, within(EXACT));
        assertThat(score.raw()).isCloseTo(1, within(EXACT));
        assertThat(score.threshold()).isEqualTo(0.9);
        assertThat(List.of(score.found(), score.windows(), score.falseAlarms())).containsExactly(1, 1, 0);
    }

    @Test
    void aLaterDetectionIsWorthLess() {
        // Position −11/20: (2 / (1 + e^−2.75) − 1) / 0.986614 = 0.879827 / 0.986614 = 0.891764
        assertThat(best(Map.of(49, 0.9), NabProfile.STANDARD).raw()).isCloseTo(0.891764, within(EXACT));
        // Position −1/20: (2 / (1 + e^−0.25) − 1) / 0.986614 = 0.124353 / 0.986614 = 0.126040
        assertThat(best(Map.of(59, 0.9), NabProfile.STANDARD).raw()).isCloseTo(0.126040, within(EXACT));
        assertThat(best(Map.of(59, 0.9), NabProfile.STANDARD).score()).isCloseTo(56.302, within(1e-3));
    }

    @Test
    void onlyTheEarliestDetectionOfAWindowCounts() {
        assertThat(best(Map.of(49, 0.9, 50, 0.95, 58, 0.9), NabProfile.STANDARD).raw())
                .isCloseTo(0.891764, within(EXACT));
    }

    @Test
    void aFalseAlarmBeforeAllWindowsCostsInFull() {
        NabScore standard = NabScore.at(0.9, List.of(stream(Map.of(20, 0.9, 40, 0.9))), NabProfile.STANDARD);
        assertThat(standard.raw()).isCloseTo(1 - 0.11, within(EXACT));
        assertThat(standard.falseAlarms()).isEqualTo(1);
        NabScore strict = NabScore.at(0.9, List.of(stream(Map.of(20, 0.9, 40, 0.9))), NabProfile.REWARD_LOW_FP);
        assertThat(strict.raw()).isCloseTo(1 - 0.22, within(EXACT));
    }

    @Test
    void aFalseAlarmCostsTheMoreTheFartherItIsBehindAWindow() {
        // 10 records behind a window 19 long from first to last: 2 / (1 + e^(5·10/19)) − 1 = −0.865733
        assertThat(best(Map.of(40, 0.9, 69, 0.9), NabProfile.STANDARD).raw())
                .isCloseTo(1 - 0.11 * 0.865733, within(EXACT));
        // One behind: 2 / (1 + e^(5/19)) − 1 = −0.130825
        assertThat(best(Map.of(40, 0.9, 60, 0.9), NabProfile.STANDARD).raw())
                .isCloseTo(1 - 0.11 * 0.130825, within(EXACT));
    }

    @Test
    void noDetectionAtAllIsZero() {
        NabScore nothing = best(Map.of(20, 0.9), NabProfile.STANDARD);
        assertThat(nothing.score()).isZero();
        assertThat(nothing.threshold()).isGreaterThan(1);
        NabScore wrong = NabScore.at(0.9, List.of(stream(Map.of(20, 0.9))), NabProfile.STANDARD);
        assertThat(wrong.score()).as("−1.11 of −1 to 1").isCloseTo(-5.5, within(EXACT));
    }

    @Test
    void missedWindowsCostTwiceInTheThirdProfile() {
        NabScore score = NabScore.at(2, List.of(stream(Map.of(40, 0.9))), NabProfile.REWARD_LOW_FN);
        assertThat(score.raw()).isEqualTo(-2);
        assertThat(score.score()).isZero();
        // Perfect is 1, nothing −2: a window found late gives (0.126040 + 2) / 3.
        assertThat(best(Map.of(59, 0.9), NabProfile.REWARD_LOW_FN).score()).isCloseTo(70.868, within(1e-3));
    }

    @Test
    void theBeginningIsNotScored() {
        assertThat(best(Map.of(14, 1.0, 40, 0.9), NabProfile.STANDARD).score()).isCloseTo(100, within(EXACT));
        assertThat(best(Map.of(15, 1.0, 40, 0.9), NabProfile.STANDARD).score()).isCloseTo(94.5, within(EXACT));
    }

    @Test
    void oneThresholdServesAllStreams() {
        List<NabSeries> streams = List.of(
                stream(Map.of(40, 0.5)), // needs 0.5
                stream(Map.of(40, 0.9, 20, 0.6, 22, 0.6, 24, 0.6))); // is best above 0.6
        NabScore score = NabScore.best(streams, NabProfile.STANDARD);
        assertThat(score.threshold())
                .as("three false alarms cost less than a window")
                .isEqualTo(0.5);
        assertThat(score.raw()).isCloseTo(2 - 3 * 0.11, within(EXACT));
        assertThat(score.score()).isCloseTo(100 * (2 - 0.33 + 2) / 4, within(EXACT));
        assertThat(NabScore.at(0.5, streams.subList(1, 2), NabProfile.STANDARD).falseAlarms())
                .isEqualTo(3);
    }

    @Test
    void windowsAreRunsOfLabels() {
        NabSeries series = new NabSeries();
        boolean[] labels = {true, true, false, true, false, false, true};
        for (boolean label : labels) {
            series.add(0, label);
        }
        assertThat(series.windows()).containsExactly(new int[] {0, 1}, new int[] {3, 3}, new int[] {6, 6});
    }
}
