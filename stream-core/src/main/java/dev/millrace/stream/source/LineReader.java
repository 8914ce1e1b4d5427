package dev.millrace.stream.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The lines of a file that are not blank, as places in a buffer; lines over 1 MiB are passed over. */
final class LineReader implements Closeable {
    static final int MOST_BYTES = 1 << 20;

    private final ByteInput input;
    private int length;

    LineReader(Path file) throws IOException {
        this.input = new ByteInput(file, MOST_BYTES);
    }

    /** Moves to the next line; false at the end of the file. */
    boolean next() throws IOException {
        input.start = Math.min(input.start + length, input.limit);
        length = 0;
        while (true) {
            int found = lineLength(input);
            if (found < 0) {
                input.start = input.limit; // too long: the rest of it is read as a line that is no JSON
            } else if (found > 0 && !isBlank(input.bytes, input.start, found)) {
                length = found;
                return true;
            } else if (input.start + found == input.limit && input.ended) {
                return false;
            } else {
                input.start += found + 1;
            }
        }
    }

    byte[] bytes() {
        return input.bytes;
    }

    int from() {
        return input.start;
    }

    int length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** Length of the line at the input's start without its line feed; −1 if it does not fit the buffer. */
    static int lineLength(ByteInput input) throws IOException {
        int length = 0;
        while (true) {
            while (input.start + length < input.limit) {
                if (input.bytes[input.start + length] == '\n') {
                    return length;
                }
                length++;
            }
            if (!input.fill()) {
                if (!input.ended) {
                    return -1;
                }
                return length;
            }
        }
    }

    static boolean isBlank(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
