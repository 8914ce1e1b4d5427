package dev.millrace.stream.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes one operator's state into memory: plain values become the chunk {@value #MAIN}, registered containers and facts
 * are kept by name for the caller, who freezes the containers and stores their chunks as {@code name/chunk}.
 *
 * <p>Big-endian; a length is an int; a null string has the length −1. Threading: one caller. Cost: copies every value
 * once, amortised.
 */
public final class BytesStateWriter implements StateWriter {
    /** Name of the chunk that holds the plain values. */
    public static final String MAIN = "main";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final SortedMap<String, ChunkedState> registered = new TreeMap<>();
    private final SortedMap<String, Object> facts = new TreeMap<>();
    private byte[] bytes = new byte[64];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);

    /** The plain values written so far; a copy. */
    public byte[] main() {
        return Arrays.copyOf(bytes, buffer.position());
    }

    /** The containers by name, in order of their names. */
    public SortedMap<String, ChunkedState> registered() {
        return Collections.unmodifiableSortedMap(registered);
    }

    /** The facts by name, in order of their names. */
    public SortedMap<String, Object> facts() {
        return Collections.unmodifiableSortedMap(facts);
    }

    @Override
    public void writeBoolean(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
    }

    @Override
    public void writeByte(int value) {
        room(1).put((byte) value);
    }

    @Override
    public void writeInt(int value) {
        room(Integer.BYTES).putInt(value);
    }

    @Override
    public void writeLong(long value) {
        room(Long.BYTES).putLong(value);
    }

    @Override
    public void writeDouble(double value) {
        room(Double.BYTES).putLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeString(String value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeBytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void writeDoubles(double[] values) {
        ByteBuffer out = room((long) Integer.BYTES + (long) values.length * Double.BYTES);
        out.putInt(values.length);
        for (double value : values) {
            out.putLong(Double.doubleToLongBits(value));
        }
    }

    @Override
    public void writeInts(int[] values) {
        ByteBuffer out = room((long) Integer.BYTES + (long) values.length * Integer.BYTES);
        out.putInt(values.length);
        for (int value : values) {
            out.putInt(value);
        }
    }

    @Override
    public void writeLongs(long[] values) {
        ByteBuffer out = room((long) Integer.BYTES + (long) values.length * Long.BYTES);
        out.putInt(values.length);
        for (long value : values) {
            out.putLong(value);
        }
    }

    @Override
    public void writeBytes(byte[] values) {
        ByteBuffer out = room((long) Integer.BYTES + values.length);
        out.putInt(values.length);
        out.put(values);
    }

    @Override
    public void register(String name, ChunkedState state) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a container of state; use 1 to 100 letters, digits, '-' or '_'");
        }
        if (registered.putIfAbsent(name, state) != null) {
            throw new IllegalArgumentException(
                    "two containers of state are named '" + name + "'; names are unique in an operator");
        }
    }

    @Override
    public void fact(String name, Object value) {
        if (facts.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("the fact '" + name + "' is stated twice; names are unique");
        }
    }

    private ByteBuffer room(long more) {
        if (buffer.remaining() < more) {
            long needed = buffer.position() + more;
            if (needed > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("the plain state of an operator exceeds 2 GiB; keep it in a KeyedMap or"
                        + " ChunkedArray and register that");
            }
            int used = buffer.position();
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, 2L * bytes.length)));
            buffer = ByteBuffer.wrap(bytes).position(used);
        }
        return buffer;
    }
}
