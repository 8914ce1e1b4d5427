package dev.millrace.ml.label;

import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.EventReference;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.KeyAndTime;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * The fields of a row that say which earlier event it is about: one with the event's id, or two with its key and its event
 * time.
 *
 * @param event the field with the id; null if key and time name the event
 * @param key the field with the key; null if an id names the event
 * @param time the field with the event time; null if an id names the event
 */
public record EventNaming(String event, String key, String time) {
    public EventNaming {
        boolean byKey = key != null || time != null;
        if (byKey == (event != null)) {
            throw new IllegalArgumentException("a label names its event by 'event' (a field with the event's id), or by"
                    + " 'key' and 'time' (fields with its key and event time)"
                    + (byKey ? "; not by both" : "; set one of them"));
        }
        if (byKey && (key == null || time == null)) {
            throw new IllegalArgumentException("the event of a label is named by its key and its time together; set '"
                    + (key == null ? "key" : "time") + "' too");
        }
        if (byKey && key.equals(time)) {
            throw new IllegalArgumentException("'" + key + "' cannot be both the key and the time of an event");
        }
    }

    /** By a field with the event's id. */
    public static EventNaming byId(String event) {
        return new EventNaming(event, null, null);
    }

    /** By two fields. */
    public static EventNaming byKey(String key, String time) {
        return new EventNaming(null, key, time);
    }

    public boolean isByKey() {
        return event == null;
    }

    /** The fields, in order. */
    public List<String> fields() {
        return isByKey() ? List.of(key, time) : List.of(event);
    }

    /** Reads references off rows of a schema. */
    public Reader in(Schema schema) {
        return isByKey()
                ? new Reader(null, schema.field(key), schema.field(time))
                : new Reader(schema.field(event), null, null);
    }

    /** Fits one schema. Immutable; any thread. */
    public static final class Reader {
        private final Field event;
        private final Field key;
        private final Field time;

        private Reader(Field event, Field key, Field time) {
            this.event = event;
            this.key = key;
            this.time = time;
        }

        /** The field with the id; null if key and time name the event. */
        public Field event() {
            return event;
        }

        /**
         * The event that a row names; null if it names none: a field is missing, or an id empty.
         *
         * @throws IllegalArgumentException if what stands there is no id
         */
        public EventReference read(Row row) {
            if (event == null) {
                return KeyAndTime.of(row, key, time);
            }
            String id = row.name(event);
            return id == null || id.isBlank() ? null : EventId.parse(id.strip());
        }
    }
}
