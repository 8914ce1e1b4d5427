package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.math.Normal;
import java.util.Arrays;

/**
 * With which probability each of several independent normal numbers is the largest: ∫ φₐ(z)·∏Φ_b(z) dz over the other b, by the
 * trapezoid rule of Stieltjes on places that lie dense where any of them changes; two of them in closed form. Within 0.003 of
 * the integral; the results sum to 1. O(K·places), places being 24 for each of K numbers that matter and at most about 400 from
 * K = 16 on, 8 for each beyond fifty. Nothing is allocated but when it is made. Threading: one caller.
 */
final class LargestOfNormals {
    /** Beyond so many deviations nothing lies. */
    private static final double REACH = 6;

    private static final int MOST_PLACES_EACH = 24;
    private static final int FEWEST_PLACES_EACH = 8;
    private static final int PLACES = 400;

    /** Where deviations differ more than that, the smaller count as this much of the largest. */
    private static final double SMALLEST_SHARE = 1e-9;

    /** Deviations count as this part of their mean at least: places beside it must differ from it. */
    private static final double SMALLEST_PART = 1e-12;

    private final double[] widths;

    /** Numbers that matter, the first so many. */
    private final int[] matters;

    private final double[] places;
    private final double[] below;
    private final double[] others;
    private final double[] lastBelow;
    private final double[] lastOthers;

    /** @param count of numbers */
    LargestOfNormals(int count) {
        widths = new double[count];
        matters = new int[count];
        places = new double[Math.min(MOST_PLACES_EACH * count, Math.max(PLACES, FEWEST_PLACES_EACH * count)) + 1];
        below = new double[count];
        others = new double[count];
        lastBelow = new double[count];
        lastOthers = new double[count];
    }

    /**
     * Fills the probabilities.
     *
     * @param deviations ≥ 0; if all are 0 the largest mean has it all, in equal parts if several are equally large
     */
    void probabilities(double[] means, double[] deviations, double[] probabilities) {
        int count = means.length;
        double widest = 0;
        boolean alike = true;
        for (int a = 0; a < count; a++) {
            widest = Math.max(widest, deviations[a]);
            alike &= means[a] == means[0] && deviations[a] == deviations[0];
        }
        if (alike) {
            Arrays.fill(probabilities, 1.0 / count);
        } else if (widest == 0) {
            new Chance(0, 0).greedy(means, probabilities);
        } else if (count == 2) {
            double apart = Math.sqrt(deviations[0] * deviations[0] + deviations[1] * deviations[1]);
            probabilities[0] = Normal.below((means[0] - means[1]) / apart);
            probabilities[1] = 1 - probabilities[0];
        } else {
            for (int a = 0; a < count; a++) {
                double narrowest = Math.max(widest * SMALLEST_SHARE, Math.abs(means[a]) * SMALLEST_PART);
                widths[a] = Math.max(narrowest, deviations[a]);
            }
            integrate(means, probabilities);
        }
    }

    private void integrate(double[] means, double[] probabilities) {
        double low = Double.NEGATIVE_INFINITY;
        for (int a = 0; a < means.length; a++) {
            low = Math.max(low, means[a] - REACH * widths[a]);
        }
        int count = 0;
        for (int a = 0; a < means.length; a++) {
            if (means[a] + REACH * widths[a] >= low) {
                matters[count++] = a;
            }
        }
        if (count == 1) {
            Arrays.fill(probabilities, 0);
            probabilities[matters[0]] = 1;
            return;
        }
        int filled = fillPlaces(means, count, low);
        Arrays.fill(probabilities, 0);
        for (int i = 0; i < filled && places[i] < Double.POSITIVE_INFINITY; i++) {
            double product = 1;
            for (int k = 0; k < count; k++) {
                int a = matters[k];
                below[k] = Normal.below((places[i] - means[a]) / widths[a]);
                others[k] = product;
                product *= below[k];
            }
            product = 1;
            for (int k = count - 1; k >= 0; k--) {
                others[k] *= product;
                product *= below[k];
                if (i > 0) {
                    probabilities[matters[k]] += (below[k] - lastBelow[k]) * 0.5 * (others[k] + lastOthers[k]);
                }
            }
            System.arraycopy(below, 0, lastBelow, 0, count);
            System.arraycopy(others, 0, lastOthers, 0, count);
        }
        double sum = 0;
        for (double each : probabilities) {
            sum += each;
        }
        for (int a = 0; a < probabilities.length; a++) {
            probabilities[a] = Math.max(0, probabilities[a] / sum);
        }
    }

    /** Ascending; how many there are. */
    private int fillPlaces(double[] means, int count, double low) {
        int each = Math.max(FEWEST_PLACES_EACH, Math.min(MOST_PLACES_EACH, PLACES / count));
        places[0] = low;
        int filled = 1;
        for (int k = 0; k < count; k++) {
            int a = matters[k];
            for (int i = 0; i < each; i++) {
                double place = means[a] + (2 * REACH * i / (each - 1) - REACH) * widths[a];
                if (place > low) {
                    places[filled++] = place;
                }
            }
        }
        Arrays.sort(places, 0, filled);
        return filled;
    }
}
