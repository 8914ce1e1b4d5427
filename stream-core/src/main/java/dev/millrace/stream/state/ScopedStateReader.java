package dev.millrace.stream.state;

/** Reads what was written through a {@link ScopedStateWriter} with the same prefix. Threading: one caller. */
public final class ScopedStateReader implements StateReader {
    private final StateReader in;
    private final String prefix;

    public ScopedStateReader(StateReader in, String prefix) {
        this.in = in;
        this.prefix = prefix;
    }

    @Override
    public boolean readBoolean() {
        return in.readBoolean();
    }

    @Override
    public int readByte() {
        return in.readByte();
    }

    @Override
    public int readInt() {
        return in.readInt();
    }

    @Override
    public long readLong() {
        return in.readLong();
    }

    @Override
    public double readDouble() {
        return in.readDouble();
    }

    @Override
    public String readString() {
        return in.readString();
    }

    @Override
    public double[] readDoubles() {
        return in.readDoubles();
    }

    @Override
    public int[] readInts() {
        return in.readInts();
    }

    @Override
    public long[] readLongs() {
        return in.readLongs();
    }

    @Override
    public byte[] readBytes() {
        return in.readBytes();
    }

    @Override
    public void restore(String name, ChunkedState state) {
        in.restore(prefix + name, state);
    }

    @Override
    public int remaining() {
        return in.remaining();
    }
}
