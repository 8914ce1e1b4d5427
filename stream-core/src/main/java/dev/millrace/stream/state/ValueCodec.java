package dev.millrace.stream.state;

/**
 * Writes and reads one value of a container of state. Equal values must give equal bytes. Writes plain values only: a
 * value registers no containers of its own.
 *
 * @param <V> the values, never null
 */
public interface ValueCodec<V> {
    void write(V value, StateWriter out);

    V read(StateReader in);
}
