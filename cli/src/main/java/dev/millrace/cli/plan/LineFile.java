package dev.millrace.cli.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that goes back to where a version left it: what was written after that version is cut off when writing
 * goes on, so every line stands there once. Threading: one caller.
 */
final class LineFile {
    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);

    private final Path path;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private FileChannel channel;

    LineFile(Path path) {
        this.path = path;
    }

    /** Opens the file and cuts it back to its first {@code length} bytes. */
    void goOnAt(long length) {
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() < length) {
                LOG.warn("{} is shorter than it was when the version was made; lines go on at its end", path);
            } else {
                channel.truncate(length);
            }
            channel.position(channel.size());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    boolean isOpen() {
        return channel != null;
    }

    void write(byte[] line) {
        if (line.length > buffer.remaining()) {
            flush();
        }
        if (line.length > buffer.capacity()) {
            writeFully(ByteBuffer.wrap(line));
        } else {
            buffer.put(line);
        }
    }

    /** Makes what was written durable: before a version counts it. */
    void force() {
        flush();
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void close() {
        if (channel != null) {
            flush();
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(e);
            }
            channel = null;
        }
    }

    private void flush() {
        writeFully(buffer.flip());
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("writing " + path + " failed: " + e.getMessage(), e);
    }
}
