package dev.millrace.registry.pack;

import dev.millrace.registry.durable.DurableFiles;
import dev.millrace.registry.durable.Sha256;
import dev.millrace.stream.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes one pack: first to a temporary file, then, all of it durable, under its name. A pack to which nothing was added
 * makes no file. {@link #close} without {@link #publish} leaves nothing behind. Threading: one caller.
 */
public final class PackWriter implements Closeable {
    private final DurableFiles files;
    private final Path target;
    private final Path temporary;
    private final byte[] header;
    private final ByteBuffer buffer;
    private Storage.StorageFile file;
    private long flushed;
    private boolean published;

    /**
     * @param target the pack's file
     * @param createdAtMillis stands in the pack's header
     * @param bufferBytes how much is written at once
     */
    public PackWriter(Storage storage, Path target, String owner, long createdAtMillis, int bufferBytes) {
        this.files = new DurableFiles(storage);
        this.target = target;
        this.temporary = DurableFiles.temporary(target, owner);
        this.header = PackFormat.header(createdAtMillis);
        this.buffer = ByteBuffer.allocate(Math.max(bufferBytes, PackFormat.HEADER_BYTES));
    }

    /** Appends bytes whose hash is known; where they lie. */
    public Place append(byte[] bytes, Sha256 sha256) throws IOException {
        if (file == null) {
            file = files.create(temporary);
            write(header);
        }
        Place place = new Place(target.getFileName().toString(), size(), bytes.length, sha256);
        write(bytes);
        return place;
    }

    /** Bytes so far; 0 if nothing was added. */
    public long size() {
        return flushed + buffer.position();
    }

    private void write(byte[] bytes) throws IOException {
        // Pieces of the buffer's size, since the JDK copies each into direct memory of as many bytes and keeps that.
        int from = 0;
        while (from < bytes.length) {
            int length = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, length);
            from += length;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        file.write(buffer, flushed);
        flushed += length;
        buffer.clear();
    }

    /** Makes the pack durable under its name: content, then name. */
    public void publish() throws IOException {
        if (file != null) {
            flush();
            file.force();
            file.close();
            file = null;
            files.storage().rename(temporary, target);
            published = true;
            files.storage().forceDirectory(target.getParent());
        }
    }

    /** Gives up what was not published; a pack whose name stands but was not made durable is left to the collector. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
        if (!published && flushed + buffer.position() > 0 && files.storage().exists(temporary)) {
            files.storage().delete(temporary);
        }
    }
}
