package dev.millrace.registry.pack;

import dev.millrace.registry.durable.Sha256;

/**
 * Where bytes lie, and what they are.
 *
 * @param pack name of the pack
 * @param offset of the first byte in the pack
 * @param length in bytes
 * @param sha256 hash of the bytes
 */
public record Place(String pack, long offset, int length, Sha256 sha256) {
    public Place {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "a place in a pack is not negative, got offset " + offset + ", length " + length);
        }
    }

    /** Whether the bytes are the same, wherever they lie. */
    public boolean sameBytes(Place other) {
        return length == other.length && sha256.equals(other.sha256);
    }

    /** Offset after the last byte. */
    public long end() {
        return offset + length;
    }
}
