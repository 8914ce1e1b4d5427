package dev.millrace.stream.source;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.EventDecoder;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import java.io.IOException;

/**
 * Reads records that were journaled under another schema as rows of today's: field by field, by name.
 *
 * @param decoder of the schema that they were written under
 * @param today what is wanted; fields that the other has not are missing
 */
record EarlierSchema(EventDecoder decoder, Schema today) {

    /** Null where nothing is to be done: no schema is kept, or it is today's. */
    static EarlierSchema of(String metadata, Schema today) throws IOException {
        if (metadata.isEmpty()) {
            return null;
        }
        Schema written;
        try {
            written = SchemaJson.read(metadata);
        } catch (IllegalArgumentException e) {
            throw new IOException("the journal's schema cannot be read: " + e.getMessage(), e);
        }
        if (written.equals(today)) {
            return null;
        }
        for (Field field : today.fields()) {
            Field old = written.find(field.name()).orElse(null);
            if (old != null && old.type() != field.type()) {
                throw new IOException("field '" + field.name() + "' was journaled as " + old.type() + " and is "
                        + field.type() + " now; give the new field a new name, or begin a new journal");
            }
        }
        return new EarlierSchema(new EventCodec(written).decoder(), today);
    }

    Event toSchema(Event event) {
        if (!(event instanceof Row old)) {
            return event;
        }
        Row row = new Row(today, old.source(), old.sourcePartition(), old.offset());
        for (Field field : today.fields()) {
            Field from = old.schema().find(field.name()).orElse(null);
            if (from == null) {
                continue;
            }
            switch (field.type()) {
                case NUMBER -> row.setNumber(field.slot(), old.number(from.slot()));
                case TEXT -> row.setText(field.slot(), old.text(from.slot()));
                case INTEGER, BOOLEAN, TIME -> row.setInteger(field.slot(), old.integer(from.slot()));
            }
        }
        return row;
    }
}
