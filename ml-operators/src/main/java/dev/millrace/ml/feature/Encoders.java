package dev.millrace.ml.feature;

import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Scaling, dictionaries and other encodings of one model: what turns raw values into the numbers and codes that its
 * learner has learned with. Made by {@link Features#newEncoders}. Threading: one caller that updates; {@link #encode}
 * changes nothing but the vector and the raw values' buffers.
 *
 * <p>A snapshot can be read by encoders with features appended behind those that it was made with: these start empty.
 */
public final class Encoders {
    /** 2: can grow; 3: where names of dictionaries came from. */
    private static final int FORMAT = 3;

    private final Layout layout;
    private final StandardScaler[] scalers;

    /** Slot of the category of each dictionary. */
    private final int[] dictionarySlots;

    private final Dictionary[] dictionaries;
    private final Attribute[] hashed;

    /** Make raw values that are scaled with the others, in the order of the features. */
    private final Encoding[] makings;

    /** Everything else, in the order of the features. */
    private final Encoding[] encodings;

    /** Numbers that may have become other than 0 here, as in {@link FeatureVector#notZero()}. */
    private final long changed;

    private int storedAttributes;

    Encoders(
            Layout layout,
            StandardScaler[] scalers,
            int[] dictionarySlots,
            Dictionary[] dictionaries,
            Attribute[] hashed,
            Encoding[] makings,
            Encoding[] encodings) {
        this.layout = layout;
        this.storedAttributes = layout.attributes().size();
        this.scalers = scalers;
        this.dictionarySlots = dictionarySlots;
        this.dictionaries = dictionaries;
        this.hashed = hashed;
        this.makings = makings;
        this.encodings = encodings;
        long scaled = makings.length + encodings.length > 0 ? -1 : 0;
        for (StandardScaler scaler : scalers) {
            for (int slot = scaler.from(); slot < scaler.to(); slot++) {
                scaled |= 1L << slot;
            }
        }
        this.changed = scaled;
    }

    /** Fills the vector whole. */
    public void encode(RawValues raw, FeatureVector x) {
        encode(raw, x, false);
    }

    /**
     * The same for a vector that is done with before the raw values are filled anew: numbers that nothing changes are not copied, but the raw
     * values' own. Whoever keeps such a vector copies it ({@link FeatureVector#copyFrom}).
     */
    public void encodeView(RawValues raw, FeatureVector x) {
        encode(raw, x, true);
    }

    private void encode(RawValues raw, FeatureVector x, boolean view) {
        x.timeMillis(raw.timestampMillis);
        for (Encoding making : makings) {
            making.encode(raw, x);
        }
        if (view && changed == 0) {
            x.numbersOf(raw);
        } else {
            x.copyNumbers(raw);
            for (StandardScaler scaler : scalers) {
                scaler.transform(x.numbers());
            }
        }
        int[] categories = x.categories();
        for (int i = 0; i < dictionaries.length; i++) {
            int slot = dictionarySlots[i];
            categories[slot] = dictionaries[i].code(raw.names[slot]);
        }
        if (layout.hashedAttributes() > 0) {
            x.clearHashed();
            for (int i = 0; i < hashed.length; i++) {
                String name = raw.names[categories.length + i];
                if (name != null) {
                    x.addHashed(coordinate(hashed[i], name), 1);
                }
            }
        }
        for (Encoding encoding : encodings) {
            encoding.encode(raw, x);
        }
        x.notZero(raw.notZero | changed);
    }

    /**
     * The vectors of many rows at once, for features that {@link Features#arePlain are plain}: the same bits as one by one.
     *
     * @param raw by slot of the layout, and maybe more behind them
     * @param x as wide as the layout; filled whole
     */
    public void encode(NumberTable raw, NumberTable x) {
        x.resize(raw.rows());
        int scaled = 0;
        for (StandardScaler scaler : scalers) {
            copy(raw, scaled, scaler.from(), x);
            scaler.transform(raw, x);
            scaled = scaler.to();
        }
        copy(raw, scaled, x.columns(), x);
    }

    private static void copy(NumberTable raw, int from, int to, NumberTable x) {
        for (int c = from; c < to; c++) {
            System.arraycopy(raw.column(c), 0, x.column(c), 0, raw.rows());
        }
    }

    private static int coordinate(Attribute attribute, String name) {
        return attribute.start() + ((int) Random64.mix(StableHash.of(name)) & (attribute.width() - 1));
    }

    /** Takes in the raw values of an event of the stream, after they were encoded. */
    public void update(RawValues raw) {
        for (StandardScaler scaler : scalers) {
            scaler.update(raw.numbers);
        }
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i].add(raw.names[dictionarySlots[i]], raw);
        }
        for (Encoding making : makings) {
            making.update(raw);
        }
        for (Encoding encoding : encodings) {
            encoding.update(raw);
        }
    }

    /**
     * The class of an event has become known, at once or later.
     *
     * @param x its vector as it was when it was predicted
     */
    public void updateLabel(FeatureVector x, int label) {
        for (Encoding making : makings) {
            making.updateLabel(x, label);
        }
        for (Encoding encoding : encodings) {
            encoding.updateLabel(x, label);
        }
    }

    /** The value of an event has become known, at once or later. */
    public void updateLabel(FeatureVector x, double value) {
        for (Encoding making : makings) {
            making.updateLabel(x, value);
        }
        for (Encoding encoding : encodings) {
            encoding.updateLabel(x, value);
        }
    }

    /** Whether numbers are scaled by what was seen. */
    boolean scales() {
        return scalers.length > 0
                || Arrays.stream(makings).anyMatch(Encoding::scales)
                || Arrays.stream(encodings).anyMatch(Encoding::scales);
    }

    /** Why what several partitions know cannot be made one, by the makings, then by the encodings; null where it can. */
    List<String> whyApart() {
        return Stream.concat(Arrays.stream(makings), Arrays.stream(encodings))
                .map(Encoding::whyApart)
                .toList();
    }

    /** Takes over what encoders of the same features know, having seen nothing. */
    void merge(List<Encoders> parts) {
        for (int i = 0; i < scalers.length; i++) {
            scalers[i].merge(pick(parts, i, part -> part.scalers));
        }
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i].merge(pick(parts, i, part -> part.dictionaries));
        }
        for (int i = 0; i < makings.length; i++) {
            makings[i].merge(pick(parts, i, part -> part.makings));
        }
        for (int i = 0; i < encodings.length; i++) {
            encodings[i].merge(pick(parts, i, part -> part.encodings));
        }
    }

    /** Where what others know stands in these, which have taken it over. */
    Alignment align(Encoders part) {
        Alignment alignment = new Alignment(layout);
        for (int i = 0; i < scalers.length; i++) {
            scalers[i].align(part.scalers[i], alignment);
        }
        for (int i = 0; i < dictionaries.length; i++) {
            alignment.renumber(dictionarySlots[i], dictionaries[i].codesOf(part.dictionaries[i]));
        }
        for (int i = 0; i < makings.length; i++) {
            makings[i].align(part.makings[i], alignment);
        }
        for (int i = 0; i < encodings.length; i++) {
            encodings[i].align(part.encodings[i], alignment);
        }
        return alignment;
    }

    private static <T> List<T> pick(List<Encoders> parts, int index, Function<Encoders, T[]> from) {
        return parts.stream().map(part -> from.apply(part)[index]).toList();
    }

    /**
     * Begins with what is known of an attribute from elsewhere: how a number was spread, or names of a dictionary, as far as there
     * is room. Before any event.
     *
     * @param known of an attribute that {@link Features#inputs} tells to come in the same way
     */
    public void begin(RawInput known) {
        int slot = known.attribute().slot();
        if (known instanceof RawInput.Standard number) {
            for (StandardScaler scaler : scalers) {
                if (scaler.covers(slot)) {
                    scaler.begin(number);
                }
            }
        } else if (known instanceof RawInput.Names category) {
            dictionary(slot).begin(category.names());
        } else {
            throw new IllegalArgumentException(
                    "nothing can be known before of '" + known.attribute().name() + "'");
        }
    }

    /** How an attribute without an encoding of its own comes from raw values at this moment. */
    RawInput input(Attribute attribute) {
        return switch (attribute.kind()) {
            case NUMBER -> number(attribute);
            case CATEGORY ->
                new RawInput.Names(attribute, dictionary(attribute.slot()).names());
            case HASHED -> new RawInput.Hashed(attribute);
        };
    }

    private Dictionary dictionary(int slot) {
        for (int i = 0; i < dictionaries.length; i++) {
            if (dictionarySlots[i] == slot) {
                return dictionaries[i];
            }
        }
        throw new IllegalStateException("the category at slot " + slot + " has no dictionary and no encoding");
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
        int attributes = layout.attributes().size();
        out.writeInt(attributes);
        out.writeLong(hash(attributes));
        out.writeInt(scalers.length);
        for (StandardScaler scaler : scalers) {
            scaler.snapshot(out);
        }
        out.writeInt(dictionaries.length);
        for (Dictionary dictionary : dictionaries) {
            dictionary.snapshot(out);
        }
        snapshot(out, makings, "making-");
        snapshot(out, encodings, "encoding-");
    }

    private static void snapshot(StateWriter out, Encoding[] parts, String name) {
        out.writeInt(parts.length);
        for (int i = 0; i < parts.length; i++) {
            parts[i].snapshot(new ScopedStateWriter(out, name + i + '-'));
        }
    }

    /** Reads a snapshot, perhaps of fewer features; {@link #isGrown} says whether it was. */
    public void restore(StateReader in) {
        int format = in.readByte();
        if (format < 1 || format > FORMAT) {
            throw new BadState("encoders of format " + format + "; this Millrace reads formats up to " + FORMAT);
        }
        storedAttributes = layout.attributes().size();
        if (format > 1) {
            int attributes = in.readInt();
            long hash = in.readLong();
            if (attributes > layout.attributes().size() || hash != hash(attributes)) {
                throw new BadState("the state was made with other features (" + attributes
                        + " attributes); features can only be appended behind those that there are");
            }
            storedAttributes = attributes;
        }
        int stored = format == 1 ? scalers.length : in.readInt();
        for (int i = 0; i < stored; i++) {
            scalers[i].restore(in);
        }
        stored = format == 1 ? dictionaries.length : in.readInt();
        for (int i = 0; i < stored; i++) {
            dictionaries[i].restore(in, format > 2);
        }
        if (format > 1) {
            restore(in, makings, "making-");
            restore(in, encodings, "encoding-");
        }
    }

    /** Whether the snapshot that was read last had fewer attributes. */
    public boolean isGrown() {
        return storedAttributes < layout.attributes().size();
    }

    /** The layout of the snapshot that was read last; this layout if it was the same. */
    public Layout restoredLayout() {
        return isGrown() ? layout.first(storedAttributes) : layout;
    }

    private static void restore(StateReader in, Encoding[] parts, String name) {
        int stored = in.readInt();
        for (int i = 0; i < stored; i++) {
            parts[i].restore(new ScopedStateReader(in, name + i + '-'));
        }
    }

    /** Of the first attributes of the layout: names, kinds and widths. */
    private long hash(int attributes) {
        long hash = attributes;
        for (int i = 0; i < Math.min(attributes, layout.attributes().size()); i++) {
            Attribute attribute = layout.attributes().get(i);
            hash = Random64.mix(hash ^ NameHash.of(attribute.name()));
            hash = Random64.mix(hash ^ NameHash.of(attribute.kind().name()) ^ attribute.width());
        }
        return hash;
    }
}
