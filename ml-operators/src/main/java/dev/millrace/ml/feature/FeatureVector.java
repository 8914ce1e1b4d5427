package dev.millrace.ml.feature;

import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;

/**
 * What a learner sees of an event, in three parts: numbers, categories and hashed values, laid out by a {@link Layout}.
 * Reused between events: a learner that keeps values copies them. Threading: one caller.
 */
public final class FeatureVector {
    private final Layout layout;

    private final double[] ownNumbers;

    /** By slot; NaN is missing. These are the vector's own, or those of raw values that nothing changes. */
    private double[] numbers;

    /** Codes by slot; −1 is missing. */
    private final int[] categories;

    private int[] hashedIndices;
    private double[] hashedValues;
    private int hashedCount;
    private final long[] carried;
    private long timeMillis;

    /** See {@link #notZero()}. */
    private long notZero;

    public FeatureVector(Layout layout) {
        this.layout = layout;
        this.ownNumbers = new double[layout.numbers().size()];
        this.categories = new int[layout.categories().size()];
        int hashed = Math.max(layout.hashedAttributes(), 0);
        this.hashedIndices = new int[hashed];
        this.hashedValues = new double[hashed];
        this.carried = new long[layout.carried()];
        clear();
    }

    public Layout layout() {
        return layout;
    }

    /** Makes every value missing. */
    public void clear() {
        numbers = ownNumbers;
        Arrays.fill(numbers, Double.NaN);
        Arrays.fill(categories, -1);
        Arrays.fill(carried, 0);
        hashedCount = 0;
        timeMillis = Timestamps.NONE;
        notZero = -1;
    }

    /**
     * Event time of the event, or the time as of which it is asked; {@link Timestamps#NONE} where there is none, and in a vector
     * that waited for its label.
     */
    public long timeMillis() {
        return timeMillis;
    }

    public void timeMillis(long millis) {
        timeMillis = millis;
    }

    /**
     * Which of the first 64 numbers may be other than 0, bit by slot, so that learners need not look at all of them. A bit that is set
     * says nothing; all are until somebody knows better.
     */
    public long notZero() {
        return notZero;
    }

    /** Says what {@link #notZero()} is, once the numbers are there: whoever changes them later says it anew. */
    public void notZero(long bits) {
        notZero = bits;
    }

    /** Has the numbers of raw values without a copy, until they are filled anew (see {@link Encoders#encodeView}). */
    void numbersOf(RawValues raw) {
        numbers = raw.numbers;
    }

    /** Has numbers of its own that begin as the raw values'. */
    void copyNumbers(RawValues raw) {
        numbers = ownNumbers;
        System.arraycopy(raw.numbers, 0, numbers, 0, numbers.length);
    }

    /** The live array of numbers by slot (NaN is missing): for kernels, which only read it, and features, which fill it. */
    public double[] numbers() {
        return numbers;
    }

    /** The live array of codes by slot (−1 is missing). */
    public int[] categories() {
        return categories;
    }

    /** The live array of what features want back with the label; nothing for learners. */
    public long[] carried() {
        return carried;
    }

    /** Forgets the hashed values. */
    public void clearHashed() {
        hashedCount = 0;
    }

    public int hashedCount() {
        return hashedCount;
    }

    /** Coordinate in the linear model (absolute, within the attribute's span) of the i-th hashed value. */
    public int hashedIndex(int i) {
        return hashedIndices[i];
    }

    public double hashedValue(int i) {
        return hashedValues[i];
    }

    /** Adds a hashed value; the coordinate lies within its attribute's span. */
    public void addHashed(int coordinate, double value) {
        if (hashedCount == hashedIndices.length) {
            int room = Math.max(8, hashedCount * 2);
            hashedIndices = Arrays.copyOf(hashedIndices, room);
            hashedValues = Arrays.copyOf(hashedValues, room);
        }
        hashedIndices[hashedCount] = coordinate;
        hashedValues[hashedCount++] = value;
    }

    /** Takes over the values of another vector of the same layout. */
    public void copyFrom(FeatureVector other) {
        if (other.layout != layout) {
            throw new IllegalArgumentException("the vectors have different layouts");
        }
        numbers = ownNumbers;
        System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
        System.arraycopy(other.categories, 0, categories, 0, categories.length);
        System.arraycopy(other.carried, 0, carried, 0, carried.length);
        timeMillis = other.timeMillis;
        notZero = other.notZero;
        hashedCount = 0;
        for (int i = 0; i < other.hashedCount; i++) {
            addHashed(other.hashedIndices[i], other.hashedValues[i]);
        }
    }
}
