package dev.millrace.ml.feature;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * What a model has learned about one feature in order to encode it: one of the parts of {@link Encoders}. It reads its
 * inputs from {@link RawValues} and writes its own attributes of the vector, and no others. Threading: one caller that
 * updates; {@link #encode} changes nothing but the vector and the buffers in the raw values.
 */
interface Encoding {
    /** Fills in its attributes from what was known before the event. */
    void encode(RawValues raw, FeatureVector x);

    /** Takes an event of the stream in, without its label. */
    void update(RawValues raw);

    /**
     * The class of an event has become known, at once or later.
     *
     * @param x the event's vector as it was when it was predicted; {@link FeatureVector#carried} holds what was carried
     */
    default void updateLabel(FeatureVector x, int label) {}

    /** The value of an event has become known, at once or later. */
    default void updateLabel(FeatureVector x, double value) {}

    void snapshot(StateWriter out);

    void restore(StateReader in);
}
