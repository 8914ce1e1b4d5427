package dev.millrace.stream.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A file's bytes through one buffer that keeps what is not used up yet. Behind the last byte stands a line feed that is
 * not the file's, so that scanning loops need no other bound. A file named {@code .gz} is unpacked; positions then count
 * unpacked bytes, and going on at one means unpacking all before it. Threading: one caller.
 */
final class ByteInput implements Closeable {
    private static final int FIRST_CAPACITY = 256 * 1024;
    /** The line feed and room behind it: eight bytes may be read at once from any byte of the file. */
    private static final int SENTINELS = 9;

    private final Path path;
    private final FileChannel channel; // null for a packed file
    private final InputStream stream;
    private final int mostBytes;
    private final UnpackedFiles unpacked;
    private long base;

    /** The buffer; replaced when it grows. */
    byte[] bytes;
    /** First byte that is kept. */
    int start;
    /** After the last byte that has been read. */
    int limit;
    /** Whether the file has no more than what is in the buffer. */
    boolean ended;

    /** @param mostBytes the buffer grows up to this */
    ByteInput(Path path, int mostBytes) throws IOException {
        this(path, mostBytes, new UnpackedFiles());
    }

    /** @param unpacked what was unpacked before; it learns from this reading */
    ByteInput(Path path, int mostBytes, UnpackedFiles unpacked) throws IOException {
        this.path = path;
        this.unpacked = unpacked;
        this.mostBytes = Math.max(mostBytes, FIRST_CAPACITY);
        this.bytes = new byte[FIRST_CAPACITY + SENTINELS];
        if (isPacked()) {
            this.channel = null;
            this.stream = unpacked.open(path, () -> unpacking(path));
        } else {
            this.channel = open(path);
            this.stream = Channels.newInputStream(channel);
        }
        seal();
    }

    private boolean isPacked() {
        return path.getFileName().toString().endsWith(".gz");
    }

    private static FileChannel open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory, not a file; name the files in it, as in " + path + "/*.csv");
        }
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path + "; check its name and the current directory", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static InputStream unpacking(Path path) throws IOException {
        FileChannel channel = open(path);
        try {
            return new GZIPInputStream(Channels.newInputStream(channel), 64 * 1024);
        } catch (IOException e) {
            channel.close();
            throw new IOException(path + " is named .gz and is not a gzip file: " + e.getMessage(), e);
        }
    }

    private void seal() {
        bytes[limit] = '\n';
    }

    /** Bytes of the file before {@link #start}. */
    long position() {
        return base + start;
    }

    /** Reads more behind what is kept. Returns false, and sets {@link #ended} at the end, if there is no more or no room. */
    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            base += start;
            limit -= start;
            start = 0;
        }
        int capacity = bytes.length - SENTINELS;
        if (limit == capacity) {
            if (capacity >= mostBytes) {
                seal();
                return false;
            }
            capacity = Math.min(capacity * 2, mostBytes);
            bytes = Arrays.copyOf(bytes, capacity + SENTINELS);
        }
        int read;
        try {
            read = stream.read(bytes, limit, capacity - limit);
        } catch (IOException e) {
            throw new IOException(
                    "reading " + path + " failed after " + (base + limit) + " bytes: " + e.getMessage(), e);
        }
        ended = read < 0;
        if (ended && channel == null) {
            unpacked.ended(path, base + limit);
        }
        limit += Math.max(read, 0);
        seal();
        return read > 0;
    }

    /** Goes on at a position of the file at or behind the present one; in front of it only in a plain file. */
    void seek(long position) throws IOException {
        if (position >= base && position <= base + limit) {
            start = (int) (position - base);
            return;
        }
        long read = base + limit;
        if (channel != null) {
            if (position > channel.size()) {
                throw shorterThan(position, channel.size());
            }
            channel.position(position);
        } else {
            for (long left = position - read; left > 0; ) {
                long skipped = stream.skip(left);
                if (skipped == 0 && stream.read() < 0) {
                    throw shorterThan(position, position - left);
                }
                left -= Math.max(skipped, 1);
            }
        }
        base = position;
        start = 0;
        limit = 0;
        ended = false;
        seal();
    }

    private IOException shorterThan(long position, long size) {
        return new IOException(path + " has " + size + " bytes and cannot go on at byte " + position
                + "; it is not the file that was read before");
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
