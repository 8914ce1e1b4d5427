package dev.millrace.ml.learner.tree;

import dev.millrace.ml.learner.tree.RegressionNode.Leaf;
import java.util.Arrays;

/**
 * Looks for the split of a leaf that takes most of the standard deviation of the value away: a threshold of a number, or one code
 * of a category against the rest. Reused. Cost: attributes times bins or codes.
 */
final class VarianceSearch {
    private final double minBranchFraction;
    private final double[] total = new double[Moments.CELLS];
    private final double[] left = new double[Moments.CELLS];
    private final double[] right = new double[Moments.CELLS];

    // The best split, in parts: many are tried and nothing is allocated for those that lose.
    private SplitTest.Kind bestKind;
    private int bestSlot;
    private double bestThreshold;
    private int bestCode;
    private double bestGain;
    private double secondGain;

    /** Weight of the values that the attributes of these were there for. */
    private double bestEvidence;

    private double secondEvidence;

    /** Weight and mean of the two branches of the best split. */
    private final double[] weights = new double[2];

    private final double[] means = new double[2];

    VarianceSearch(double minBranchFraction) {
        this.minBranchFraction = minBranchFraction;
    }

    /** The best split, made now; null if there is none. */
    SplitTest best() {
        return bestKind == null ? null : new SplitTest(bestKind, bestSlot, bestThreshold, bestCode);
    }

    double bestGain() {
        return bestGain;
    }

    /** Of the best split of another attribute; 0 if there is none. */
    double secondGain() {
        return secondGain;
    }

    /** Weight that the comparison of the two rests on. */
    double evidence() {
        return Math.min(bestEvidence, secondEvidence);
    }

    double weight(int branch) {
        return weights[branch];
    }

    double mean(int branch) {
        return means[branch];
    }

    void search(Leaf leaf) {
        bestKind = null;
        bestGain = 0;
        secondGain = 0;
        bestEvidence = Double.POSITIVE_INFINITY;
        secondEvidence = Double.POSITIVE_INFINITY;
        for (int i = 0; i < leaf.numbers.length; i++) {
            if (leaf.numbers[i] != null) {
                searchNumber(leaf.numbers[i], i);
            }
        }
        for (int j = 0; j < leaf.codes.length; j++) {
            searchCodes(leaf.codes[j], j);
        }
    }

    private void searchNumber(ValueBins bins, int slot) {
        double before = bestGain;
        double evidenceBefore = bestEvidence;
        double own = 0;
        bins.total(total);
        Arrays.fill(left, 0);
        int which = 0;
        for (int rest = bins.occupied(); rest != 0; rest &= rest - 1) {
            int bin = Integer.numberOfTrailingZeros(rest);
            bins.addTo(which++, left);
            double gain = gain();
            if (gain > own) {
                own = gain;
                if (gain > bestGain) {
                    take(SplitTest.Kind.AT_MOST, slot, bins.threshold(bin), 0, gain);
                }
            }
        }
        rank(own, before, evidenceBefore);
    }

    private void searchCodes(double[] cells, int slot) {
        double before = bestGain;
        double evidenceBefore = bestEvidence;
        double own = 0;
        Arrays.fill(total, 0);
        for (int at = 0; at < cells.length; at += Moments.CELLS) {
            Moments.merge(cells, at, total, 0);
        }
        for (int at = 0; at < cells.length; at += Moments.CELLS) {
            System.arraycopy(cells, at, left, 0, Moments.CELLS);
            double gain = gain();
            if (gain > own) {
                own = gain;
                if (gain > bestGain) {
                    take(SplitTest.Kind.IS_CODE, slot, 0, at / Moments.CELLS, gain);
                }
            }
        }
        rank(own, before, evidenceBefore);
    }

    /** What the loser of this attribute's best and the best before is worth as the second. */
    private void rank(double own, double before, double evidenceBefore) {
        boolean wins = own > before;
        double loser = wins ? before : own;
        if (loser > secondGain) {
            secondGain = loser;
            secondEvidence = wins ? evidenceBefore : total[0];
        }
        if (wins) {
            bestEvidence = total[0];
        }
    }

    private double gain() {
        Moments.rest(total, 0, left, 0, right, 0);
        double least = minBranchFraction * total[0];
        if (!(left[0] > least && right[0] > least)) {
            return 0;
        }
        return Moments.deviation(total, 0)
                - left[0] / total[0] * Moments.deviation(left, 0)
                - right[0] / total[0] * Moments.deviation(right, 0);
    }

    private void take(SplitTest.Kind kind, int slot, double threshold, int code, double gain) {
        bestKind = kind;
        bestSlot = slot;
        bestThreshold = threshold;
        bestCode = code;
        bestGain = gain;
        weights[0] = left[0];
        weights[1] = right[0];
        means[0] = left[1];
        means[1] = right[1];
    }
}
