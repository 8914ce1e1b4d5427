package dev.millrace.stream.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the fields of a schema by their names' bytes in JSON. The one that is expected is compared eight bytes at a time,
 * quotes and colon included, which costs about a nanosecond; any other is looked up by a hash of its bytes. Threading: any
 * thread.
 */
final class FieldNames {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** {@code "name":} of each field, as senders without needless blanks write it. */
    private final byte[][] quoted;

    private final long[] heads;
    private final long[] masks;

    /** Index of a field, plus one; 0 where there is none. Open addressing, at most half full. */
    private final int[] table;

    FieldNames(Schema schema) {
        List<Field> fields = schema.fields();
        this.quoted = new byte[fields.size()][];
        this.heads = new long[quoted.length];
        this.masks = new long[quoted.length];
        this.table = new int[Integer.highestOneBit(Math.max(1, quoted.length)) << 2];
        for (int i = 0; i < quoted.length; i++) {
            byte[] name = ('"' + fields.get(i).name() + "\":").getBytes(StandardCharsets.UTF_8);
            quoted[i] = name;
            masks[i] = name.length >= Long.BYTES ? -1L : (1L << 8 * name.length) - 1;
            heads[i] = (long) WORD.get(Arrays.copyOf(name, Math.max(name.length, Long.BYTES)), 0);
            int at = hash(name, 1, name.length - 2) & table.length - 1;
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
            table[at] = i + 1;
        }
    }

    /** Whether the names of a schema, and there are some, stand in JSON as they are. Others would be written escaped. */
    static boolean arePlain(Schema schema) {
        return schema.size() > 0
                && schema.names().stream()
                        .allMatch(name -> name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\'));
    }

    /** Eight bytes as a number, the first one lowest; there must be as many. */
    static long word(byte[] json, int at) {
        return (long) WORD.get(json, at);
    }

    /** The index behind the field's name and colon if they stand at {@code at}; otherwise −1. */
    int after(int field, byte[] json, int at, int end) {
        byte[] name = quoted[field];
        int after = at + name.length;
        if (after > end) {
            return -1;
        }
        if (at + Long.BYTES > json.length) {
            return Arrays.equals(name, 0, name.length, json, at, after) ? after : -1;
        }
        if ((word(json, at) & masks[field]) != heads[field]) {
            return -1;
        }
        return name.length <= Long.BYTES || Arrays.equals(name, Long.BYTES, name.length, json, at + Long.BYTES, after)
                ? after
                : -1;
    }

    /** The field whose name stands in {@code [from, to)}, without quotes; −1 if there is none. */
    int find(byte[] json, int from, int to) {
        for (int at = hash(json, from, to) & table.length - 1; table[at] != 0; at = at + 1 & table.length - 1) {
            byte[] name = quoted[table[at] - 1];
            if (Arrays.equals(name, 1, name.length - 2, json, from, to)) {
                return table[at] - 1;
            }
        }
        return -1;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
