package dev.millrace.ml.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many labels one field alone tells: where it is nearly all, the field is most likely the label in other words. Made for
 * some thousand rows: O(n log n). Pure functions.
 */
public final class SingleField {
    /** Ranges that numbers may be cut into: enough for a code of the class, too few to learn rows by heart. */
    private static final int MOST_RANGES = 8;

    private SingleField() {}

    /**
     * Share of the labels that are the most frequent one among the rows with the same name. A name that occurs once tells
     * nothing: it counts as wrong.
     *
     * @param names one a row, null for missing
     * @param labels one a row, from 0 on
     */
    public static double ofNames(String[] names, int[] labels) {
        int classes = classes(labels);
        Map<String, int[]> counts = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            counts.computeIfAbsent(names[i], none -> new int[classes])[labels[i]]++;
        }
        long right = 0;
        for (int[] count : counts.values()) {
            int most = IntStream.of(count).max().orElse(0);
            right += IntStream.of(count).sum() > 1 ? most : 0;
        }
        return right / (double) names.length;
    }

    /**
     * Share of the labels that are the most frequent one in their range of the number, for at most eight ranges that a tree
     * on this number alone would make (Gini impurity); missing values are a range of their own.
     *
     * @param values one a row, NaN for missing
     * @param labels one a row, from 0 on
     */
    public static double ofNumbers(double[] values, int[] labels) {
        int classes = classes(labels);
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Cut> ranges = new ArrayList<>(List.of(best(order, values, labels, classes, 0, order.length)));
        while (ranges.size() < MOST_RANGES) {
            Cut widest =
                    ranges.stream().max(Comparator.comparingDouble(Cut::gain)).orElseThrow();
            if (widest.gain <= 0) {
                break;
            }
            ranges.remove(widest);
            ranges.add(best(order, values, labels, classes, widest.from, widest.at));
            ranges.add(best(order, values, labels, classes, widest.at, widest.to));
        }
        long right = 0;
        for (Cut range : ranges) {
            right += range.most;
        }
        return right / (double) values.length;
    }

    /** A range of the order with the cut that would make it purest: at {@code at}, with that gain; 0 if there is none. */
    private record Cut(int from, int to, int at, double gain, int most) {}

    private static Cut best(int[] order, double[] values, int[] labels, int classes, int from, int to) {
        long[] left = new long[classes];
        long[] right = new long[classes];
        for (int i = from; i < to; i++) {
            right[labels[order[i]]]++;
        }
        int most = 0;
        long rightSquares = 0;
        for (long count : right) {
            most = (int) Math.max(most, count);
            rightSquares += count * count;
        }
        double whole = to > from ? rightSquares / (double) (to - from) : 0;
        long leftSquares = 0;
        double bestGain = 0;
        int at = from;
        for (int i = from; i < to - 1; i++) {
            int label = labels[order[i]];
            leftSquares += 2 * left[label]++ + 1;
            rightSquares -= 2 * right[label]-- - 1;
            if (Double.compare(values[order[i]], values[order[i + 1]]) != 0) {
                int n = i + 1 - from;
                double gain = leftSquares / (double) n + rightSquares / (double) (to - from - n) - whole;
                if (gain > bestGain + 1e-9) {
                    bestGain = gain;
                    at = i + 1;
                }
            }
        }
        return new Cut(from, to, at, bestGain, most);
    }

    private static int classes(int[] labels) {
        return IntStream.of(labels).max().orElse(0) + 1;
    }

    /** Share of a value's variance that a straight line over the field explains; NaN where either does not vary. */
    public static double ofLine(double[] values, double[] truths) {
        double n = 0;
        double meanX = 0;
        double meanY = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && !Double.isNaN(truths[i])) {
                n++;
                double dx = values[i] - meanX;
                double dy = truths[i] - meanY;
                meanX += dx / n;
                meanY += dy / n;
                xx += dx * (values[i] - meanX);
                yy += dy * (truths[i] - meanY);
                xy += dx * (truths[i] - meanY);
            }
        }
        return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : Double.NaN;
    }
}
