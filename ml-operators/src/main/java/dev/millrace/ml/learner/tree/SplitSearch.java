package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.bayes.ClassConditionals;
import dev.millrace.ml.math.Elementary;
import dev.millrace.ml.math.Normal;
import java.util.Arrays;

/**
 * Looks for the split of a leaf with the largest information gain. Numbers: thresholds at equal steps between the smallest and
 * the largest value, weights of the two sides from the classes' normal distributions; categories: a branch per code,
 * or one code against the rest. Of equal gains the later attribute wins. Reused; keeps its scratch space.
 *
 * <p>Cost: attributes × thresholds × classes, a few exponentials each. Source: Domingos and Hulten, "Mining high-speed
 * data streams", KDD 2000; thresholds as Pfahringer, Holmes and Kirkby, "Handling numeric attributes in Hoeffding trees",
 * PAKDD 2008.
 */
final class SplitSearch {
    private static final double LOG2_E = 1.4426950408889634;

    /** What must have been seen of an attribute that came late before it is tried: the gain of a handful is chance. */
    private static final double LEAST_EVIDENCE = 50;

    private final Layout layout;
    private final int splitPoints;
    private final double minBranchFraction;
    private final boolean binarySplits;

    private ClassConditionals seen;
    private double entropyOfAll;

    /** Of what the attribute at hand was there for. */
    private double entropyBefore;

    /** Weight for which a late attribute was there; of others infinite. */
    private double evidence;

    private double bestEvidence;
    private double secondEvidence;
    private double[] branches = new double[0];

    /** By class; see {@link #sumCodes}. */
    private double[] sums = {};

    private int classes;

    // The best split, in parts: hundreds are tried and nothing is allocated for those that lose.
    private SplitTest.Kind bestKind;
    private int bestSlot;
    private double bestThreshold;
    private int bestCode;
    private int bestAttribute;
    private int attribute;
    private double bestGain;
    private double secondGain;
    private int found;

    /** Gain of each attribute's best split, by index in the layout; NaN where there was none to try. */
    private final double[] gains;

    SplitSearch(Layout layout, int splitPoints, double minBranchFraction, boolean binarySplits) {
        this.layout = layout;
        this.splitPoints = splitPoints;
        this.minBranchFraction = minBranchFraction;
        this.binarySplits = binarySplits;
        this.gains = new double[layout.attributes().size()];
    }

    /** Gain of the best split of the attribute at that index of the layout; NaN if there was none to try. */
    double gain(int attribute) {
        return gains[attribute];
    }

    /** Index in the layout of the attribute of the best split. */
    int bestAttribute() {
        return bestAttribute;
    }

    /** The best split, made now; null if there was none to try. */
    SplitTest best() {
        return bestKind == null ? null : new SplitTest(bestKind, bestSlot, bestThreshold, bestCode);
    }

    /** Its gain in bits; −∞ if it leaves (nearly) all weight in one branch. */
    double bestGain() {
        return bestGain;
    }

    /** Gain of the best split of another attribute; −∞ if there is none. */
    double secondGain() {
        return secondGain;
    }

    /** Weight that the gain of the best split rests on, if that is less than all that was seen; else infinite. */
    double bestEvidence() {
        return bestEvidence;
    }

    /** Tries every attribute of a leaf. */
    void search(Leaf leaf) {
        search(leaf.conditionals(), leaf.weights());
    }

    /** Tries every attribute of a node that has seen this and has these weights by class. */
    void search(ClassConditionals statistics, double[] weights) {
        start(statistics, weights);
        for (attribute = 0; attribute < gains.length; attribute++) {
            tryAttribute(layout.attributes().get(attribute));
        }
    }

    /** Tries every attribute of a leaf; whether the best split is better than the second with enough confidence, or ties. */
    boolean isClear(Leaf leaf, double splitConfidence, double tieThreshold) {
        search(leaf);
        if (bestKind == null || bestGain == Double.NEGATIVE_INFINITY) {
            return false;
        }
        double bound = hoeffdingBound(
                log2(Math.max(2, leaf.classes())),
                splitConfidence,
                Math.min(leaf.total(), Math.min(bestEvidence, secondEvidence)));
        return bestGain - secondGain > bound || bound < tieThreshold;
    }

    private void start(ClassConditionals statistics, double[] weights) {
        seen = statistics;
        classes = seen.classes();
        entropyOfAll = entropy(weights, 0, weights.length);
        entropyBefore = entropyOfAll;
        evidence = Double.POSITIVE_INFINITY;
        bestEvidence = Double.POSITIVE_INFINITY;
        secondEvidence = Double.POSITIVE_INFINITY;
        Arrays.fill(gains, Double.NaN);
        bestKind = null;
        bestGain = Double.NEGATIVE_INFINITY;
        secondGain = Double.NEGATIVE_INFINITY;
        found = 0;
    }

    private void tryAttribute(Attribute tried) {
        if (!seen.choice().has(tried)) {
            return;
        }
        if (seen.isLate(tried) && !hasEvidence(tried)) {
            return;
        }
        if (tried.kind() == Attribute.Kind.NUMBER) {
            tryNumber(tried.slot());
        } else if (tried.kind() == Attribute.Kind.CATEGORY) {
            tryCategory(tried.slot());
        }
        evidence = Double.POSITIVE_INFINITY;
        entropyBefore = entropyOfAll;
    }

    /** Measures a late attribute by the events that had it; false if these are too few. */
    private boolean hasEvidence(Attribute tried) {
        clear(1);
        double all = 0;
        for (int k = 0; k < classes; k++) {
            branches[k] = seen.weight(k, tried);
            all += branches[k];
        }
        if (all < LEAST_EVIDENCE) {
            return false;
        }
        evidence = all;
        entropyBefore = entropy(branches, 0, classes);
        return true;
    }

    private void tryNumber(int slot) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            if (seen.weight(k, slot) > 0) {
                least = Math.min(least, seen.lowest(k, slot));
                most = Math.max(most, seen.highest(k, slot));
            }
        }
        double candidate = Double.NaN;
        double gain = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < splitPoints; i++) {
            double threshold = (most - least) / (splitPoints + 1.0) * (i + 1) + least;
            if (threshold > least && threshold < most) {
                distribute(slot, threshold);
                double one = gainOf(2);
                if (Double.isNaN(candidate) || one > gain) {
                    candidate = threshold;
                    gain = one;
                }
            }
        }
        if (!Double.isNaN(candidate)) {
            offer(SplitTest.Kind.AT_MOST, slot, candidate, 0, gain);
        }
    }

    private void tryCategory(int slot) {
        int codes = 0;
        for (int k = 0; k < classes; k++) {
            codes = Math.max(codes, seen.codes(k, slot));
        }
        if (codes == 0) {
            return;
        }
        SplitTest.Kind kind = null;
        int candidate = 0;
        double gain = Double.NEGATIVE_INFINITY;
        if (!binarySplits) {
            kind = SplitTest.Kind.EACH_CODE;
            distribute(kind, slot, 0, codes);
            gain = gainOf(codes);
        }
        sumCodes(slot);
        for (int code = 0; code < codes; code++) {
            separate(slot, code);
            double one = gainOf(2);
            if (kind == null || one > gain) {
                kind = SplitTest.Kind.IS_CODE;
                candidate = code;
                gain = one;
            }
        }
        offer(kind, slot, 0, candidate, gain);
    }

    private void offer(SplitTest.Kind kind, int slot, double threshold, int code, double gain) {
        found++;
        gains[attribute] = gain;
        if (found == 1 || gain >= bestGain) {
            secondGain = bestGain;
            secondEvidence = bestEvidence;
            bestEvidence = evidence;
            bestKind = kind;
            bestSlot = slot;
            bestThreshold = threshold;
            bestCode = code;
            bestAttribute = attribute;
            bestGain = gain;
        } else if (gain > secondGain) {
            secondGain = gain;
            secondEvidence = evidence;
        }
    }

    /**
     * Weights by class of each branch that the best split makes of the leaf last searched.
     *
     * @return an array per branch; of length 0 where no weight goes
     */
    double[][] branchesOfBest() {
        int count;
        if (bestKind == SplitTest.Kind.AT_MOST) {
            distribute(bestSlot, bestThreshold);
            count = 2;
        } else {
            int codes = 0;
            for (int k = 0; k < classes; k++) {
                codes = Math.max(codes, seen.codes(k, bestSlot));
            }
            distribute(bestKind, bestSlot, bestCode, codes);
            count = bestKind == SplitTest.Kind.IS_CODE ? 2 : codes;
        }
        double[][] weights = new double[count][];
        for (int b = 0; b < count; b++) {
            int length = classes;
            while (length > 0 && branches[b * classes + length - 1] == 0) {
                length--;
            }
            weights[b] = Arrays.copyOfRange(branches, b * classes, b * classes + length);
        }
        return weights;
    }

    /** Branches that a node with the best split needs room for: one for every code that a category may ever have. */
    int childrenOfBest() {
        return bestKind == SplitTest.Kind.EACH_CODE
                ? layout.categories().get(bestSlot).width()
                : 2;
    }

    private void clear(int count) {
        if (branches.length < count * classes) {
            branches = new double[count * classes];
        }
        Arrays.fill(branches, 0, count * classes, 0);
    }

    /** Weights by class on both sides of a threshold. */
    private void distribute(int slot, double threshold) {
        clear(2);
        for (int k = 0; k < classes; k++) {
            double weight = seen.weight(k, slot);
            if (weight == 0) {
                continue;
            }
            if (threshold < seen.lowest(k, slot)) {
                branches[classes + k] = weight;
            } else if (threshold >= seen.highest(k, slot)) {
                branches[k] = weight;
            } else {
                // Strictly inside the range, so there are two values at least, and a spread if the weight exceeds 1.
                double variance = seen.variance(k, slot);
                double from = threshold - seen.mean(k, slot);
                double share = variance > 0 ? Normal.below(from / Math.sqrt(variance)) : (from < 0 ? 0 : 1);
                branches[k] = share * weight;
                branches[classes + k] = weight - branches[k];
            }
        }
    }

    /** Weights by class of the branches of a test of a category. */
    private void distribute(SplitTest.Kind kind, int slot, int asked, int codes) {
        if (kind == SplitTest.Kind.IS_CODE) {
            sumCodes(slot);
            separate(slot, asked);
            return;
        }
        clear(codes);
        for (int k = 0; k < classes; k++) {
            int shown = seen.codes(k, slot);
            for (int code = 0; code < shown; code++) {
                branches[code * classes + k] += seen.count(k, slot, code);
            }
        }
    }

    /** Weights by class of all codes of a category, so that {@link #separate} need not look at all of them for each. */
    private void sumCodes(int slot) {
        if (sums.length < classes) {
            sums = new double[classes];
        }
        for (int k = 0; k < classes; k++) {
            int shown = seen.codes(k, slot);
            double sum = 0;
            for (int code = 0; code < shown; code++) {
                sum += seen.count(k, slot, code);
            }
            sums[k] = sum;
        }
    }

    /** Weights by class of a code, and of all others. */
    private void separate(int slot, int code) {
        clear(2);
        for (int k = 0; k < classes; k++) {
            double weight = code < seen.codes(k, slot) ? seen.count(k, slot, code) : 0;
            branches[k] = weight;
            branches[classes + k] = Math.max(0, sums[k] - weight);
        }
    }

    /** Information gain of the branches in bits. */
    private double gainOf(int count) {
        double total = 0;
        for (int i = 0; i < count * classes; i++) {
            total += branches[i];
        }
        int heavy = 0;
        double entropy = 0;
        for (int b = 0; b < count; b++) {
            double weight = 0;
            for (int k = 0; k < classes; k++) {
                weight += branches[b * classes + k];
            }
            heavy += weight / total > minBranchFraction ? 1 : 0;
            entropy += weight * entropy(branches, b * classes, classes);
        }
        return heavy < 2 ? Double.NEGATIVE_INFINITY : entropyBefore - entropy / total;
    }

    static double entropy(double[] weights, int from, int count) {
        double entropy = 0;
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            if (weights[i] > 0) {
                entropy -= weights[i] * log2(weights[i]);
                sum += weights[i];
            }
        }
        return sum > 0 ? (entropy + sum * log2(sum)) / sum : 0;
    }

    static double log2(double x) {
        return Elementary.log(x) * LOG2_E;
    }

    /** How far, with the wanted confidence, the mean of n observations is from the truth. */
    static double hoeffdingBound(double range, double confidence, double n) {
        return Math.sqrt(range * range * Elementary.log(1 / confidence) / (2 * n));
    }
}
