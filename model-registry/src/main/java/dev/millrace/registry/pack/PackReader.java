package dev.millrace.registry.pack;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.FormatTooNew;
import dev.millrace.registry.durable.Sha256;
import dev.millrace.stream.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads pieces of packs and holds them against their hashes. Keeps the last pack open, and reads ahead: fast when asked
 * in the order of packs and offsets. Threading: one caller.
 */
public final class PackReader implements Closeable {
    private static final int AHEAD_BYTES = 256 * 1024;

    private final Storage storage;
    private final Path directory;
    private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD_BYTES).limit(0);
    private long aheadOffset;
    private String openPack;
    private Storage.StorageFile file;

    /** @param directory where the packs are */
    public PackReader(Storage storage, Path directory) {
        this.storage = storage;
        this.directory = directory;
    }

    /** The bytes at a place; a missing, truncated or changed piece is {@link Damaged}. */
    public byte[] read(Place place) throws IOException {
        open(place.pack());
        byte[] bytes = new byte[place.length()];
        readFully(place, bytes);
        if (!Sha256.of(bytes).equals(place.sha256())) {
            throw new Damaged(
                    directory.resolve(place.pack()),
                    "the " + place.length() + " bytes at " + place.offset() + " do not agree with their hash");
        }
        return bytes;
    }

    /** Checks a pack's header; when it was begun. */
    public long createdAtMillis(String pack) throws IOException {
        open(pack);
        ByteBuffer header = ByteBuffer.allocate(PackFormat.HEADER_BYTES);
        fill(header, 0);
        return PackFormat.createdAtMillis(directory.resolve(pack), header.flip());
    }

    private void open(String pack) throws IOException {
        if (!pack.equals(openPack)) {
            close();
            try {
                file = storage.openRead(directory.resolve(pack));
            } catch (NoSuchFileException e) {
                throw new Damaged(directory.resolve(pack), "the pack is missing", e);
            }
            openPack = pack;
        }
    }

    private void readFully(Place place, byte[] bytes) throws IOException {
        int have = takeAhead(place.offset(), bytes);
        if (have == bytes.length) {
            return;
        }
        if (bytes.length - have >= AHEAD_BYTES) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, have, bytes.length - have);
            while (rest.hasRemaining()) {
                ByteBuffer piece = rest.slice(rest.position(), Math.min(AHEAD_BYTES, rest.remaining()));
                fill(piece, place.offset() + rest.position());
                if (piece.hasRemaining()) {
                    throw truncated(place);
                }
                rest.position(rest.position() + piece.position());
            }
            return;
        }
        aheadOffset = place.offset() + have;
        ahead.clear();
        fill(ahead, aheadOffset);
        ahead.flip();
        if (have + takeAhead(aheadOffset, bytes, have) < bytes.length) {
            throw truncated(place);
        }
    }

    private int takeAhead(long offset, byte[] into) {
        return takeAhead(offset, into, 0);
    }

    private int takeAhead(long offset, byte[] into, int from) {
        long skip = offset - aheadOffset;
        if (skip < 0 || skip >= ahead.limit()) {
            return 0;
        }
        int length = (int) Math.min(into.length - from, ahead.limit() - skip);
        ahead.get((int) skip, into, from, length);
        return length;
    }

    private void fill(ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int read = file.read(into, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    private Damaged truncated(Place place) throws IOException {
        return new Damaged(
                directory.resolve(place.pack()),
                "it is truncated: it has " + file.size() + " bytes, a chunk ends at " + place.end());
    }

    /** Checks that a pack is there and long enough, without reading it. */
    public static void checkPresent(Storage storage, Path pack, long bytes) throws Damaged, FormatTooNew, IOException {
        long size;
        try {
            size = storage.size(pack);
        } catch (NoSuchFileException e) {
            throw new Damaged(pack, "the pack is missing", e);
        }
        if (size < bytes) {
            throw new Damaged(pack, "it is truncated: it has " + size + " bytes, " + bytes + " were written");
        }
    }

    @Override
    public void close() throws IOException {
        ahead.limit(0);
        openPack = null;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
