package dev.millrace.stream.event;

import java.util.Arrays;
import java.util.Objects;

/**
 * One event's values under a {@link Schema}: numbers in a {@code double[]}, integers, booleans and times in a
 * {@code long[]}, texts in a {@code String[]}, each at its field's slot. A new row has every value missing.
 *
 * <p>Whoever makes a row fills it and then leaves it alone: a row that was emitted is read by many and changed by none, until
 * the engine knows that nobody has it any more and hands it back to its source (see {@link dev.millrace.stream.Operator#keepsEvents()}).
 */
public final class Row implements Event {
    /** Stands for a missing integer, boolean or time. */
    public static final long MISSING_INTEGER = Long.MIN_VALUE;

    private static final double[] NO_NUMBERS = {};
    private static final long[] NO_INTEGERS = {};
    private static final String[] NO_TEXTS = {};

    private final Schema schema;
    private final double[] numbers;
    private final long[] integers;
    private final String[] texts;

    /** The reader that made it and may fill it anew; null if it is somebody else's. */
    private final Object reader;

    private int source;
    private int sourcePartition;
    private long offset;

    /** See {@link #notZero()}. */
    private long notZero;

    public Row(Schema schema, int source, int sourcePartition, long offset) {
        this(schema, source, sourcePartition, offset, null);
        Arrays.fill(numbers, Double.NaN);
        notZero = -1;
    }

    private Row(Schema schema, int source, int sourcePartition, long offset, Object reader) {
        this.schema = schema;
        this.reader = reader;
        this.source = source;
        this.sourcePartition = sourcePartition;
        this.offset = offset;
        this.numbers = schema.numberSlots() == 0 ? NO_NUMBERS : new double[schema.numberSlots()];
        this.integers = schema.integerSlots() == 0 ? NO_INTEGERS : new long[schema.integerSlots()];
        this.texts = schema.textSlots() == 0 ? NO_TEXTS : new String[schema.textSlots()];
        Arrays.fill(integers, MISSING_INTEGER);
    }

    /**
     * A row whose numbers are 0, not missing: for a reader that sets every one of them anyway, to NaN where it is missing.
     */
    public static Row ofZeros(Schema schema, int source, int sourcePartition, long offset) {
        return new Row(schema, source, sourcePartition, offset, null);
    }

    /**
     * A row for a reader that sets every one of its numbers: they are anything before. Its other values are missing.
     *
     * @param reader who asks: a row that another one has made may have got into a list that its owner still reads
     * @param spare filled anew if this reader made it under this schema; see
     *     {@link dev.millrace.stream.source.SourceReader.Sink#spare()}
     */
    @SuppressWarnings("ReferenceEquality") // a source has one schema; another that equals it costs a new row
    public static Row toFill(Object reader, Event spare, Schema schema, int source, int sourcePartition, long offset) {
        if (!(spare instanceof Row row) || row.reader != reader || row.schema != schema) {
            return new Row(schema, source, sourcePartition, offset, Objects.requireNonNull(reader, "reader"));
        }
        row.source = source;
        row.sourcePartition = sourcePartition;
        row.offset = offset;
        row.notZero = 0;
        Arrays.fill(row.integers, MISSING_INTEGER);
        Arrays.fill(row.texts, null);
        return row;
    }

    /** A row that has no place in a source: a question, or a row made in a test. */
    public Row(Schema schema) {
        this(schema, -1, -1, -1);
    }

    /** The same event, its value of one field missing. */
    public Row without(Field field) {
        Row copy = new Row(schema, source, sourcePartition, offset);
        System.arraycopy(numbers, 0, copy.numbers, 0, numbers.length);
        System.arraycopy(integers, 0, copy.integers, 0, integers.length);
        System.arraycopy(texts, 0, copy.texts, 0, texts.length);
        switch (field.type()) {
            case NUMBER -> copy.numbers[field.slot()] = Double.NaN;
            case TEXT -> copy.texts[field.slot()] = null;
            case INTEGER, BOOLEAN, TIME -> copy.integers[field.slot()] = MISSING_INTEGER;
        }
        return copy;
    }

    public Schema schema() {
        return schema;
    }

    /** Null if no reader may fill it anew. */
    Object reader() {
        return reader;
    }

    @Override
    public int source() {
        return source;
    }

    @Override
    public int sourcePartition() {
        return sourcePartition;
    }

    @Override
    public long offset() {
        return offset;
    }

    /** The number at a slot; NaN if missing. */
    public double number(int slot) {
        return numbers[slot];
    }

    /** The integer, time or boolean (1, 0) at a slot; {@link #MISSING_INTEGER} if missing. */
    public long integer(int slot) {
        return integers[slot];
    }

    /** The text at a slot; null if missing. */
    public String text(int slot) {
        return texts[slot];
    }

    /** The numbers by slot, themselves: for what fills a new row, and says then what it has set. */
    double[] numbers() {
        return numbers;
    }

    /** Numbers have been set by way of {@link #numbers()}: see {@link #notZero()}. */
    void notZero(long bits) {
        notZero |= bits;
    }

    /**
     * Which of the first 64 numbers may be other than 0, bit by slot: what most numbers of a row are in many streams need not be
     * looked at one by one. A bit that is set says nothing.
     */
    public long notZero() {
        return notZero;
    }

    /** Copies {@code length} numbers from a slot on, NaN where missing: what a block of features reads in one go. */
    public void copyNumbers(int slot, double[] to, int at, int length) {
        System.arraycopy(numbers, slot, to, at, length);
    }

    public void setNumber(int slot, double value) {
        numbers[slot] = value;
        notZero |= 1L << slot; // of a slot beyond 63 another one's bit
    }

    /**
     * Sets the four numbers from a slot on to digits.
     *
     * @param digits four of 16 bits each, the first the lowest
     */
    public void setDigits(int slot, long digits) {
        double[] to = numbers;
        int left = (int) digits;
        int right = (int) (digits >>> 32);
        to[slot] = left & 15;
        to[slot + 1] = left >>> 16;
        to[slot + 2] = right & 15;
        to[slot + 3] = right >>> 16;
        long present = digits + 0x000F000F000F000FL >>> 4 & 0x0001000100010001L;
        notZero |= (present * 0x0001000200040008L >>> 48 & 15) << slot; // the four bits side by side
    }

    /** Sets {@code length} numbers from a slot on. */
    public void setNumbers(int slot, double[] from, int length) {
        System.arraycopy(from, 0, numbers, slot, length);
        notZero = -1;
    }

    public void setInteger(int slot, long value) {
        integers[slot] = value;
    }

    public void setText(int slot, String value) {
        texts[slot] = value;
    }

    public boolean isMissing(Field field) {
        return switch (field.type()) {
            case NUMBER -> Double.isNaN(numbers[field.slot()]);
            case TEXT -> texts[field.slot()] == null;
            case INTEGER, BOOLEAN, TIME -> integers[field.slot()] == MISSING_INTEGER;
        };
    }

    /** The value as a number: integers and times widened, booleans 1 and 0, NaN if missing. Text is refused. */
    public double numeric(Field field) {
        return switch (field.type()) {
            case NUMBER -> numbers[field.slot()];
            case INTEGER, BOOLEAN, TIME -> {
                long value = integers[field.slot()];
                yield value == MISSING_INTEGER ? Double.NaN : value;
            }
            case TEXT ->
                throw new IllegalArgumentException(
                        "field '" + field.name() + "' is text, not a number; use it as a category");
        };
    }

    /**
     * The value as the name of a class, category or key: text as it is, integers and times in decimal, booleans
     * {@code true} and {@code false}, null if missing. A number is refused: no key or label passes through a double.
     */
    public String name(Field field) {
        return switch (field.type()) {
            case TEXT -> texts[field.slot()];
            case INTEGER, TIME -> {
                long value = integers[field.slot()];
                yield value == MISSING_INTEGER ? null : Long.toString(value);
            }
            case BOOLEAN -> {
                long value = integers[field.slot()];
                yield value == MISSING_INTEGER ? null : value != 0 ? "true" : "false";
            }
            case NUMBER ->
                throw new IllegalArgumentException("field '" + field.name()
                        + "' is a number and cannot name a key or class; declare it as text or integer");
        };
    }

    /** {@code {field=value, …}} of what is present. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Field field : schema.fields()) {
            if (!isMissing(field)) {
                text.append(text.length() == 1 ? "" : ", ").append(field.name()).append('=');
                text.append(field.type() == FieldType.NUMBER ? Double.toString(number(field.slot())) : name(field));
            }
        }
        return text.append('}').toString();
    }
}
