package dev.millrace.registry.pack;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.FormatTooNew;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The first bytes of a pack: {@code MILLPACK}, format (int), reserved (int, 0), the time at which it was begun (long,
 * milliseconds since the epoch). What follows is found only through tables.
 */
final class PackFormat {
    static final int FORMAT = 1;
    static final int HEADER_BYTES = 24;
    private static final long MAGIC =
            ByteBuffer.wrap("MILLPACK".getBytes(StandardCharsets.US_ASCII)).getLong();

    private PackFormat() {}

    static byte[] header(long createdAtMillis) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putInt(0)
                .putLong(createdAtMillis)
                .array();
    }

    /** Checks a header; when the pack was begun. */
    static long createdAtMillis(Path file, ByteBuffer header) throws Damaged, FormatTooNew {
        if (header.remaining() < HEADER_BYTES || header.getLong() != MAGIC) {
            throw new Damaged(file, "it does not begin like a pack");
        }
        int format = header.getInt();
        if (format > FORMAT) {
            throw new FormatTooNew(file, format, FORMAT);
        }
        header.getInt();
        return header.getLong();
    }
}
