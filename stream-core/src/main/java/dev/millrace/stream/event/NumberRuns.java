package dev.millrace.stream.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The numbers of a row as bytes, exact to the bit (any NaN is missing). One byte says what follows:
 *
 * <pre>
 * 00 … EF  the integer 0 … 239 itself
 * F0       missing
 * F1       an integer of 2 bytes
 * F2       an integer of 4 bytes
 * F3       a number of 4 bytes, where a float is exact
 * F4       a number of 8 bytes
 * F5       zeros, as many as the next byte says (1 … 255)
 * F6       missing, as many as the next byte says
 * </pre>
 *
 * <p>Measured flags, counts and codes are small integers, and one-hot columns are runs of zeros: such rows are a tenth of
 * their 8 bytes a number. For rows of more numbers than {@link NumberMasks} is for, and for journals written before there was that form.
 */
final class NumberRuns {
    /** Bytes that a number takes at most. */
    static final int MOST_BYTES = 9;

    private static final int SMALL = 0xF0;
    private static final int MISSING = 0xF0;
    private static final int SHORT = 0xF1;
    private static final int INT = 0xF2;
    private static final int FLOAT = 0xF3;
    private static final int DOUBLE = 0xF4;
    private static final int ZEROS = 0xF5;
    private static final int MISSINGS = 0xF6;
    private static final int LONGEST_RUN = 255;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private NumberRuns() {}

    /** Writes the first {@code count} numbers of a row; the index after the last byte. */
    static int encode(Row row, int count, byte[] into, int from) {
        int at = from;
        for (int slot = 0; slot < count; ) {
            long bits = Double.doubleToLongBits(row.number(slot));
            int run = run(row, slot, count, bits);
            if (run > 1) {
                into[at++] = (byte) (bits == 0 ? ZEROS : MISSINGS);
                into[at++] = (byte) run;
                slot += run;
            } else {
                at = encode(row.number(slot), into, at);
                slot++;
            }
        }
        return at;
    }

    /** How many zeros or missing numbers follow each other; 0 for other numbers. */
    private static int run(Row row, int slot, int count, long bits) {
        if (bits != 0 && !Double.isNaN(row.number(slot))) {
            return 0;
        }
        int end = Math.min(count, slot + LONGEST_RUN);
        int next = slot + 1;
        while (next < end && Double.doubleToLongBits(row.number(next)) == bits) {
            next++;
        }
        return next - slot;
    }

    private static int encode(double value, byte[] into, int at) {
        if (Double.isNaN(value)) {
            into[at] = (byte) MISSING;
            return at + 1;
        }
        int integer = (int) value;
        if (integer == value && (integer != 0 || Double.doubleToRawLongBits(value) == 0)) { // −0.0 is no integer
            if (integer >= 0 && integer < SMALL) {
                into[at] = (byte) integer;
                return at + 1;
            }
            if (integer == (short) integer) {
                into[at] = (byte) SHORT;
                SHORTS.set(into, at + 1, (short) integer);
                return at + 3;
            }
            into[at] = (byte) INT;
            INTS.set(into, at + 1, integer);
            return at + 5;
        }
        if ((float) value == value) {
            into[at] = (byte) FLOAT;
            INTS.set(into, at + 1, Float.floatToRawIntBits((float) value));
            return at + 5;
        }
        into[at] = (byte) DOUBLE;
        LONGS.set(into, at + 1, Double.doubleToRawLongBits(value));
        return at + 9;
    }

    /**
     * Sets the first {@code count} numbers of a row, whatever they were; the index after the last byte read. An
     * {@link IndexOutOfBoundsException} where the bytes end early.
     */
    static int decode(Row row, int count, byte[] bytes, int from) throws BadRecord {
        double[] numbers = row.numbers();
        Arrays.fill(numbers, 0, count, 0); // at once: where each run of zeros ends is anybody's guess
        long notZero = 0;
        int at = from;
        for (int slot = 0; slot < count; ) {
            int first = bytes[at++] & 0xFF;
            if (first < SMALL) {
                numbers[slot] = first;
                notZero |= (long) (-first >>> 31) << slot++; // no jump on whether it is 0
                continue;
            }
            if (first == ZEROS) {
                slot += run(bytes[at++], slot, count);
                continue;
            }
            notZero |= 1L << slot;
            switch (first) {
                case MISSING -> numbers[slot++] = Double.NaN;
                case SHORT -> {
                    numbers[slot++] = (short) SHORTS.get(bytes, at);
                    at += 2;
                }
                case INT -> {
                    numbers[slot++] = (int) INTS.get(bytes, at);
                    at += 4;
                }
                case FLOAT -> {
                    numbers[slot++] = Float.intBitsToFloat((int) INTS.get(bytes, at));
                    at += 4;
                }
                case DOUBLE -> {
                    numbers[slot++] = Double.longBitsToDouble((long) LONGS.get(bytes, at));
                    at += 8;
                }
                case MISSINGS -> {
                    int length = run(bytes[at++], slot, count);
                    Arrays.fill(numbers, slot, slot + length, Double.NaN);
                    notZero = -1;
                    slot += length;
                }
                default -> throw new BadRecord("number " + slot + " has the unknown kind " + first);
            }
        }
        row.notZero(notZero);
        return at;
    }

    private static int run(byte length, int slot, int count) throws BadRecord {
        int numbers = length & 0xFF;
        if (numbers == 0 || numbers > count - slot) {
            throw new BadRecord("a run of " + numbers + " numbers at number " + slot + " of " + count);
        }
        return numbers;
    }
}
