package dev.millrace.ml.feature;

import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Scaling and dictionaries of one model: what turns raw values into the numbers and codes that its learner has learned
 * with. Made by {@link Features#newEncoders}. Threading: one caller that updates; {@link #encode} changes nothing.
 */
public final class Encoders {
    private static final int FORMAT = 1;

    private final StandardScaler[] scalers;
    private final Dictionary[] dictionaries;
    private final Attribute[] hashed;

    Encoders(StandardScaler[] scalers, Dictionary[] dictionaries, Attribute[] hashed) {
        this.scalers = scalers;
        this.dictionaries = dictionaries;
        this.hashed = hashed;
    }

    /** Fills the vector whole. */
    public void encode(RawValues raw, FeatureVector x) {
        System.arraycopy(raw.numbers, 0, x.numbers(), 0, raw.numbers.length);
        for (StandardScaler scaler : scalers) {
            scaler.transform(x.numbers());
        }
        int[] categories = x.categories();
        for (int i = 0; i < dictionaries.length; i++) {
            categories[i] = dictionaries[i].code(raw.names[i]);
        }
        if (hashed.length > 0) {
            x.clearHashed();
            for (int i = 0; i < hashed.length; i++) {
                String name = raw.names[dictionaries.length + i];
                if (name != null) {
                    x.addHashed(coordinate(hashed[i], name), 1);
                }
            }
        }
    }

    private static int coordinate(Attribute attribute, String name) {
        return attribute.start() + ((int) Random64.mix(StableHash.of(name)) & (attribute.width() - 1));
    }

    /** Takes in the raw values of an event of the stream. */
    public void update(RawValues raw) {
        for (StandardScaler scaler : scalers) {
            scaler.update(raw.numbers);
        }
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i].add(raw.names[i]);
        }
    }

    /** How each attribute of the layout comes from raw values at this moment, in the layout's order: what exports need. */
    public List<RawInput> inputs(Layout layout) {
        List<RawInput> inputs = new ArrayList<>();
        for (Attribute attribute : layout.attributes()) {
            inputs.add(
                    switch (attribute.kind()) {
                        case NUMBER -> number(attribute);
                        case CATEGORY -> new RawInput.Names(attribute, dictionaries[attribute.slot()].names());
                        case HASHED -> new RawInput.Hashed(attribute);
                    });
        }
        return List.copyOf(inputs);
    }

    private RawInput number(Attribute attribute) {
        for (StandardScaler scaler : scalers) {
            if (scaler.covers(attribute.slot())) {
                return scaler.input(attribute);
            }
        }
        return new RawInput.Plain(attribute);
    }

    public void snapshot(StateWriter out) {
        out.writeByte(FORMAT);
        for (StandardScaler scaler : scalers) {
            scaler.snapshot(out);
        }
        for (Dictionary dictionary : dictionaries) {
            dictionary.snapshot(out);
        }
    }

    public void restore(StateReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new BadState("encoders of format " + format + "; this Millrace reads format " + FORMAT);
        }
        for (StandardScaler scaler : scalers) {
            scaler.restore(in);
        }
        for (Dictionary dictionary : dictionaries) {
            dictionary.restore(in);
        }
    }
}
