package dev.millrace.stream.state;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one operator's state from its chunks: plain values from {@value BytesStateWriter#MAIN}, containers from the
 * chunks {@code name/…}. Threading: one caller.
 */
public final class BytesStateReader implements StateReader {
    private final SortedMap<String, byte[]> chunks;
    private final ByteBuffer main;

    /**
     * @param chunks all chunks of an operator's partition; without a chunk {@value BytesStateWriter#MAIN} there is no
     *     plain value to read
     */
    public BytesStateReader(SortedMap<String, byte[]> chunks) {
        this.chunks = chunks;
        this.main = ByteBuffer.wrap(chunks.getOrDefault(BytesStateWriter.MAIN, new byte[0]));
    }

    /** Reads plain values from bytes that {@link BytesStateWriter#main} gave; there are no containers. */
    public BytesStateReader(byte[] main) {
        this.chunks = new TreeMap<>();
        this.main = ByteBuffer.wrap(main);
    }

    @Override
    public boolean readBoolean() {
        int value = readByte();
        if (value != 0 && value != 1) {
            throw new BadState("a boolean is stored as 0 or 1, got " + value + before(1) + "; the state does not fit");
        }
        return value == 1;
    }

    @Override
    public int readByte() {
        return need(1).get();
    }

    @Override
    public int readInt() {
        return need(Integer.BYTES).getInt();
    }

    @Override
    public long readLong() {
        return need(Long.BYTES).getLong();
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(need(Double.BYTES).getLong());
    }

    @Override
    public String readString() {
        int length = readInt();
        if (length == -1) {
            return null;
        }
        byte[] text = new byte[checked(length, 1)];
        main.get(text);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadState("a text is not UTF-8" + before(length) + "; the state does not fit its reader", e);
        }
    }

    @Override
    public double[] readDoubles() {
        double[] values = new double[checked(readInt(), Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(main.getLong());
        }
        return values;
    }

    @Override
    public int[] readInts() {
        int[] values = new int[checked(readInt(), Integer.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = main.getInt();
        }
        return values;
    }

    @Override
    public long[] readLongs() {
        long[] values = new long[checked(readInt(), Long.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = main.getLong();
        }
        return values;
    }

    @Override
    public byte[] readBytes() {
        byte[] values = new byte[checked(readInt(), 1)];
        main.get(values);
        return values;
    }

    @Override
    public void restore(String name, ChunkedState state) {
        String prefix = name + '/';
        SortedMap<String, byte[]> own = new TreeMap<>();
        chunks.subMap(prefix, name + (char) ('/' + 1)).forEach((chunk, bytes) -> {
            own.put(chunk.substring(prefix.length()), bytes);
        });
        try {
            state.restore(own);
        } catch (BadState e) {
            throw new BadState("the container '" + name + "' cannot be restored: " + e.getMessage(), e);
        }
    }

    @Override
    public int remaining() {
        return main.remaining();
    }

    private ByteBuffer need(int bytes) {
        if (main.remaining() < bytes) {
            throw new BadState("the state ends too early: " + bytes + " bytes wanted at byte " + main.position()
                    + " of " + main.limit() + "; it was written by another operator or version");
        }
        return main;
    }

    private int checked(int length, int width) {
        if (length < 0 || (long) length * width > main.remaining()) {
            throw new BadState("a length of " + length + before(Integer.BYTES) + " cannot be: " + main.remaining()
                    + " bytes are left; the state was written by another operator or version");
        }
        return length;
    }

    private String before(int bytes) {
        return " at byte " + (main.position() - bytes) + " of " + main.limit();
    }
}
