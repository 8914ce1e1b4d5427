package dev.millrace.ml.learner;

import dev.millrace.ml.math.EightLanes;
import dev.millrace.ml.math.Elementary;
import java.util.Arrays;

/** What every classifier does with scores. Pure functions on the caller's arrays. */
public final class Scores {
    private static final EightLanes LANES = EightLanes.best();

    private Scores() {}

    /** The class with the largest score, the first of equals; what is predicted. */
    public static int argmax(double[] scores, int count) {
        return argmax(scores, 0, count);
    }

    /** The same among {@code count} scores from an index on, counted from there. */
    public static int argmax(double[] scores, int from, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            if (scores[from + k] > scores[from + best]) {
                best = k;
            }
        }
        return best;
    }

    /** All scores equal: nothing is known. */
    public static void uniform(double[] scores) {
        Arrays.fill(scores, 1.0 / scores.length);
    }

    /** Divides by the sum; equal scores if the sum is not positive. Values are finite and ≥ 0. */
    public static void normalize(double[] scores) {
        double sum = Elementary.sum(scores, scores.length);
        if (!(sum > 0)) {
            uniform(scores);
            return;
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= sum;
        }
    }

    /**
     * Turns the first {@code count} scores from logarithms (up to a common constant) into probabilities that sum to 1 and
     * sets the rest to 0. NaN counts as a logarithm of 0, +∞ as the largest number; false if all are −∞ or NaN, and
     * nothing was done.
     */
    public static boolean softmax(double[] scores, int count) {
        double largest = largest(scores, count);
        if (largest == Double.NEGATIVE_INFINITY) {
            return false;
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double e = Elementary.exp(scores[k] - largest);
            scores[k] = e;
            sum += e;
        }
        double scale = 1 / sum;
        for (int k = 0; k < count; k++) {
            scores[k] *= scale;
        }
        Arrays.fill(scores, count, scores.length, 0);
        return true;
    }

    /** As {@link #softmax}, for scores in an array padded to eights: the same bits, eight exponentials at a time. */
    public static boolean softmaxOfEights(double[] scores, int count) {
        double largest = largest(scores, count);
        if (largest == Double.NEGATIVE_INFINITY) {
            Arrays.fill(scores, count, scores.length, 0);
            return false;
        }
        for (int k = 0; k < count; k++) {
            scores[k] -= largest;
        }
        Arrays.fill(scores, count, scores.length, 0);
        for (int first = 0; first < count; first += 8) {
            LANES.exp(scores, first);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += scores[k];
        }
        double scale = 1 / sum;
        for (int k = 0; k < count; k++) {
            scores[k] *= scale;
        }
        Arrays.fill(scores, count, scores.length, 0);
        return true;
    }

    /** The largest, after NaN was made −∞ and +∞ the largest number. */
    private static double largest(double[] scores, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            double score = scores[k];
            if (!(score <= Double.MAX_VALUE)) {
                score = score > 0 ? Double.MAX_VALUE : Double.NEGATIVE_INFINITY;
                scores[k] = score;
            }
            largest = Math.max(largest, score);
        }
        return largest;
    }
}
