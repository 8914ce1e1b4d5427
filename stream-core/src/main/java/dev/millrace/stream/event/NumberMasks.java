package dev.millrace.stream.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The numbers of a row as bytes, exact to the bit (any NaN is missing): for each 64 numbers, or what is left of them,
 *
 * <pre>
 * mask    a bit per number, the first the lowest: whether anything but 0 follows for it; whole bytes, the lowest first
 * kinds   four bits for each of those, two in a byte, the lower half first; what is left of the last byte is 0
 * values  of those, by their kinds:
 *           0  none: missing
 *           1  an integer 0 … 255, 1 byte
 *           2  an integer of 2 bytes
 *           4  an integer of 4 bytes
 *           5  a number of 4 bytes, where a float is exact
 *           8  a number of 8 bytes
 * </pre>
 *
 * <p>Measured flags, counts and codes are small integers, and most columns of a one-hot row are 0: such rows are less than a tenth of
 * their 8 bytes a number. Masks and kinds stand in front so that reading takes no guesses: where a value stands and how long it is
 * is known before it is looked at, and integers of one byte and of two are read alike (a jump that goes by each value's size was guessed
 * wrong several times a row, which took longer than all the rest). Idea: Lemire, Kurz and Rupp, "Stream VByte: faster
 * byte-oriented integer compression", Information Processing Letters 130 (2018).
 */
final class NumberMasks {
    /** Numbers of a row up to which this form is written: of very wide rows, runs of zeros are shorter. */
    static final int MOST = 256;

    /** Bytes that a number takes at most, and a row of {@link #MOST} on the average. */
    static final int MOST_BYTES = 10;

    private static final int MISSING = 0;
    private static final int BYTE = 1;
    private static final int SHORT = 2;
    private static final int INT = 4;
    private static final int FLOAT = 5;
    private static final int DOUBLE = 8;

    /** Kinds of sixteen numbers of 8 bytes. */
    private static final long DOUBLES = 0x8888_8888_8888_8888L;

    /** Numbers whose kinds are looked at together. */
    private static final int GROUP = 16;

    /** Bytes behind a value that may be looked at with it. */
    private static final int BEYOND = Long.BYTES;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private NumberMasks() {}

    /** Writes the first {@code count} numbers of a row; the index after the last byte. */
    static int encode(Row row, int count, byte[] into, int from) {
        int at = from;
        for (int first = 0; first < count; first += Long.SIZE) {
            at = encode(row, first, Math.min(Long.SIZE, count - first), into, at);
        }
        return at;
    }

    private static int encode(Row row, int first, int count, byte[] into, int from) {
        long mask = 0;
        for (int i = 0; i < count; i++) {
            mask |= Double.doubleToRawLongBits(row.number(first + i)) == 0 ? 0 : 1L << i;
        }
        int kinds = from + maskBytes(count);
        for (int at = from; at < kinds; at++) {
            into[at] = (byte) (mask >>> 8 * (at - from));
        }
        int present = Long.bitCount(mask);
        int at = kinds + kindBytes(present);
        Arrays.fill(into, kinds, at, (byte) 0);
        long left = mask;
        for (int i = 0; i < present; i++, left &= left - 1) {
            double value = row.number(first + Long.numberOfTrailingZeros(left));
            int kind = kind(value);
            into[kinds + (i >> 1)] |= (byte) (kind << 4 * (i & 1));
            at = put(value, kind, into, at);
        }
        return at;
    }

    private static int kind(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        int integer = (int) value;
        if (integer == value && integer != 0) { // −0.0 is no integer
            return integer >= 0 && integer < 256 ? BYTE : integer == (short) integer ? SHORT : INT;
        }
        return (float) value == value ? FLOAT : DOUBLE;
    }

    private static int put(double value, int kind, byte[] into, int at) {
        switch (kind) {
            case MISSING -> {
                return at;
            }
            case BYTE -> into[at] = (byte) (int) value;
            case SHORT -> SHORTS.set(into, at, (short) value);
            case INT -> INTS.set(into, at, (int) value);
            case FLOAT -> INTS.set(into, at, Float.floatToRawIntBits((float) value));
            default -> LONGS.set(into, at, Double.doubleToRawLongBits(value));
        }
        return at + bytes(kind);
    }

    private static int maskBytes(int count) {
        return count + 7 >> 3;
    }

    private static int kindBytes(int present) {
        return present + 1 >> 1;
    }

    private static int bytes(int kind) {
        return kind & ~(kind & 1 & kind >> 2); // 5 takes 4, each other kind what it is called
    }

    /**
     * Sets the first {@code count} numbers of a row, whatever they were; the index after the last byte read. An
     * {@link IndexOutOfBoundsException} where the bytes end early, unless others stand behind them.
     */
    static int decode(Row row, int count, byte[] bytes, int from) throws BadRecord {
        double[] numbers = row.numbers();
        Arrays.fill(numbers, 0, count, 0);
        int at = from;
        for (int first = 0; first < count; first += Long.SIZE) {
            int here = Math.min(Long.SIZE, count - first);
            long mask = word(bytes, at, maskBytes(here));
            if (here < Long.SIZE && mask >>> here != 0) {
                throw new BadRecord("a number behind the last of " + count);
            }
            if (first == 0) {
                row.notZero(mask);
            }
            at = decode(numbers, first, mask, bytes, at + maskBytes(here));
        }
        return at;
    }

    private static int decode(double[] numbers, int first, long mask, byte[] bytes, int from) throws BadRecord {
        int present = Long.bitCount(mask);
        int values = from + kindBytes(present);
        if (values + present * Long.BYTES + BEYOND <= bytes.length) {
            return decode(numbers, first, mask, present, bytes, from, values);
        }
        if (values > bytes.length) {
            throw new IndexOutOfBoundsException("the kinds of numbers");
        }
        // The last records of a buffer: with room behind them.
        byte[] roomy = Arrays.copyOfRange(bytes, from, values + present * Long.BYTES + BEYOND);
        int read = decode(numbers, first, mask, present, roomy, 0, values - from);
        if (from + read > bytes.length) {
            throw new IndexOutOfBoundsException("the values of numbers");
        }
        return from + read;
    }

    private static int decode(
            double[] numbers, int first, long mask, int present, byte[] bytes, int fromKinds, int fromValues)
            throws BadRecord {
        int at = fromValues;
        long left = mask;
        for (int i = 0; i < present; i += GROUP) {
            long kinds = (long) LONGS.get(bytes, fromKinds + (i >> 1)); // values may stand behind them
            int here = Math.min(GROUP, present - i);
            if (areDoublesSideBySide(kinds, here, left)) {
                int slot = Long.numberOfTrailingZeros(left);
                for (int k = 0; k < here; k++) {
                    numbers[first + slot + k] = Double.longBitsToDouble((long) LONGS.get(bytes, at + Long.BYTES * k));
                }
                at += Long.BYTES * here;
                left = slot + here < Long.SIZE ? left & -1L << slot + here : 0;
                continue;
            }
            for (int k = 0; k < here; k++) {
                int slot = first + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                int kind = (int) kinds & 15;
                kinds >>>= 4;
                if ((kind - BYTE & ~1) == 0) {
                    int two = (short) SHORTS.get(bytes, at);
                    numbers[slot] = two & (0xFF | ~(kind - SHORT)); // of one byte the other is left out, without a jump
                    at += kind;
                } else {
                    numbers[slot] = longer(kind, bytes, at, slot);
                    at += bytes(kind);
                }
            }
        }
        return at;
    }

    /** Measured numbers, as they mostly are: read in a loop without guesses. */
    private static boolean areDoublesSideBySide(long kinds, int count, long left) {
        return (kinds ^ DOUBLES) << Long.SIZE - 4 * count == 0
                && Long.numberOfTrailingZeros(~(left >>> Long.numberOfTrailingZeros(left))) >= count;
    }

    private static double longer(int kind, byte[] bytes, int at, int slot) throws BadRecord {
        return switch (kind) {
            case MISSING -> Double.NaN;
            case INT -> (int) INTS.get(bytes, at);
            case FLOAT -> Float.intBitsToFloat((int) INTS.get(bytes, at));
            case DOUBLE -> Double.longBitsToDouble((long) LONGS.get(bytes, at));
            default -> throw new BadRecord("number " + slot + " has the unknown kind " + kind);
        };
    }

    /** Up to eight bytes, the lowest first. */
    private static long word(byte[] bytes, int from, int length) {
        if (from + Long.BYTES <= bytes.length) {
            long word = (long) LONGS.get(bytes, from);
            return length == Long.BYTES ? word : word & (1L << 8 * length) - 1;
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << 8 * i;
        }
        return word;
    }
}
