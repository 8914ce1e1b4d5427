package dev.millrace.stream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a batch: one request's records under one checksum. Numbers are big-endian.
 *
 * <pre>
 *  0 magic       int    "MRB1"
 *  4 length      int    of the whole batch
 *  8 checksum    int    CRC32C of all that follows
 * 12 base        long   offset of the first record
 * 20 count       int    number of records
 * 24 arrival     long   milliseconds since the epoch
 * 32 forced      long   position in the segment up to which it was durable when this batch was written
 * 40 key length  short  −1: no idempotency key
 * 42 key         UTF-8, then 32 bytes of the request's body hash
 *    records     each: length as a varint, bytes
 * </pre>
 *
 * <p>{@code forced} tells a torn tail from damage: what lies before the {@code forced} of any later batch was durable
 * once, so if it does not read it was damaged; what lies behind every one may be the remains of a write that was never
 * acknowledged.
 */
final class BatchFormat {
    static final int MAGIC = 0x4D524231;
    static final int HEADER_BYTES = 42;
    static final int CHECKED_FROM = 12;
    static final int BODY_HASH_BYTES = 32;
    static final int LONGEST_KEY_BYTES = 1_024;

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private BatchFormat() {}

    /** Length of the batch that {@link #encode} would make. */
    static long encodedBytes(List<byte[]> records, byte[] key) {
        long bytes = HEADER_BYTES + (key == null ? 0L : key.length + (long) BODY_HASH_BYTES);
        for (byte[] record : records) {
            bytes += varintBytes(record.length) + (long) record.length;
        }
        return bytes;
    }

    /** A batch that is whole but for its place: base, arrival, forced and checksum come with {@link #seal}. */
    static byte[] encode(List<byte[]> records, byte[] key, byte[] bodyHash, int encodedBytes) {
        byte[] batch = new byte[encodedBytes];
        INT.set(batch, 0, MAGIC);
        INT.set(batch, 4, encodedBytes);
        INT.set(batch, 20, records.size());
        SHORT.set(batch, 40, (short) (key == null ? -1 : key.length));
        int at = HEADER_BYTES;
        if (key != null) {
            System.arraycopy(key, 0, batch, at, key.length);
            at += key.length;
            System.arraycopy(bodyHash, 0, batch, at, BODY_HASH_BYTES);
            at += BODY_HASH_BYTES;
        }
        for (byte[] record : records) {
            at = putVarint(batch, at, record.length);
            System.arraycopy(record, 0, batch, at, record.length);
            at += record.length;
        }
        return batch;
    }

    static void seal(byte[] batch, long base, long arrivalMillis, long forced) {
        LONG.set(batch, 12, base);
        LONG.set(batch, 24, arrivalMillis);
        LONG.set(batch, 32, forced);
        INT.set(batch, 8, checksum(batch, 0, batch.length));
    }

    /** The checksum that a batch at a place in a buffer should have. */
    static int checksum(byte[] buffer, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer, from + CHECKED_FROM, length - CHECKED_FROM);
        return (int) checksum.getValue();
    }

    /** Whether a whole and undamaged batch begins there; {@code available} bytes may be looked at. */
    static boolean isBatch(byte[] buffer, int from, long available) {
        if (available < HEADER_BYTES || (int) INT.get(buffer, from) != MAGIC) {
            return false;
        }
        int length = (int) INT.get(buffer, from + 4);
        return length >= HEADER_BYTES
                && length <= available
                && (int) INT.get(buffer, from + 8) == checksum(buffer, from, length);
    }

    static byte[] keyBytes(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException("an idempotency key has 1 … " + LONGEST_KEY_BYTES + " bytes, got "
                    + bytes.length + "; use something like a UUID");
        }
        return bytes;
    }

    private static int varintBytes(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static int putVarint(byte[] into, int at, int value) {
        int left = value;
        int to = at;
        while (left > 0x7F) {
            into[to++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        into[to++] = (byte) left;
        return to;
    }
}
