package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * How scores of two classes rank their events: counts per class in 4,096 bins of the score of the second class.
 *
 * <p>Bins are finest where it matters for rare classes: 64 to every halving of the score below ½, down to 2⁻³³, and
 * mirrored above ½ for the distance to 1. So scores that differ by more than 1.6 % of their distance to the nearer end
 * are told apart; scores in one bin count as ties. A ranking by these bins is exact for scores that fall into different
 * bins; the area under a curve is off by at most the area of the tied steps. O(1) per event, 64 KiB. Threading: one caller.
 */
public final class ScoreBins {
    public static final int BINS = 4096;
    private static final int HALF = BINS / 2;

    /** Key of the smallest score that has a bin of its own: 2⁻³³. */
    private static final int LOWEST_KEY = (1022 - 32) << 6;

    /** Events of the first class, by bin. */
    private final long[] first = new long[BINS];

    /** Events of the second class, by bin. */
    private final long[] second = new long[BINS];

    private final long[][] byClass = {first, second};

    /** The bin of a score in [0, 1]: 0 is the lowest. */
    public static int bin(double score) {
        int bin = fromEnd(Math.min(score, 1 - score));
        return score < 0.5 ? bin : BINS - 1 - bin;
    }

    private static int fromEnd(double distance) {
        // Exponent and six bits of the mantissa: one shift where a logarithm would cost twenty times as much.
        int key = (int) (Double.doubleToRawLongBits(distance) >>> 46) - LOWEST_KEY;
        return Math.max(0, Math.min(HALF - 1, key));
    }

    /**
     * @param truth 0 or 1
     * @param score the score of class 1
     */
    void add(int truth, double score) {
        byClass[Math.min(truth, 1)][bin(score)]++; // looked up: a jump would be a guess at the label
    }

    /** Adds another's counts; {@code mirrored} when its first class is the second one here. */
    void merge(ScoreBins other, boolean mirrored) {
        for (int i = 0; i < BINS; i++) {
            first[i] += mirrored ? other.second[BINS - 1 - i] : other.first[i];
            second[i] += mirrored ? other.first[BINS - 1 - i] : other.second[i];
        }
    }

    /** Events of the positive class in the i-th bin from the top of its score. */
    private long positives(int positive, int fromTop) {
        return positive == 1 ? second[BINS - 1 - fromTop] : first[fromTop];
    }

    private long negatives(int positive, int fromTop) {
        return positive == 1 ? first[BINS - 1 - fromTop] : second[fromTop];
    }

    /**
     * Area under the precision-recall curve as average precision, a bin being one step. NaN without a positive event.
     *
     * @param positive 0 or 1
     */
    double averagePrecision(int positive) {
        long allPositives = 0;
        for (int i = 0; i < BINS; i++) {
            allPositives += positives(positive, i);
        }
        double area = 0;
        long hits = 0;
        long alerts = 0;
        for (int i = 0; i < BINS; i++) {
            long found = positives(positive, i);
            hits += found;
            alerts += found + negatives(positive, i);
            if (found > 0) {
                area += found / (double) allPositives * (hits / (double) alerts);
            }
        }
        return allPositives == 0 ? Double.NaN : area;
    }

    /**
     * Area under the ROC curve: how often a positive event has a higher score than a negative one, ties counting half. NaN
     * without events of both kinds.
     *
     * @param positive 0 or 1
     */
    double areaUnderRoc(int positive) {
        double pairs = 0;
        long above = 0;
        long allNegatives = 0;
        for (int i = 0; i < BINS; i++) {
            long found = positives(positive, i);
            long others = negatives(positive, i);
            pairs += others * (above + 0.5 * found);
            above += found;
            allNegatives += others;
        }
        return above == 0 || allNegatives == 0 ? Double.NaN : pairs / above / allNegatives;
    }

    /**
     * Share of the positive events that are found when the highest-scored share of all events raises an alert; the last
     * bin counts in proportion. NaN without a positive event.
     */
    double recallAtAlertRate(int positive, double alertRate) {
        long allPositives = 0;
        long all = 0;
        for (int i = 0; i < BINS; i++) {
            allPositives += positives(positive, i);
            all += positives(positive, i) + negatives(positive, i);
        }
        double room = alertRate * all;
        double hits = 0;
        for (int i = 0; i < BINS && room > 0; i++) {
            long found = positives(positive, i);
            long here = found + negatives(positive, i);
            if (here > 0) {
                double share = Math.min(1, room / here);
                hits += share * found;
                room -= here;
            }
        }
        return allPositives == 0 ? Double.NaN : hits / allPositives;
    }

    /** Only bins that are not empty are written. */
    void snapshot(StateWriter out) {
        int used = 0;
        for (int i = 0; i < BINS; i++) {
            if (first[i] + second[i] > 0) {
                used++;
            }
        }
        long[] cells = new long[3 * used];
        int at = 0;
        for (int i = 0; i < BINS; i++) {
            if (first[i] + second[i] > 0) {
                cells[at++] = i;
                cells[at++] = first[i];
                cells[at++] = second[i];
            }
        }
        out.writeLongs(cells);
    }

    /** Into a new object. */
    void restore(StateReader in) {
        long[] cells = in.readLongs();
        if (cells.length % 3 != 0) {
            throw new BadState("score bins come in threes, got " + cells.length + " numbers");
        }
        for (int at = 0; at < cells.length; at += 3) {
            if (cells[at] < 0 || cells[at] >= BINS) {
                throw new BadState("there is no score bin " + cells[at]);
            }
            first[(int) cells[at]] = cells[at + 1];
            second[(int) cells[at]] = cells[at + 2];
        }
    }
}
