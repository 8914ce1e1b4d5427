package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The features of a pipeline, laid out over a schema: an ordered list that makes the {@link Layout}, reads rows, and makes
 * the two kinds of state. Immutable.
 *
 * <p>One event goes: {@link #read} and {@link Lookups#read} fill {@link RawValues}; {@link Encoders#encode} makes the
 * vector; after predicting and learning, {@link Encoders#update} and {@link Lookups#update} take the event in. Everything
 * before the updates changes nothing but the buffers, so a question sees what training sees.
 */
public final class Features {
    private final Layout layout;
    private final LookupPlan lookups;
    private final List<Block> scaled;

    /** Slots of categories that have a dictionary each, and the most codes of it. */
    private final int[] dictionarySlots;

    private final int[] dictionarySizes;
    private final Attribute[] hashed;
    private final Reading[] readings;
    private final List<Supplier<Encoding>> makings;
    private final List<Supplier<Encoding>> encodings;

    /** Names of the features with makings, then of those with encodings. */
    private final List<String> encodedFeatures;

    private final Supplier<RawValues> newRawValues;
    private final BitSet madeNumbers;
    private final BitSet madeCategories;

    /** Fields of type number that stand side by side in rows and vectors are copied in one go. */
    private final Copy[] copies;

    private final Widened[] widened;
    private final Named[] named;

    /** Numbers that do not come from copies, and those whose place {@link Row#notZero()} does not tell. */
    private final long mayDiffer;

    /** By slot of the layout's numbers the field's among the numbers of a row; null unless that and scaling is all there is. */
    private final int[] plainSlots;

    /** Whether each has the number of its slot. */
    private final boolean inOrder;

    private record Block(int from, int length) {}

    private record Copy(int fieldSlot, int slot, int length) {
        /** The places of those that are among the first 64 of both. */
        long places() {
            int early = Math.min(length, Long.SIZE - Math.max(fieldSlot, slot));
            return early <= 0 ? 0 : -1L >>> Long.SIZE - early << slot;
        }

        /** Which of these may be other than 0. */
        long notZero(Row row) {
            return row.notZero() >>> fieldSlot << slot & places();
        }
    }

    private record Widened(Field field, int slot) {}

    private record Named(Field field, int index) {}

    private Features(FeatureCompiler compiled) {
        this.layout = compiled.layout();
        this.lookups = compiled.lookups();
        this.scaled = blocks(compiled.scaled());
        this.dictionarySlots = compiled.dictionaries().keySet().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        this.dictionarySizes = compiled.dictionaries().values().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        this.readings = compiled.readings().toArray(new Reading[0]);
        this.makings = List.copyOf(compiled.makings());
        this.encodings = List.copyOf(compiled.encodings());
        this.encodedFeatures = compiled.encodedFeatures();
        this.newRawValues = compiled::newRawValues;
        this.madeNumbers = compiled.madeNumbers();
        this.madeCategories = compiled.madeCategories();
        this.hashed = compiled.hashed().toArray(new Attribute[0]);
        List<Copy> runs = new ArrayList<>();
        List<Widened> widenings = new ArrayList<>();
        compiled.numbers().forEach((slot, field) -> {
            Copy last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (field.type() != FieldType.NUMBER) {
                widenings.add(new Widened(field, slot));
            } else if (last != null
                    && last.slot + last.length == slot
                    && last.fieldSlot + last.length == field.slot()) {
                runs.set(runs.size() - 1, new Copy(last.fieldSlot, last.slot, last.length + 1));
            } else {
                runs.add(new Copy(field.slot(), slot, 1));
            }
        });
        this.copies = runs.toArray(Copy[]::new);
        this.widened = widenings.toArray(Widened[]::new);
        long known = 0;
        for (Copy copy : copies) {
            known |= copy.places();
        }
        this.mayDiffer = ~known;
        List<Named> names = new ArrayList<>();
        compiled.categories().forEach((slot, field) -> names.add(new Named(field, slot)));
        for (int i = 0; i < hashed.length; i++) {
            names.add(new Named(
                    compiled.hashedFields().get(i), layout.categories().size() + i));
        }
        this.named = names.toArray(Named[]::new);
        this.plainSlots = isPlain() ? plainSlots() : null;
        this.inOrder = plainSlots != null
                && Arrays.equals(
                        plainSlots, IntStream.range(0, plainSlots.length).toArray());
    }

    private boolean isPlain() {
        return widened.length == 0
                && named.length == 0
                && readings.length == 0
                && makings.isEmpty()
                && encodings.isEmpty()
                && lookups.isEmpty()
                && dictionarySlots.length == 0
                && layout.categories().isEmpty()
                && layout.hashedAttributes() == 0
                && Arrays.stream(copies).mapToInt(Copy::length).sum()
                        == layout.numbers().size();
    }

    private int[] plainSlots() {
        int[] slots = new int[layout.numbers().size()];
        for (Copy copy : copies) {
            for (int i = 0; i < copy.length; i++) {
                slots[copy.slot + i] = copy.fieldSlot + i;
            }
        }
        return slots;
    }

    /**
     * Lays features out over a schema.
     *
     * @throws IllegalArgumentException for a field that does not exist, is of the wrong type, or is the label
     */
    public static Features of(List<NamedFeature> features, Schema schema, FeatureContext context) {
        return new Features(new FeatureCompiler(features, schema, context));
    }

    private static List<Block> blocks(List<Integer> slots) {
        List<Block> blocks = new ArrayList<>();
        for (int slot : slots) {
            Block last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
            if (last != null && last.from + last.length == slot) {
                blocks.set(blocks.size() - 1, new Block(last.from, last.length + 1));
            } else {
                blocks.add(new Block(slot, 1));
            }
        }
        return List.copyOf(blocks);
    }

    public Layout layout() {
        return layout;
    }

    public RawValues newRawValues() {
        return newRawValues.get();
    }

    public Lookups newLookups() {
        return new Lookups(lookups);
    }

    public Encoders newEncoders() {
        StandardScaler[] scalers = scaled.stream()
                .map(block -> new StandardScaler(block.from, block.length))
                .toArray(StandardScaler[]::new);
        Dictionary[] dictionaries = new Dictionary[dictionarySizes.length];
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i] = new Dictionary(dictionarySizes[i]);
        }
        return new Encoders(
                layout,
                scalers,
                dictionarySlots,
                dictionaries,
                hashed,
                makings.stream().map(Supplier::get).toArray(Encoding[]::new),
                encodings.stream().map(Supplier::get).toArray(Encoding[]::new));
    }

    /** Whether numbers are scaled by what was seen, so that vectors of several partitions are not comparable as they are. */
    public boolean isScaled() {
        return newEncoders().scales();
    }

    /** Why encoders of several partitions cannot be made one, naming the feature; empty if they can. */
    public Optional<String> whyApart() {
        List<String> reasons = newEncoders().whyApart();
        for (int i = 0; i < reasons.size(); i++) {
            if (reasons.get(i) != null) {
                return Optional.of("feature '" + encodedFeatures.get(i) + "' is of one partition: " + reasons.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * Encoders of several partitions made one.
     *
     * @param encoders of all
     * @param alignments of each partition: where what it knows stands there
     */
    public record Merged(Encoders encoders, List<Alignment> alignments) {}

    /**
     * Makes one of the encoders of several partitions, which must have these features: scalers and counts as if they had seen all
     * events, names of all as far as there is room. The parts are not changed.
     *
     * @throws IllegalStateException if a feature forbids it; see {@link #whyApart}
     */
    public Merged merge(List<Encoders> parts) {
        Encoders merged = newEncoders();
        merged.merge(parts);
        return new Merged(merged, parts.stream().map(merged::align).toList());
    }

    /**
     * Where what encoders knew at an earlier moment stands in those that were merged of what they became.
     *
     * @param earlier of a partition, or merged
     */
    public Alignment align(Encoders earlier, Merged merged) {
        return merged.encoders().align(earlier);
    }

    /** How each attribute comes from raw values with encoders as they are, in the layout's order: what exports need. */
    public List<RawInput> inputs(Encoders encoders) {
        List<RawInput> inputs = new ArrayList<>();
        for (Attribute attribute : layout.attributes()) {
            boolean made = switch (attribute.kind()) {
                case NUMBER -> madeNumbers.get(attribute.slot());
                case CATEGORY -> madeCategories.get(attribute.slot());
                case HASHED -> false;
            };
            inputs.add(made ? new RawInput.Made(attribute) : encoders.input(attribute));
        }
        return List.copyOf(inputs);
    }

    /**
     * Whether every value is a number of the row as it came, or scaled: then {@link #plain} and
     * {@link Encoders#encode(NumberTable, NumberTable)} make the vectors of many rows at once.
     */
    public boolean arePlain() {
        return plainSlots != null;
    }

    /**
     * The raw values of many rows by slot of the layout, and maybe more behind them: the same arrays. Only if {@link #arePlain}.
     *
     * @param rows by slot of the schema's numbers
     */
    public NumberTable plain(NumberTable rows) {
        return inOrder ? rows : rows.select(plainSlots);
    }

    /**
     * Fills in what the row itself says; what the lookups say is {@link Lookups#read}'s part, which comes after it.
     *
     * @param timestampMillis event time, {@link dev.millrace.stream.time.Timestamps#NONE} if there is none
     */
    public void read(Row row, long timestampMillis, RawValues raw) {
        raw.timestampMillis = timestampMillis;
        raw.source = row.source();
        raw.sourcePartition = row.sourcePartition();
        raw.offset = row.offset();
        long notZero = mayDiffer;
        for (Copy copy : copies) {
            row.copyNumbers(copy.fieldSlot, raw.numbers, copy.slot, copy.length);
            notZero |= copy.notZero(row);
        }
        raw.notZero = notZero;
        for (Widened one : widened) {
            raw.numbers[one.slot] = row.numeric(one.field);
        }
        for (Named one : named) {
            raw.names[one.index] = row.name(one.field);
        }
        for (Reading reading : readings) {
            reading.read(row, timestampMillis, raw);
        }
    }
}
