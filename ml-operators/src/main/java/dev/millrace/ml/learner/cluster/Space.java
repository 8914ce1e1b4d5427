package dev.millrace.ml.learner.cluster;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import java.util.Arrays;

/**
 * The coordinates in which distances are measured: the numbers. What is missing (NaN here) has no part in a distance. Values
 * count in full up to 1e9, and as that beyond. Immutable.
 */
final class Space {
    private static final double LARGEST_VALUE = 1e9;
    private static final int MOST_VALUES = 1 << 24;

    private final int size;

    /** @param points how many are kept at most */
    Space(Layout layout, String learner, long points) {
        size = layout.numbers().size();
        if (size == 0) {
            throw new IllegalArgumentException(
                    learner + " looks at numbers, and there are none among the features; add one");
        }
        if (points * size > MOST_VALUES) {
            throw new IllegalArgumentException(learner + " keeps " + points + " points of " + size + " numbers, "
                    + MOST_VALUES + " values are the most; leave some out, or set fewer clusters");
        }
    }

    int size() {
        return size;
    }

    /** Fills in an event; whether anything is there. */
    boolean read(FeatureVector x, double[] to) {
        boolean any = false;
        double[] values = x.numbers();
        for (int i = 0; i < size; i++) {
            if (Usable.isUsable(values[i])) {
                to[i] = Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, values[i]));
                any = true;
            } else {
                to[i] = Double.NaN;
            }
        }
        return any;
    }

    /** A point of a space that had fewer coordinates: it lacks those that came since. */
    double[] widened(double[] point) {
        double[] wide = Arrays.copyOf(point, size);
        Arrays.fill(wide, Math.min(point.length, size), size, Double.NaN);
        return wide;
    }

    /** Squared distance over the first so many coordinates that are there in both. */
    static double squareDistance(double[] one, double[] other, int coordinates) {
        double sum = 0;
        for (int i = 0; i < coordinates; i++) {
            double off = one[i] - other[i];
            if (!Double.isNaN(off)) {
                sum += off * off;
            }
        }
        return sum;
    }

    /** Squared distance over the coordinates that are there in both. */
    static double squareDistance(double[] one, double[] other) {
        return squareDistance(one, other, one.length);
    }

    /** Coordinates that are there in both. */
    static int shared(double[] one, double[] other) {
        int shared = 0;
        for (int i = 0; i < one.length; i++) {
            shared += Double.isNaN(one[i] - other[i]) ? 0 : 1;
        }
        return shared;
    }

    /** Moves a centre towards a point, where the point has coordinates; a coordinate that the centre lacks is taken over. */
    static void move(double[] centre, double[] point, double share) {
        for (int i = 0; i < centre.length; i++) {
            if (Double.isNaN(centre[i])) {
                centre[i] = point[i];
            } else if (!Double.isNaN(point[i])) {
                centre[i] += share * (point[i] - centre[i]);
            }
        }
    }
}
