package dev.millrace.registry.durable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 hash as a value (FIPS 180-4): 32 bytes in four numbers. */
public record Sha256(long first, long second, long third, long fourth) {
    /** Length in bytes. */
    public static final int BYTES = 32;

    /** The hash of some bytes. About 1 ns a byte where the JVM has the intrinsic. */
    public static Sha256 of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static Sha256 of(byte[] bytes, int offset, int length) {
        MessageDigest digest = digest();
        digest.update(bytes, offset, length);
        return from(ByteBuffer.wrap(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Sha256 from(ByteBuffer bytes) {
        return new Sha256(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Reads 64 hexadecimal digits; anything else is an {@link IllegalArgumentException}. */
    public static Sha256 parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits, got '" + hex + "'");
        }
        return from(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    public static Sha256 read(DataInput in) throws IOException {
        return new Sha256(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(first);
        out.writeLong(second);
        out.writeLong(third);
        out.writeLong(fourth);
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(first)
                + format.toHexDigits(second)
                + format.toHexDigits(third)
                + format.toHexDigits(fourth);
    }

    @Override
    public String toString() {
        return hex();
    }
}
