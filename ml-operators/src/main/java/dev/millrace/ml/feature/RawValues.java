package dev.millrace.ml.feature;

import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;

/**
 * What a row and the lookups say about an event, before it is scaled and coded: a buffer, reused between events. Made by
 * {@link Features#newRawValues}. Threading: one caller.
 */
public final class RawValues {
    /** By slot of the layout's numbers; NaN is missing. */
    final double[] numbers;

    /** By slot of the layout's categories, then of the hashed attributes that take a name; null is missing. */
    final String[] names;

    /** Numbers that encodings take in, by place; NaN is missing. */
    final double[] inputs;

    /** Names that encodings take in, by place; null is missing. */
    final String[] texts;

    /** What texts consist of, by place. */
    final Tokens[] tokens;

    /** See {@link FeatureVector#notZero()}. */
    long notZero = -1;

    long timestampMillis = Timestamps.NONE;

    /** Where the event stands; see {@link Arrival}. */
    int source = -1;

    int sourcePartition = -1;
    long offset = -1;

    RawValues(int numbers, int names, int inputs, int texts, int tokens) {
        this.numbers = new double[numbers];
        this.names = new String[names];
        this.inputs = new double[inputs];
        this.texts = new String[texts];
        this.tokens = new Tokens[tokens];
        Arrays.fill(this.numbers, Double.NaN);
        Arrays.fill(this.inputs, Double.NaN);
        Arrays.setAll(this.tokens, i -> new Tokens());
    }

    Arrival arrival() {
        return new Arrival(source, sourcePartition, offset);
    }

    /** The number at a slot of the layout, as it came; NaN if missing. */
    public double number(int slot) {
        return numbers[slot];
    }
}
