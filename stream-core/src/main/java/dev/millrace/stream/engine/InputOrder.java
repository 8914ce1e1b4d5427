package dev.millrace.stream.engine;

import dev.millrace.stream.state.BadState;
import java.util.Arrays;

/**
 * The order in which a task took what its inputs gave, run-length: so many events and marks of one input, then of another,
 * with idle marks and ticks at their place. The same order has the same bytes, however it came to be.
 *
 * <p>Bytes: the format, the interval of ticks, then entries, all as variable-length integers: {@code count·4} and the
 * input for a run; {@code input·4 + 1} for an idle mark; {@code count·4 + 2} and the distance of the first from the tick
 * before for ticks that follow each other at the interval. Some three bytes a batch. Threading: one caller.
 */
final class InputOrder {
    /** Beyond this an order is not recorded any more; some five million batches. */
    static final int LARGEST_BYTES = 1 << 24;

    private static final int FORMAT = 1;
    private static final int ITEMS = 0;
    private static final int IDLE = 1;
    private static final int TICKS = 2;
    private static final int NOTHING = -1;

    private final long tickEveryMillis;
    private byte[] bytes = new byte[64];
    private int size;
    private boolean tooLong;

    /** The run that may still grow. */
    private int open = NOTHING;

    private int openInput;
    private long openCount;
    private long openTick;
    private long lastTick;

    InputOrder(long tickEveryMillis) {
        this.tickEveryMillis = tickEveryMillis;
        write(FORMAT);
        write(tickEveryMillis);
    }

    void items(int input, long count) {
        if (open == ITEMS && openInput == input) {
            openCount += count;
            return;
        }
        close();
        open = ITEMS;
        openInput = input;
        openCount = count;
    }

    void idle(int input) {
        close();
        write((long) input << 2 | IDLE);
    }

    void tick(long clockMillis) {
        if (open == TICKS && clockMillis == openTick + openCount * tickEveryMillis) {
            openCount++;
            return;
        }
        close();
        open = TICKS;
        openTick = clockMillis;
        openCount = 1;
    }

    /** Adds what came after this. */
    void append(InputOrder later) {
        if (tooLong || later.tooLong) {
            tooLong = true;
            return;
        }
        Cursor cursor = new Cursor(later.bytes());
        while (cursor.next()) {
            if (cursor.isTick()) {
                tick(cursor.tickMillis());
                cursor.took(1);
            } else if (cursor.isIdle()) {
                idle(cursor.input());
                cursor.took(1);
            } else {
                items(cursor.input(), cursor.left());
                cursor.took(cursor.left());
            }
        }
    }

    /** Whether it has grown so long that it is not recorded any more. */
    boolean isTooLong() {
        return tooLong;
    }

    int size() {
        return size;
    }

    /** Canonical; a copy. */
    byte[] bytes() {
        int end = size;
        long tick = lastTick;
        writeOpen();
        byte[] copy = Arrays.copyOf(bytes, size);
        size = end; // the run stays open
        lastTick = tick;
        return copy;
    }

    private void close() {
        writeOpen();
        open = NOTHING;
        if (size > LARGEST_BYTES) {
            tooLong = true;
            size = 0;
        }
    }

    private void writeOpen() {
        if (open == ITEMS) {
            write(openCount << 2 | ITEMS);
            write(openInput);
        } else if (open == TICKS) {
            long distance = openTick - lastTick;
            write(openCount << 2 | TICKS);
            write(distance << 1 ^ distance >> 63);
            lastTick = openTick + (openCount - 1) * tickEveryMillis;
        }
    }

    private void write(long value) {
        if (size + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    /** Reads an order entry by entry. Threading: one caller. */
    static final class Cursor {
        private final byte[] bytes;
        private final long tickEveryMillis;
        private int position;
        private int kind = NOTHING;
        private int input;
        private long left;
        private long tick;

        Cursor(byte[] order) {
            this.bytes = order;
            long format = read();
            if (format != FORMAT) {
                throw new BadState("an order of inputs in format " + format + " cannot be read; this Millrace reads"
                        + " format " + FORMAT);
            }
            this.tickEveryMillis = read();
        }

        /** Whether there is anything left to take; stands on it then. */
        boolean next() {
            if (left > 0) {
                return true;
            }
            if (position == bytes.length) {
                return false;
            }
            long entry = read();
            kind = (int) entry & 3;
            left = entry >>> 2;
            switch (kind) {
                case ITEMS -> input = (int) read();
                case IDLE -> {
                    input = (int) left;
                    left = 1;
                }
                case TICKS -> {
                    long distance = read();
                    tick += distance >>> 1 ^ -(distance & 1);
                }
                default -> throw new BadState("an order of inputs has an entry of an unknown kind; it is damaged");
            }
            if (left <= 0) {
                throw new BadState("an order of inputs has an empty entry; it is damaged");
            }
            return true;
        }

        long tickEveryMillis() {
            return tickEveryMillis;
        }

        boolean isIdle() {
            return kind == IDLE;
        }

        boolean isTick() {
            return kind == TICKS;
        }

        int input() {
            return input;
        }

        /** Of the entry it stands on. */
        long left() {
            return left;
        }

        long tickMillis() {
            return tick;
        }

        void took(long count) {
            left -= count;
            if (kind == TICKS && left > 0) {
                tick += count * tickEveryMillis;
            }
        }

        private long read() {
            long value = 0;
            for (int shift = 0; shift < 64 && position < bytes.length; shift += 7) {
                byte next = bytes[position++];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new BadState("an order of inputs ends in the middle of a number; it is damaged");
        }
    }
}
