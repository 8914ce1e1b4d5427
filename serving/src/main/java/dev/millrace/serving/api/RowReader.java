package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.label.EventNaming;
import dev.millrace.ml.label.LabelRows;
import dev.millrace.ml.stream.Label;
import dev.millrace.serving.http.IsoTime;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.BadRow;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.Row;

/** Reads questions and events of one model. Threading: any thread. */
final class RowReader {
    private final ModelShape shape;
    private final JsonRows rows;

    /** What names a class: the label, or the action of a bandit; null if it is no field of the events. */
    private final Field labelField;

    /** Reads what rows say about earlier events; null where they are about none. */
    private final EventNaming.Reader earlier;

    RowReader(ModelShape shape) {
        this.shape = shape;
        EarlierEvent of = shape.label().earlier();
        this.earlier = of == null ? null : of.naming().in(shape.schema());
        this.rows = new JsonRows(shape.schema());
        Label label = shape.label();
        String naming = label.action() == null ? label.field() : label.action().field();
        this.labelField = shape.schema().find(naming).orElse(null);
    }

    ModelShape shape() {
        return shape;
    }

    /** Reads questions: a question's key must be there unless partitions are served as one, its label does not matter. */
    Items.Reader<Row> questions() {
        return new Rows(false, 0, 0);
    }

    /**
     * Reads events: their key and time must be there, and the label, if there is one, must be a class of the model.
     *
     * @param arrivalMillis when they came
     * @param maxAheadMillis how far ahead of that their times may lie
     */
    Items.Reader<Row> events(long arrivalMillis, long maxAheadMillis) {
        return new Rows(true, arrivalMillis, maxAheadMillis);
    }

    private final class Rows implements Items.Reader<Row> {
        private final boolean happened;
        private final long arrivalMillis;
        private final long maxAheadMillis;

        Rows(boolean happened, long arrivalMillis, long maxAheadMillis) {
            this.happened = happened;
            this.arrivalMillis = arrivalMillis;
            this.maxAheadMillis = maxAheadMillis;
        }

        @Override
        public Row read(JsonParser parser, String pointer) {
            Row row = RowReader.this.read(parser, pointer);
            requireKey(row, happened, pointer);
            if (happened) {
                requireTime(row, pointer);
                requireTimeThatCame(row, pointer);
                requireKnownClass(row, pointer);
                requireEarlierEvent(row, pointer);
            }
            return row;
        }

        @Override
        public Row plain(byte[] body, Items.Place at, int end) {
            Row row = new Row(shape.schema());
            int after = rows.readPlain(body, at.index, end, row);
            if (after < 0
                    || !hasKey(row, happened)
                    || happened
                            && !(hasTime(row)
                                    && hasTimeThatCame(row)
                                    && hasKnownClass(row)
                                    && namesEarlierEvent(row))) {
                return null;
            }
            at.index = after;
            return row;
        }

        /** As the pipeline decides it: an event that is too far ahead would be a dead letter behind the journal. */
        private boolean hasTimeThatCame(Row row) {
            return shape.time() == null || row.integer(shape.time().slot()) - arrivalMillis <= maxAheadMillis;
        }

        private void requireTimeThatCame(Row row, String pointer) {
            if (!hasTimeThatCame(row)) {
                Field time = shape.time();
                long ahead = row.integer(time.slot()) - arrivalMillis;
                throw Problem.at(
                        ProblemKind.BAD_EVENT,
                        at(pointer, time),
                        "a time at most " + maxAheadMillis + " ms ahead of now",
                        "'" + time.name() + "' is " + IsoTime.format(row.integer(time.slot())) + ", " + ahead
                                + " ms ahead of the event's arrival, and the pipeline takes at most " + maxAheadMillis
                                + " ms; check the sender's clock, or set time.max-ahead");
            }
        }
    }

    private Row read(JsonParser parser, String pointer) {
        try {
            return rows.read(parser, new Row(shape.schema()), pointer);
        } catch (BadRow bad) {
            boolean notJson = bad.expected().equals("valid JSON");
            throw Problem.at(
                    notJson ? ProblemKind.BAD_JSON : ProblemKind.BAD_EVENT,
                    bad.pointer(),
                    bad.expected(),
                    bad.getMessage());
        }
    }

    private boolean hasKey(Row row, boolean happened) {
        boolean needed = happened ? shape.key() != null && !isOnlyLabel(row) : shape.needsKey();
        return !needed || !row.isMissing(shape.key());
    }

    /** The label of an earlier event goes where that event went. */
    private boolean isOnlyLabel(Row row) {
        EarlierEvent earlier = shape.label().earlier();
        return earlier != null && LabelRows.isOnlyLabel(row, earlier);
    }

    private void requireKey(Row row, boolean happened, String pointer) {
        if (!hasKey(row, happened)) {
            throw Answers.keyMissing(shape.key(), at(pointer, shape.key()));
        }
    }

    private boolean hasTime(Row row) {
        return shape.time() == null || !row.isMissing(shape.time());
    }

    private void requireTime(Row row, String pointer) {
        if (!hasTime(row)) {
            Field time = shape.time();
            throw Problem.at(
                    ProblemKind.BAD_EVENT,
                    at(pointer, time),
                    "time",
                    "'" + time.name() + "' is missing; it says when the event happened, so an event needs it");
        }
    }

    private boolean hasKnownClass(Row row) {
        Label label = shape.label();
        return label.classes().isEmpty()
                || labelField == null
                || labelField.type() == FieldType.NUMBER
                || row.isMissing(labelField)
                || Labels.isClass(label, row.name(labelField));
    }

    private void requireKnownClass(Row row, String pointer) {
        if (!hasKnownClass(row)) {
            Label label = shape.label();
            throw Problem.at(
                    ProblemKind.BAD_EVENT,
                    at(pointer, labelField),
                    "one of " + label.classes().keySet(),
                    "'" + labelField.name() + "' is the " + (shape.isBandit() ? "action" : "label")
                            + " and must be one of "
                            + label.classes().keySet() + ", got '" + row.name(labelField) + "'");
        }
    }

    /** Whether what a row says of an earlier event, if anything, can be read, and is a label. */
    private boolean namesEarlierEvent(Row row) {
        if (earlier == null) {
            return true;
        }
        try {
            return earlier.read(row) == null
                    || shape.label().earlier().both()
                    || !row.isMissing(shape.schema().field(shape.label().field()));
        } catch (IllegalArgumentException e) {
            return false; // said by requireEarlierEvent
        }
    }

    private void requireEarlierEvent(Row row, String pointer) {
        if (namesEarlierEvent(row)) {
            return;
        }
        try {
            earlier.read(row);
        } catch (IllegalArgumentException e) {
            Field event = earlier.event();
            throw Problem.at(
                    ProblemKind.BAD_EVENT,
                    at(pointer, event),
                    "the event_id of an earlier event",
                    "'" + event.name() + "' names the earlier event whose label this is: " + e.getMessage());
        }
        Field label = shape.schema().field(shape.label().field());
        throw Problem.at(
                ProblemKind.BAD_EVENT,
                at(pointer, label),
                label.name(),
                "'" + label.name() + "' is missing; the event says by "
                        + String.join(" and ", shape.label().earlier().naming().fields())
                        + " that it is the label of an earlier one, so it needs it");
    }

    private static String at(String pointer, Field field) {
        return pointer + '/' + field.name().replace("~", "~0").replace("/", "~1");
    }
}
