package dev.millrace.ml.label;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventReference;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.Timestamps;

/**
 * Takes the labels of earlier events out of rows that carry them: each becomes a late label, in front of what is left of
 * its row. Stands before the exchange by key, because the earlier event may be another key's. A row that names an event
 * and has no label is an event like any other if rows are both; otherwise it is refused, as is one whose reference cannot be
 * read. No state. O(1) per row. Threading: the source's thread.
 */
public final class LabelRows implements Operator<Event, Event> {
    private final String name;
    private final EarlierEvent earlier;
    private final EventNaming.Reader reference;
    private final Field label;
    private Output<Event> output;

    /**
     * @param name of the step, for dead letters
     * @param label the field of the label
     */
    public LabelRows(String name, EarlierEvent earlier, String label, Schema schema) {
        this.name = name;
        this.earlier = earlier;
        this.reference = earlier.naming().in(schema);
        this.label = schema.field(label);
    }

    /** Whether a row is nothing but the label of an earlier event: it will not be predicted. */
    public static boolean isOnlyLabel(Row row, EarlierEvent earlier) {
        return !earlier.both()
                && earlier.naming().fields().stream()
                        .noneMatch(field -> row.isMissing(row.schema().field(field)));
    }

    @Override
    public void open(Output<Event> to) {
        output = to;
    }

    @Override
    public void onEvent(Event event, long timestampMillis) {
        if (!(event instanceof Row row)) {
            output.emit(event, timestampMillis);
            return;
        }
        EventReference named;
        try {
            named = reference.read(row);
        } catch (IllegalArgumentException e) {
            refuse(row, e.getMessage());
            return;
        }
        if (named == null) {
            output.emit(row, timestampMillis);
        } else if (row.isMissing(label)) {
            if (earlier.both()) {
                output.emit(row, timestampMillis);
            } else {
                refuse(row, "it names an earlier event and has no '" + label.name() + "'");
            }
        } else {
            output.emit(
                    new Feedback(row.source(), row.sourcePartition(), row.offset(), named, text(row)), Timestamps.NONE);
            if (earlier.both()) {
                output.emit(row.without(label), timestampMillis);
            }
        }
    }

    private String text(Row row) {
        return label.type() == FieldType.NUMBER ? Double.toString(row.numeric(label)) : row.name(label);
    }

    private void refuse(Row row, String detail) {
        output.emit(DeadLetter.TAG, DeadLetter.of(name, row, "bad-label", detail), Timestamps.NONE);
    }
}
