package dev.millrace.stream.event;

import java.util.Objects;

/** Reads records that an {@link EventCodec} has written, one after the other, and the same text as one object. Threading: one caller. */
public final class EventDecoder {
    private final Schema schema;
    private final TextCache texts = new TextCache();

    EventDecoder(Schema schema) {
        this.schema = schema;
    }

    /**
     * The event of {@code length} bytes, at a place of a source; the bytes are not kept.
     *
     * @param spare an event that nobody has any more, to be filled anew where it can be; null for none
     */
    public Event decode(byte[] bytes, int from, int length, int source, int sourcePartition, long offset, Event spare)
            throws BadRecord {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            throw new BadRecord("the record is empty");
        }
        try {
            return switch (bytes[from]) {
                case EventCodec.ROW_WITH_MASKS, EventCodec.ROW ->
                    row(bytes, from, from + length, Row.toFill(this, spare, schema, source, sourcePartition, offset));
                case EventCodec.FEEDBACK, EventCodec.FEEDBACK_BY_KEY ->
                    feedback(bytes, from, from + length, source, sourcePartition, offset);
                default -> throw new BadRecord("the record begins with the unknown kind " + bytes[from]);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new BadRecord("the record ends early, after " + length + " bytes");
        }
    }

    private Row row(byte[] bytes, int from, int end, Row row) throws BadRecord {
        int at = bytes[from] == EventCodec.ROW_WITH_MASKS
                ? NumberMasks.decode(row, schema.numberSlots(), bytes, from + 1)
                : NumberRuns.decode(row, schema.numberSlots(), bytes, from + 1);
        Cursor cursor = new Cursor(bytes, at, end, texts);
        for (int slot = 0, slots = schema.integerSlots(); slot < slots; slot++) {
            row.setInteger(slot, cursor.integer());
        }
        for (int slot = 0, slots = schema.textSlots(); slot < slots; slot++) {
            row.setText(slot, cursor.text());
        }
        cursor.mustBeAtEnd();
        return row;
    }

    private Feedback feedback(byte[] bytes, int from, int end, int source, int sourcePartition, long offset)
            throws BadRecord {
        Cursor cursor = new Cursor(bytes, from + 1, end, texts);
        EventReference event = bytes[from] == EventCodec.FEEDBACK ? eventId(cursor) : keyAndTime(cursor);
        String label = cursor.text();
        cursor.mustBeAtEnd();
        if (event == null || label == null) {
            throw new BadRecord("the label's event or the label is missing");
        }
        return new Feedback(source, sourcePartition, offset, event, label);
    }

    private static EventId eventId(Cursor cursor) throws BadRecord {
        int source = cursor.natural();
        int partition = cursor.natural();
        long offset = cursor.varint();
        int keyHash = cursor.fourBytes();
        return offset < 0 ? null : new EventId(source, partition, offset, keyHash);
    }

    private static KeyAndTime keyAndTime(Cursor cursor) throws BadRecord {
        String key = cursor.text();
        int keyHash = cursor.fourBytes();
        long timestampMillis = cursor.integer();
        return key == null ? null : new KeyAndTime(key, keyHash, timestampMillis);
    }

    /** Reads on in a record; an {@link IndexOutOfBoundsException} behind the array, an error behind the record. */
    private static final class Cursor {
        private final byte[] bytes;
        private final int end;
        private final TextCache texts;
        private int at;

        Cursor(byte[] bytes, int at, int end, TextCache texts) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
            this.texts = texts;
        }

        long varint() throws BadRecord {
            byte part = bytes[at++];
            if (part >= 0) {
                return part;
            }
            long value = part & 0x7F;
            for (int shift = 7; shift < 64; shift += 7) {
                part = bytes[at++];
                value |= (long) (part & 0x7F) << shift;
                if (part >= 0) {
                    return value;
                }
            }
            throw new BadRecord("an integer has more than 64 bits");
        }

        long integer() throws BadRecord {
            long zigzag = varint() - 1;
            return (zigzag >>> 1) ^ -(zigzag & 1);
        }

        int natural() throws BadRecord {
            long value = varint();
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw new BadRecord("a count is out of range: " + value);
            }
            return (int) value;
        }

        int fourBytes() {
            int value = 0;
            for (int i = 0; i < 4; i++) {
                value = value << 8 | bytes[at++] & 0xFF;
            }
            return value;
        }

        String text() throws BadRecord {
            long length = varint() - 1;
            if (length < 0) {
                if (length < -1) {
                    throw new BadRecord("a text has a negative length");
                }
                return null;
            }
            if (length > end - at) {
                throw new BadRecord("a text of " + length + " bytes goes beyond the record's end");
            }
            String text = texts.text(bytes, at, at + (int) length);
            if (text == null) {
                throw new BadRecord("a text is not UTF-8");
            }
            at += (int) length;
            return text;
        }

        void mustBeAtEnd() throws BadRecord {
            if (at != end) {
                throw new BadRecord("the record has " + (at < end ? "more" : "fewer")
                        + " bytes than its schema needs; was the schema changed?");
            }
        }
    }
}
