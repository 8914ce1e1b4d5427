package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import org.ejml.data.DMatrixRMaj;

/**
 * An event as a column with a place for every coordinate, for learners that keep matrices. What is missing is 0; values
 * count in full up to 1e6 and as that beyond. Threading: {@link #dot} shares nothing, {@link #spread} is for one caller.
 */
public final class DenseEvent {
    private static final double LARGEST_VALUE = 1e6;

    private final Coordinates coordinates;
    private final boolean intercept;
    private final DMatrixRMaj column;

    /** @param intercept whether there is a coordinate that is always 1, after all others */
    public DenseEvent(Layout layout, boolean intercept) {
        this.coordinates = new Coordinates(layout);
        this.intercept = intercept;
        this.column = new DMatrixRMaj(coordinates.width + (intercept ? 1 : 0), 1);
    }

    /** Coordinates, the intercept included. */
    public int size() {
        return column.numRows;
    }

    private static double usable(double value) {
        return Math.abs(value) <= Usable.LARGEST ? Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, value)) : 0;
    }

    /** w·x. */
    public double dot(double[] w, FeatureVector x) {
        double sum = intercept ? w[coordinates.width] : 0;
        double[] values = x.numbers();
        for (int i = 0; i < coordinates.numbers.length; i++) {
            sum += w[coordinates.numbers[i]] * usable(values[i]);
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                sum += w[coordinates.ofCode(j, codes[j])];
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            sum += w[x.hashedIndex(j)] * usable(x.hashedValue(j));
        }
        return sum;
    }

    /** The event as a column, valid until the next call. */
    public DMatrixRMaj spread(FeatureVector x) {
        spread(x, column.data);
        return column;
    }

    /** Fills an array of {@link #size} numbers. */
    public void spread(FeatureVector x, double[] to) {
        java.util.Arrays.fill(to, 0);
        double[] values = x.numbers();
        for (int i = 0; i < coordinates.numbers.length; i++) {
            to[coordinates.numbers[i]] = usable(values[i]);
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                to[coordinates.ofCode(j, codes[j])] = 1;
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            to[x.hashedIndex(j)] += usable(x.hashedValue(j));
        }
        if (intercept) {
            to[coordinates.width] = 1;
        }
    }
}
