package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import java.util.Arrays;

/**
 * The coordinates at which an event is not 0, each once, the intercept last: a buffer, reused between events. What is missing
 * is not there; hashed values that fall on one coordinate are summed. Cost: O(non-zeros), hashed ones O(h·log h).
 * Threading: one caller.
 */
public final class Support {
    private final Coordinates coordinates;
    private final boolean intercept;

    /** The first number that is gathered: those before it are somebody else's affair. */
    private final int from;

    /** Coordinates, the first {@link #count} count; and the value at each. For loops, which only read. */
    int[] at;

    double[] values;
    int count;

    /** {@link #count} and up to three more, so that loops go by fours: the last coordinate again, with the value 0. */
    int padded;

    private double squaredNorm;

    /** Whether hashed values were summed, so that sums over these values differ in bits from sums over the event's. */
    private boolean summed;

    public Support(Coordinates coordinates, boolean intercept) {
        this(coordinates, intercept, 0);
    }

    /** @param from the first number that is gathered: those before it are somebody else's affair */
    Support(Coordinates coordinates, boolean intercept, int from) {
        this.coordinates = coordinates;
        this.intercept = intercept;
        this.from = from;
        int room = coordinates.numbers.length + coordinates.categories.length + 1 + 3;
        this.at = new int[room];
        this.values = new double[room];
    }

    public void gather(FeatureVector x) {
        int room = coordinates.numbers.length + coordinates.categories.length + x.hashedCount() + 1 + 3;
        if (room > at.length) {
            at = new int[2 * room];
            values = new double[2 * room];
        }
        summed = x.hashedCount() > 0;
        gatherNumbers(x);
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                add(coordinates.ofCode(j, codes[j]), 1);
            }
        }
        if (x.hashedCount() > 0) {
            gatherHashed(x);
        }
        if (intercept) {
            add(coordinates.width, 1);
        }
        pad();
    }

    private void pad() {
        padded = count + 3 & ~3;
        for (int i = count; i < padded; i++) {
            at[i] = at[count - 1];
            values[i] = 0;
        }
    }

    /** With counts in variables: in fields, each value would wait for the one before it to be written, for 9 cycles. */
    private void gatherNumbers(FeatureVector x) {
        double[] numbers = x.numbers();
        int[] places = coordinates.numbers;
        int[] toAt = at;
        double[] toValues = values;
        double sum = 0;
        int found = 0;
        long left = x.notZero() & coordinates.earlyNumbers & (from < Long.SIZE ? -1L << from : 0);
        for (int n = Long.bitCount(left); n > 0; n--) {
            int i = Long.numberOfTrailingZeros(left);
            left &= left - 1;
            double value = numbers[i];
            if (value != 0 && Usable.isUsable(value)) {
                toAt[found] = places[i];
                toValues[found++] = value;
                sum += value * value;
            }
        }
        for (int i = Long.SIZE; i < places.length; i++) {
            double value = numbers[i];
            if (value != 0 && Usable.isUsable(value)) {
                toAt[found] = places[i];
                toValues[found++] = value;
                sum += value * value;
            }
        }
        count = found;
        squaredNorm = sum;
    }

    private void add(int coordinate, double value) {
        if (value != 0) {
            at[count] = coordinate;
            values[count++] = value;
            squaredNorm += value * value;
        }
    }

    private void gatherHashed(FeatureVector x) {
        int first = count;
        for (int j = 0; j < x.hashedCount(); j++) {
            at[count] = x.hashedIndex(j);
            values[count++] = Usable.orZero(x.hashedValue(j));
        }
        sort(first, count);
        int end = count;
        count = first;
        for (int j = first; j < end; ) {
            int coordinate = at[j];
            double sum = 0;
            for (; j < end && at[j] == coordinate; j++) {
                sum += values[j];
            }
            add(coordinate, Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, sum)));
        }
    }

    /** Shell's sort by coordinate, in place. */
    private void sort(int from, int to) {
        for (int gap = (to - from) / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
            for (int i = from + gap; i < to; i++) {
                int coordinate = at[i];
                double value = values[i];
                int j = i;
                for (; j >= from + gap && at[j - gap] > coordinate; j -= gap) {
                    at[j] = at[j - gap];
                    values[j] = values[j - gap];
                }
                at[j] = coordinate;
                values[j] = value;
            }
        }
    }

    /**
     * w·x + b of what was gathered: the same bits as {@link Descent#dot}.
     *
     * @param x the event that was gathered last
     */
    double dot(double[] w, FeatureVector x) {
        if (summed) {
            return Descent.dot(w, coordinates, x, from);
        }
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        int[] c = at;
        double[] v = values;
        for (int i = 0, end = padded; i < end; i += 4) {
            a0 += w[c[i]] * v[i];
            a1 += w[c[i + 1]] * v[i + 1];
            a2 += w[c[i + 2]] * v[i + 2];
            a3 += w[c[i + 3]] * v[i + 3];
        }
        if (!intercept) { // otherwise it was among them
            double last = w[coordinates.width];
            switch (count & 3) {
                case 0 -> a0 += last;
                case 1 -> a1 += last;
                case 2 -> a2 += last;
                default -> a3 += last;
            }
        }
        return (a0 + a1) + (a2 + a3);
    }

    /** Whether hashed values were gathered, so that {@link #dot} goes by the event itself. */
    boolean isSummed() {
        return summed;
    }

    public int count() {
        return count;
    }

    public int at(int i) {
        return at[i];
    }

    public double value(int i) {
        return values[i];
    }

    /** Σ value², the intercept's 1 among them. */
    public double squaredNorm() {
        return squaredNorm;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(at, count)) + Arrays.toString(Arrays.copyOf(values, count));
    }
}
