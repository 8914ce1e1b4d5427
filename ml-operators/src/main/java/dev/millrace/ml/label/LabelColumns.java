package dev.millrace.ml.label;

import dev.millrace.stream.event.EventReference;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.Objects;

/**
 * What a record of a source of labels says, and where.
 *
 * @param naming the columns that name the event
 * @param label the column of the label
 * @param known the column with the event time at which the label became known; null if it is known as soon as its event
 */
public record LabelColumns(EventNaming naming, String label, String known) {
    public LabelColumns {
        Objects.requireNonNull(naming, "naming");
        if (label == null || label.isBlank()) {
            throw new IllegalArgumentException("a source of labels needs the column of the label; set 'label'");
        }
        if (naming.fields().contains(label) || label.equals(known)) {
            throw new IllegalArgumentException("the column '" + label + "' is the label and cannot be anything else");
        }
    }

    /**
     * The fields that are read, whatever else a record has. A label is text, so that {@code 1} stays {@code 1}.
     *
     * @param key type of the pipeline's key: the same keys have the same hash then; null where no key is named
     * @param time type of the pipeline's time; null where no time is named
     */
    public Schema schema(FieldType key, FieldType time) {
        Schema.Builder schema = Schema.builder();
        if (naming.isByKey()) {
            schema.add(naming.key(), key).add(naming.time(), time);
        } else {
            schema.text(naming.event());
        }
        schema.text(label);
        if (known != null && !known.equals(naming.time())) {
            schema.add(known, time);
        }
        return schema.build();
    }

    /**
     * The label that a record holds.
     *
     * @param firstSource number of the first source of labels, behind those of events
     * @throws IllegalArgumentException if it holds none, saying why
     */
    Feedback read(Row row, EventNaming.Reader reference, int firstSource) {
        EventReference event = reference.read(row);
        if (event == null) {
            throw new IllegalArgumentException("it does not say whose label it is: a value of "
                    + String.join(" and ", naming.fields()) + " is missing");
        }
        String said = row.text(row.schema().field(label).slot());
        if (said == null) {
            throw new IllegalArgumentException("it has no '" + label + "'");
        }
        return new Feedback(firstSource + row.source(), row.sourcePartition(), row.offset(), event, said);
    }
}
