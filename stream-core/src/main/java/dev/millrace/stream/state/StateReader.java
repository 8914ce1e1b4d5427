package dev.millrace.stream.state;

/**
 * Reads what {@link StateWriter} wrote, in the same order. Reading past the end, or a length that cannot be, is a
 * {@link BadState}: a snapshot that does not fit its reader is named, never half-read.
 */
public interface StateReader {
    boolean readBoolean();

    int readByte();

    int readInt();

    long readLong();

    double readDouble();

    String readString();

    double[] readDoubles();

    int[] readInts();

    long[] readLongs();

    byte[] readBytes();

    /** Fills a container from its chunks. */
    void restore(String name, ChunkedState state);

    /** Bytes of the chunk {@code main} that are still unread. */
    int remaining();
}
