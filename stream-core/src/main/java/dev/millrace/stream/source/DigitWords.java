package dev.millrace.stream.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Runs of up to seven digits as words of eight bytes, read without a loop. Source: Lemire, "Number parsing at a gigabyte per
 * second", Software: Practice and Experience 51 (2021), section 7. Threading: any thread.
 */
final class DigitWords {
    /** Powers of ten, as far as a run of digits reaches. */
    static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    private DigitWords() {}

    /** Eight bytes, the first one lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /** By byte, the offset from '0'. */
    static long offsets(byte[] bytes, int at) {
        return word(bytes, at) ^ ZEROS;
    }

    /** How many bytes are digits, up to the first that is none; 8 if all are. */
    static int digits(long offsets) {
        // A sum that carries stands behind a byte that is no digit, so the lowest bit found is right.
        long others = (offsets + 0x7676_7676_7676_7676L | offsets) & 0x8080_8080_8080_8080L;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The number that the first {@code digits} of them make, 1 to 8. */
    static long number(long offsets, int digits) {
        long eight = offsets << Long.SIZE - Byte.SIZE * digits;
        long pairs = eight * 2561 >>> 8; // 10 times one, and the next
        return ((pairs & 0x0000_00ff_0000_00ffL) * 0x000f_4240_0000_0064L
                        + (pairs >>> 16 & 0x0000_00ff_0000_00ffL) * 0x0000_2710_0000_0001L)
                >>> 32;
    }
}
