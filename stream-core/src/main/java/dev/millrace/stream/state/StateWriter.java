package dev.millrace.stream.state;

/**
 * Takes an operator's state at a barrier. Plain values go, in order, into the operator's chunk {@code main} and are
 * copied at once; large containers are {@linkplain #register registered} and written bit by bit while the stream goes
 * on. Big-endian, no alignment, no type marks: {@link StateReader} reads in the same order.
 */
public interface StateWriter {
    void writeBoolean(boolean value);

    void writeByte(int value);

    void writeInt(int value);

    void writeLong(long value);

    /** Bit for bit, but every NaN as the canonical one. */
    void writeDouble(double value);

    /** UTF-8 with its length; null is kept. */
    void writeString(String value);

    /** The length, then the values. */
    void writeDoubles(double[] values);

    /** The length, then the values. */
    void writeInts(int[] values);

    /** The length, then the values. */
    void writeLongs(long[] values);

    /** The length, then the bytes. */
    void writeBytes(byte[] values);

    /**
     * Adds a container that writes itself in chunks of its own, at once or later. On restore the operator hands an empty
     * container of the same kind to {@link StateReader#restore}, under the same name.
     *
     * @param name unique in the operator; letters, digits, '-' and '_'
     */
    void register(String name, ChunkedState state);

    /**
     * States a fact about this partition for the version's manifest, not for restoring: a count of events, a metric.
     *
     * @param name unique in the operator
     * @param value a {@code Number}, {@code String}, {@code Boolean}, or a {@code Map} or {@code List} of these
     */
    void fact(String name, Object value);
}
