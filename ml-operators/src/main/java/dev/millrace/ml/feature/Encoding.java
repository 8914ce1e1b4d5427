package dev.millrace.ml.feature;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

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

    /** Why what several partitions know about the feature cannot be made one; null if it can. */
    default String whyApart() {
        return "what a partition knows about it cannot be put together with what others know";
    }

    /** Whether it scales numbers by what the partition has seen. */
    default boolean scales() {
        return false;
    }

    /**
     * Takes over what the partitions know, having seen nothing itself.
     *
     * @param parts encodings of this feature, one per partition
     */
    default void merge(List<? extends Encoding> parts) {
        throw new IllegalStateException(whyApart());
    }

    /**
     * Tells an alignment where what another knows stands in this one.
     *
     * @param part an encoding of this feature
     */
    default void align(Encoding part, Alignment alignment) {}

    void snapshot(StateWriter out);

    void restore(StateReader in);
}
