package dev.millrace.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/**
 * Events as the records of a journal: one byte for the kind, then the values in the order of their slots, under the
 * schema that the journal keeps beside them. Exact: numbers to the bit (a NaN is missing), integers to the last digit,
 * texts as UTF-8. An event's place is not among the bytes: it is the record's own.
 *
 * <pre>
 * row       04, numbers (see NumberMasks), integers, texts; or, of more than 256 numbers and in earlier journals,
 *           01, numbers (see NumberRuns), integers, texts
 * feedback  02, the event's source, partition, offset (varints), hash of its key (4 bytes), the label as a text; or
 *           03, the event's key as a text, the key's hash (4 bytes), its time (an integer), the label as a text
 * integer   varint of the zigzag form plus 1, 0 for missing
 * text      varint of the length plus 1, 0 for missing; UTF-8
 * </pre>
 *
 * <p>Immutable. Threading: any thread.
 */
public final class EventCodec {
    static final byte ROW = 1;
    static final byte FEEDBACK = 2;
    static final byte FEEDBACK_BY_KEY = 3;
    static final byte ROW_WITH_MASKS = 4;
    private static final int VARINT_BYTES = 10;

    private final Schema schema;

    public EventCodec(Schema schema) {
        this.schema = Objects.requireNonNull(schema, "schema");
    }

    public Schema schema() {
        return schema;
    }

    /** The bytes of an event; a row's schema must be this codec's. */
    public byte[] encode(Event event) {
        if (event instanceof Row row) {
            return encode(row);
        }
        return encode((Feedback) event);
    }

    private byte[] encode(Row row) {
        if (!row.schema().equals(schema)) {
            throw new IllegalArgumentException(
                    "a row with the fields " + row.schema() + " is no row of this journal's schema " + schema);
        }
        int texts = schema.textSlots();
        byte[][] utf8 = new byte[texts][];
        int most = 1 + schema.numberSlots() * NumberMasks.MOST_BYTES + schema.integerSlots() * VARINT_BYTES;
        for (int slot = 0; slot < texts; slot++) {
            String text = row.text(slot);
            utf8[slot] = text == null ? null : text.getBytes(UTF_8);
            most += VARINT_BYTES + (text == null ? 0 : utf8[slot].length);
        }
        byte[] bytes = new byte[most];
        boolean masks = schema.numberSlots() <= NumberMasks.MOST;
        bytes[0] = masks ? ROW_WITH_MASKS : ROW;
        int at = masks
                ? NumberMasks.encode(row, schema.numberSlots(), bytes, 1)
                : NumberRuns.encode(row, schema.numberSlots(), bytes, 1);
        for (int slot = 0; slot < schema.integerSlots(); slot++) {
            at = putInteger(bytes, at, row.integer(slot));
        }
        for (byte[] text : utf8) {
            at = putText(bytes, at, text);
        }
        return Arrays.copyOf(bytes, at);
    }

    private static byte[] encode(Feedback feedback) {
        byte[] label = feedback.label().getBytes(UTF_8);
        if (feedback.event() instanceof EventId id) {
            byte[] bytes = new byte[1 + 4 * VARINT_BYTES + 4 + label.length];
            bytes[0] = FEEDBACK;
            int at = putVarint(bytes, 1, id.source());
            at = putVarint(bytes, at, id.sourcePartition());
            at = putVarint(bytes, at, id.offset());
            at = putFourBytes(bytes, at, id.keyHash());
            return Arrays.copyOf(bytes, putText(bytes, at, label));
        }
        KeyAndTime event = (KeyAndTime) feedback.event();
        byte[] key = event.key().getBytes(UTF_8);
        byte[] bytes = new byte[1 + 3 * VARINT_BYTES + 4 + key.length + label.length];
        bytes[0] = FEEDBACK_BY_KEY;
        int at = putText(bytes, 1, key);
        at = putFourBytes(bytes, at, event.keyHash());
        at = putInteger(bytes, at, event.timestampMillis());
        return Arrays.copyOf(bytes, putText(bytes, at, label));
    }

    /** Reads many events, one after the other. */
    public EventDecoder decoder() {
        return new EventDecoder(schema);
    }

    /** The event of a whole array. */
    public Event decode(byte[] bytes, int source, int sourcePartition, long offset) throws BadRecord {
        return decode(bytes, 0, bytes.length, source, sourcePartition, offset);
    }

    /** The event of {@code length} bytes, at a place of a source; the bytes are not kept. */
    public Event decode(byte[] bytes, int from, int length, int source, int sourcePartition, long offset)
            throws BadRecord {
        return decoder().decode(bytes, from, length, source, sourcePartition, offset, null);
    }

    private static int putFourBytes(byte[] into, int from, int value) {
        int at = from;
        for (int shift = 24; shift >= 0; shift -= 8) {
            into[at++] = (byte) (value >>> shift);
        }
        return at;
    }

    /** The missing one becomes 0. */
    private static int putInteger(byte[] into, int from, long value) {
        return putVarint(into, from, ((value << 1) ^ (value >> 63)) + 1);
    }

    private static int putText(byte[] into, int from, byte[] utf8) {
        if (utf8 == null) {
            return putVarint(into, from, 0);
        }
        int at = putVarint(into, from, utf8.length + 1L);
        System.arraycopy(utf8, 0, into, at, utf8.length);
        return at + utf8.length;
    }

    private static int putVarint(byte[] into, int from, long value) {
        int at = from;
        long left = value;
        while ((left & ~0x7FL) != 0) {
            into[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        into[at++] = (byte) left;
        return at;
    }
}
