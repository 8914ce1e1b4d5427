package dev.millrace.cli.plan;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The end of a stream: hands each event to a listener and writes it as a line to a file, once each over restarts. Its
 * state is how long the file is; without a file, or in a replay, lines are counted and not written.
 *
 * @param <T> the events
 */
final class LineSink<T> implements Operator<T, Void> {
    private static final int FORMAT = 1;

    private final Function<T, byte[]> line;
    private final LineFile file;
    private final Consumer<T> listener;
    private long length;

    /**
     * @param line an event as a line, with its line break; null for no lines at all
     * @param path where lines go; null to count them only
     * @param listener told of each event; null for none
     */
    LineSink(Function<T, byte[]> line, Path path, Consumer<T> listener) {
        this.line = line;
        this.file = path == null ? null : new LineFile(path);
        this.listener = listener;
    }

    @Override
    public void open(Output<Void> output) {
        // nothing comes after this step
    }

    @Override
    public void onEvent(T event, long timestampMillis) {
        if (listener != null) {
            listener.accept(event);
        }
        if (line != null) {
            byte[] bytes = line.apply(event);
            if (file != null) {
                if (!file.isOpen()) {
                    file.goOnAt(length);
                }
                file.write(bytes);
            }
            length += bytes.length;
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        if (file != null && file.isOpen()) {
            file.force();
        }
        out.writeByte(FORMAT);
        out.writeLong(length);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new BadState("a file's place in format " + format + "; this Millrace reads format " + FORMAT);
        }
        length = in.readLong();
        if (file != null && length > 0) {
            file.goOnAt(length);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
