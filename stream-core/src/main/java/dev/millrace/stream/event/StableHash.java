package dev.millrace.stream.event;

/**
 * The hash of a key, the same on every JVM and engine, and the partition that it belongs to.
 *
 * <p>Text hashes by {@link String#hashCode}, an integer by {@link Integer#hashCode} if it fits and {@link Long#hashCode}
 * otherwise, a boolean by {@link Boolean#hashCode}, an enum by its name, composites by {@code 31·h + …}. Floating point
 * is refused as a key. The mixing is Flink's (KeyGroupRangeAssignment, MathUtils.murmurHash), so partition p is key group
 * p of a Flink job with maxParallelism P.
 */
public final class StableHash {
    private StableHash() {}

    public static int of(long key) {
        int narrow = (int) key;
        return narrow == key ? narrow : Long.hashCode(key);
    }

    public static int of(String key) {
        return key == null ? 0 : key.hashCode();
    }

    /** The hash of any key type that is allowed; composites are {@link Iterable}s of such. */
    public static int of(Object key) {
        if (key == null) {
            return 0;
        }
        if (key instanceof String text) {
            return of(text);
        }
        if (key instanceof Long || key instanceof Integer || key instanceof Short || key instanceof Byte) {
            return of(((Number) key).longValue());
        }
        if (key instanceof Boolean || key instanceof Character) {
            return key.hashCode();
        }
        if (key instanceof Enum<?> constant) {
            return constant.name().hashCode();
        }
        if (key instanceof Iterable<?> parts) {
            int hash = 1;
            for (Object part : parts) {
                hash = combine(hash, of(part));
            }
            return hash;
        }
        throw new IllegalArgumentException("a key of type " + key.getClass().getName()
                + " has no stable hash; use text, an integer, an enum, or a list of these");
    }

    /** Adds a part to a composite's hash; start from 1. */
    public static int combine(int hash, int part) {
        return 31 * hash + part;
    }

    /** The hash of a row's field as a key. */
    public static int of(Row row, Field field) {
        return switch (field.type()) {
            case TEXT -> of(row.text(field.slot()));
            case INTEGER, TIME, BOOLEAN -> row.isMissing(field) ? 0 : integral(row.integer(field.slot()), field);
            case NUMBER ->
                throw new IllegalArgumentException("field '" + field.name()
                        + "' is a floating-point number and cannot be a key; declare it as text or integer");
        };
    }

    private static int integral(long value, Field field) {
        return field.type() == FieldType.BOOLEAN ? Boolean.hashCode(value != 0) : of(value);
    }

    /** The partition of a key's hash among P: 0 … P − 1. */
    public static int partition(int stableHash, int partitions) {
        return murmur(stableHash) % partitions;
    }

    /** MurmurHash3's 32-bit mixing of one integer, made non-negative as Flink does. */
    static int murmur(int code) {
        code *= 0xcc9e2d51;
        code = Integer.rotateLeft(code, 15);
        code *= 0x1b873593;
        code = Integer.rotateLeft(code, 13);
        code = code * 5 + 0xe6546b64;
        code ^= 4;
        code ^= code >>> 16;
        code *= 0x85ebca6b;
        code ^= code >>> 13;
        code *= 0xc2b2ae35;
        code ^= code >>> 16;
        if (code >= 0) {
            return code;
        }
        return code == Integer.MIN_VALUE ? 0 : -code;
    }
}
