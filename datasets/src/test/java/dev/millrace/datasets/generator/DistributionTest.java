package dev.millrace.datasets.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Streams against what follows from their definitions. With 100,000 records the standard error of a share is at most
 * 0.0016; tolerances are four of them.
 */
class DistributionTest {
    private static final int ROWS = 100_000;
    private static final double NEAR = 0.0064;

    @Test
    void seaIsATriangleBelowEachThreshold() {
        double[] thresholds = {8, 9, 7, 9.5};
        for (int concept = 1; concept <= 4; concept++) {
            double area = thresholds[concept - 1] * thresholds[concept - 1] / 200; // t² ÷ 2 of the square of 100
            assertThat(shareOf("sea:label-noise=0,concepts=" + concept, "groupA"))
                    .isCloseTo(area, within(NEAR));
            double noisy = 0.9 * area + 0.1 * (1 - area);
            assertThat(shareOf("sea:concepts=" + concept, "groupA")).isCloseTo(noisy, within(NEAR));
        }
        for (int attribute = 0; attribute < 3; attribute++) {
            int slot = attribute;
            assertThat(mean("sea", row -> row.number(slot))).isCloseTo(5, within(0.037));
            assertThat(mean("sea", row -> row.number(slot) * row.number(slot))).isCloseTo(100 / 3.0, within(0.38));
        }
    }

    @Test
    void staggerHasItsThreeRules() {
        assertThat(shareOf("stagger:concepts=1", "true")).isCloseTo(1 / 9.0, within(NEAR));
        assertThat(shareOf("stagger:concepts=2", "true")).isCloseTo(5 / 9.0, within(NEAR));
        assertThat(shareOf("stagger:concepts=3", "true")).isCloseTo(2 / 3.0, within(NEAR));
    }

    @Test
    void agrawalHasTheSharesOfItsRules() {
        assertThat(shareOf("agrawal:concepts=1", "groupA")).isCloseTo(41 / 61.0, within(NEAR));
        // A third or so of each age's salaries: widths 50,000 of the range of 130,000 (20,000 … 150,000).
        assertThat(shareOf("agrawal:concepts=2", "groupA")).isCloseTo(50 / 130.0, within(NEAR));
        double young = 20 / 61.0 * 2 / 5;
        double between = 20 / 61.0 * 3 / 5;
        double old = 21 / 61.0 * 3 / 5;
        assertThat(shareOf("agrawal:concepts=3", "groupA")).isCloseTo(young + between + old, within(NEAR));
        assertThat(shareOf("agrawal:concepts=4", "groupA")).isCloseTo(50 / 130.0, within(NEAR));
        // Loans of 0 … 500,000 lie in one of the rule's ranges of 200,000 whatever the salary.
        assertThat(shareOf("agrawal:concepts=5", "groupA")).isCloseTo(0.4, within(NEAR));
    }

    @Test
    void agrawalFieldsAreAsTheyWereDefined() {
        String exact = "agrawal:perturbation=0,rows=" + ROWS;
        assertThat(Tally.mean(exact, row -> row.number(0))).isCloseTo(85_000, within(500.0));
        assertThat(Tally.share(exact, row -> row.number(1) == 0)).isCloseTo(75 / 130.0, within(NEAR));
        assertThat(Tally.share(exact, row -> row.number(1) > 0 == row.number(0) < 75_000))
                .isEqualTo(1);
        assertThat(Tally.share(exact, row -> row.number(2) >= 20 && row.number(2) <= 80))
                .isEqualTo(1);
        assertThat(Tally.mean(exact, row -> row.number(3))).isCloseTo(500_000, within(4_000.0));
        assertThat(Tally.share(exact, row -> {
                    double district = (10 - Integer.parseInt(row.text(2).substring("zipcode".length()))) * 100_000.0;
                    return row.number(3) >= 0.5 * district && row.number(3) <= 1.5 * district;
                }))
                .isEqualTo(1);
        double wrong = Tally.share(
                "agrawal:rows=" + ROWS,
                row -> (row.number(2) < 40 || row.number(2) >= 60)
                        != row.text(3).equals("groupA"));
        // Only ages within three years of 40 or 60 can cross them.
        assertThat(wrong).isBetween(0.01, 0.06);
        // As in MOA a house that was perturbed is worth 135,000 at most.
        assertThat(Tally.share("agrawal:rows=" + ROWS, row -> row.number(3) <= 135_000))
                .isEqualTo(1);
    }

    @Test
    void aDigitIsTenToOneOnTheDisplay() {
        for (int digit = 0; digit < 10; digit++) {
            assertThat(shareOf("led", Integer.toString(digit))).isCloseTo(0.1, within(0.004));
        }
        // The top segment is dark in 1, 4: it is lit in 8 of 10 digits, and inverted in one of ten records.
        assertThat(Tally.share("led:rows=" + ROWS, row -> row.text(0).equals("1")))
                .isCloseTo(0.8 * 0.9 + 0.2 * 0.1, within(NEAR));
        assertThat(Tally.share("led:rows=" + ROWS, row -> row.text(7).equals("1")))
                .isCloseTo(0.5, within(NEAR));
    }

    @Test
    void theBestClassifierOfADisplayIsRightInThreeOfFour() {
        // Breiman et al.: the Bayes rate is 0.26 with 10 % noise. The nearest digit is the likeliest.
        String[] digits = {
            "1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011"
        };
        double right = Tally.share("led:rows=" + ROWS, row -> {
            int best = 0;
            int least = 8;
            for (int digit = 0; digit < 10; digit++) {
                int differ = 0;
                for (int i = 0; i < 7; i++) {
                    differ += row.text(i).charAt(0) == digits[digit].charAt(i) ? 0 : 1;
                }
                if (differ < least) {
                    least = differ;
                    best = digit;
                }
            }
            return row.text(24).equals(Integer.toString(best));
        });
        assertThat(right).isCloseTo(0.74, within(0.01));
    }

    @Test
    void aDriftingDisplayHasSegmentsInOtherPlaces() {
        for (int changed = 0; changed <= 7; changed++) {
            String stream = "led:noise=0,rows=5000,concepts=" + changed;
            int fixed = 0;
            for (int segment = 0; segment < 7; segment++) {
                int slot = segment;
                // Some segment of 8 is dark now and then only where it has become a segment that says nothing.
                double lit = Tally.share(
                        stream,
                        row -> row.text(24).equals("8") && row.text(slot).equals("0"));
                fixed += lit == 0 ? 1 : 0;
            }
            assertThat(fixed).isEqualTo(7 - changed);
        }
    }

    @Test
    void aPlaneHalvesTheCube() {
        assertThat(shareOf("hyperplane", "class1")).isCloseTo(0.5, within(NEAR));
        assertThat(shareOf("hyperplane:drifting=10,magnitude=0.001", "class1")).isCloseTo(0.5, within(0.02));
    }

    @Test
    void aSineHalvesAsItsIntegralSays() {
        double below = 1 - Math.cos(1); // ∫ sin
        assertThat(shareOf("sine:concepts=1", "positive")).isCloseTo(below, within(NEAR));
        assertThat(shareOf("sine:concepts=2", "positive")).isCloseTo(1 - below, within(NEAR));
        double curve = 0.5 + 0.3 * 2 / (3 * Math.PI);
        assertThat(shareOf("sine:concepts=3", "positive")).isCloseTo(curve, within(NEAR));
        assertThat(shareOf("sine:concepts=4", "positive")).isCloseTo(1 - curve, within(NEAR));
    }

    @Test
    void mixedHoldsIfTwoOfThreeHold() {
        double curve = 0.5 + 0.3 * 2 / (3 * Math.PI);
        double positive = 0.25 + 0.5 * curve;
        assertThat(shareOf("mixed:concepts=1", "positive")).isCloseTo(positive, within(NEAR));
        assertThat(shareOf("mixed:concepts=2", "positive")).isCloseTo(1 - positive, within(NEAR));
    }

    @Test
    void wavesHaveTheirShapes() {
        for (String name : List.of("class1", "class2", "class3")) {
            assertThat(shareOf("waveform", name)).isCloseTo(1 / 3.0, within(NEAR));
        }
        // At point 7 of 21 the first wave has its peak, 6; the others are 0 and 2 there. Two of three classes have the
        // first wave, with half its height on average.
        assertThat(mean("waveform", row -> row.number(6))).isCloseTo((6 + 0 + 6 + 2 + 0 + 2) / 6.0, within(0.03));
        assertThat(mean("waveform:irrelevant=true", row -> row.number(30))).isCloseTo(0, within(0.013));
        assertThat(mean("waveform:irrelevant=true", row -> row.number(30) * row.number(30)))
                .isCloseTo(1, within(0.018));
    }

    @Test
    void theBestClassifierOfAWaveIsRightInEightySixOfAHundred() {
        // Breiman et al.: the Bayes rate is 0.14. The likelihood of a pair is an integral over the mixture.
        double right = Tally.share("waveform:rows=5000", row -> {
            double most = -1;
            int best = 0;
            int[][] pairs = {{6, 14}, {6, 10}, {14, 10}};
            for (int pair = 0; pair < 3; pair++) {
                double likelihood = 0;
                for (double share = 0.025; share < 1; share += 0.05) {
                    double squares = 0;
                    for (int i = 0; i < 21; i++) {
                        double wave = share * Math.max(6 - Math.abs(i - pairs[pair][0]), 0)
                                + (1 - share) * Math.max(6 - Math.abs(i - pairs[pair][1]), 0);
                        squares += (row.number(i) - wave) * (row.number(i) - wave);
                    }
                    likelihood += Math.exp(-squares / 2);
                }
                if (likelihood > most) {
                    most = likelihood;
                    best = pair;
                }
            }
            return row.text(0).equals("class" + (best + 1));
        });
        assertThat(right).isCloseTo(0.86, within(0.02));
    }

    @Test
    void friedmanHasItsMoments() {
        for (int concept = 1; concept <= 3; concept++) {
            String stream = "friedman:concepts=" + concept;
            double mean = mean(stream, row -> row.number(10));
            assertThat(mean).isCloseTo(14.413, within(0.064));
            double variance = mean(stream, row -> (row.number(10) - mean) * (row.number(10) - mean));
            assertThat(variance).isCloseTo(23.83 + 1, within(0.45));
        }
        assertThat(Tally.share("friedman:noise=0,rows=1000", row -> {
                    double formula = 10 * Math.sin(Math.PI * row.number(0) * row.number(1))
                            + 20 * Math.pow(row.number(2) - 0.5, 2)
                            + 10 * row.number(3)
                            + 5 * row.number(4);
                    return Math.abs(formula - row.number(10)) < 1e-9;
                }))
                .isEqualTo(1);
    }

    @Test
    void centroidsHaveTheirWeightsAndMoveWithinTheCube() {
        Map<String, Integer> seen = new HashMap<>();
        Tally.each("rbf:classes=5,speed=0.01,rows=20000", row -> {
            seen.merge(row.text(0), 1, Integer::sum);
            for (int i = 0; i < 10; i++) {
                // Centres lie in the cube, and few points lie further than four spreads of 1 from them.
                assertThat(row.number(i)).isBetween(-6.0, 7.0);
            }
        });
        assertThat(seen.keySet()).containsExactlyInAnyOrder("class1", "class2", "class3", "class4", "class5");
    }

    @Test
    void oneCentroidThatStandsHasItsDistance() {
        // In ten dimensions the squared distance of a point is normal², times the spread²: its mean is the spread².
        String stream = "rbf:centroids=1,classes=2,rows=" + ROWS;
        double[] centre = new double[10];
        for (int i = 0; i < 10; i++) {
            int slot = i;
            centre[i] = Tally.mean(stream, row -> row.number(slot));
            assertThat(centre[i]).isBetween(-0.02, 1.02);
        }
        double squares = Tally.mean(stream, row -> squaredDistance(row, centre));
        double fourth = Tally.mean(stream, row -> squaredDistance(row, centre) * squaredDistance(row, centre));
        assertThat(fourth / (squares * squares)).as("a normal's kurtosis").isCloseTo(3, within(0.15));
    }

    private static double squaredDistance(Row row, double[] centre) {
        double squares = 0;
        for (int i = 0; i < centre.length; i++) {
            squares += (row.number(i) - centre[i]) * (row.number(i) - centre[i]);
        }
        return squares;
    }

    @Test
    void aTreeIsAFunctionOfItsFields() {
        // Without numbers, records with the same categories have the same class.
        Map<String, String> classes = new HashMap<>();
        Tally.each("random-tree:numbers=0,categories=3,values=3,rows=5000", row -> {
            String key = row.text(0) + row.text(1) + row.text(2);
            assertThat(classes.putIfAbsent(key, row.text(3))).isIn(null, row.text(3));
        });
        assertThat(classes).hasSize(27);
        assertThat(classes.values()).contains("class1", "class2");
    }

    @Test
    void anomaliesComeAsOftenAsToldAndStandOut() {
        assertThat(shareOf("anomalies:share=0.05", "true")).isCloseTo(0.05, within(0.003));
        assertThat(Tally.share("anomalies:share=0,rows=2000", row -> row.text(0).equals("true")))
                .isZero();
        long[] last = {Long.MIN_VALUE};
        Tally.each("anomalies:rows=3000", row -> {
            assertThat(row.integer(0)).isGreaterThan(last[0]);
            last[0] = row.integer(0);
        });
    }

    private static double shareOf(String stream, String name) {
        return Tally.share(withRows(stream), name);
    }

    private static double mean(String stream, java.util.function.ToDoubleFunction<Row> value) {
        return Tally.mean(withRows(stream), value);
    }

    private static String withRows(String stream) {
        return stream + (stream.contains(":") ? "," : ":") + "rows=" + ROWS;
    }
}
