package dev.millrace.stream.state;

/**
 * Lets one part of an operator name its containers and facts without knowing the other parts: puts a prefix before every
 * name. Read back through a {@link ScopedStateReader} with the same prefix. Threading: one caller.
 */
public final class ScopedStateWriter implements StateWriter {
    private final StateWriter out;
    private final String prefix;

    /** @param prefix letters, digits, '-' and '_' */
    public ScopedStateWriter(StateWriter out, String prefix) {
        this.out = out;
        this.prefix = prefix;
    }

    @Override
    public void writeBoolean(boolean value) {
        out.writeBoolean(value);
    }

    @Override
    public void writeByte(int value) {
        out.writeByte(value);
    }

    @Override
    public void writeInt(int value) {
        out.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        out.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        out.writeDouble(value);
    }

    @Override
    public void writeString(String value) {
        out.writeString(value);
    }

    @Override
    public void writeDoubles(double[] values) {
        out.writeDoubles(values);
    }

    @Override
    public void writeInts(int[] values) {
        out.writeInts(values);
    }

    @Override
    public void writeLongs(long[] values) {
        out.writeLongs(values);
    }

    @Override
    public void writeBytes(byte[] values) {
        out.writeBytes(values);
    }

    @Override
    public void register(String name, ChunkedState state) {
        out.register(prefix + name, state);
    }

    @Override
    public void fact(String name, Object value) {
        out.fact(prefix + name, value);
    }
}
