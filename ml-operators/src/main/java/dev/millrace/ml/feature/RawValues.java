package dev.millrace.ml.feature;

/**
 * What a row and the lookups say about an event, before it is scaled and coded: a buffer, reused between events. Made by
 * {@link Features#newRawValues}. Threading: one caller.
 */
public final class RawValues {
    /** By slot of the layout's numbers; NaN is missing. */
    final double[] numbers;

    /** By slot of the layout's categories, then of the hashed attributes in their order; null is missing. */
    final String[] names;

    RawValues(int numbers, int names) {
        this.numbers = new double[numbers];
        this.names = new String[names];
    }

    /** The number at a slot of the layout, as it came; NaN if missing. */
    public double number(int slot) {
        return numbers[slot];
    }
}
